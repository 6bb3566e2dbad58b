package dev.steward.http.mcp;

import dev.steward.domain.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a client is offered. It chooses with {@code /mcp?profile=NAME}. */
interface Profile {

    String name();

    /** In the order of {@code tools/list}, which is always the same. */
    List<Tool> tools();

    List<Prompt> prompts();

    Resources resources();

    /** Values for an argument of a prompt or a template. */
    List<String> complete(Exchange exchange, String reference, String argument, String begun);

    /** Capabilities beside those that follow from the rest. */
    default Json.Obj capabilities(Wire wire) {
        return Json.EMPTY;
    }

    /** Methods beside those that every profile has, such as a capability asks for. */
    default Map<String, Function<Exchange, Json.Obj>> methods(Wire wire) {
        return Map.of();
    }

    default Optional<Tool> tool(String name) {
        return tools().stream().filter(tool -> tool.name().equals(name)).findFirst();
    }
}
