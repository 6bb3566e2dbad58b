package dev.steward.http.mcp;

import dev.steward.domain.Json;
import java.util.List;
import java.util.Optional;

/** Things that a client reads by their address. */
interface Resources {

    /** The {@code result} of {@code resources/list}. */
    Json.Obj list(Exchange exchange, Optional<String> cursor);

    /** As {@code resources/templates/list} tells of them. */
    List<Json> templates();

    /** One of {@code contents}; empty when there is no such resource. */
    Optional<Json.Obj> read(Exchange exchange, String uri);
}
