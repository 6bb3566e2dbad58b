package dev.steward.http.mcp;

import dev.steward.domain.Json;

/** Something that a model may do. */
interface Tool {

    String name();

    /** As {@code tools/list} tells of it. */
    Json.Obj describe();

    /** Whether a call with these arguments may have something to tell before it ends. */
    boolean streams(Json.Obj arguments);

    /**
     * Does it.
     *
     * @return the {@code result} of {@code tools/call}; a refusal that the model can correct is one with {@code isError}
     * @throws McpException for what the model cannot correct
     */
    Json.Obj call(Exchange exchange, Json.Obj arguments);

    static Json.Obj text(String text) {
        return Json.obj("type", Json.of("text")).with("text", Json.of(text));
    }
}
