package dev.steward.http.mcp;

import dev.steward.domain.Json;

/** A beginning of a conversation, chosen by a person. */
interface Prompt {

    String name();

    /** As {@code prompts/list} tells of it. */
    Json.Obj describe();

    /** The {@code result} of {@code prompts/get}. */
    Json.Obj get(Exchange exchange, Json.Obj arguments);
}
