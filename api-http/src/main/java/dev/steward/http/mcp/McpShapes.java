package dev.steward.http.mcp;

import dev.steward.application.Field;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;

/** How the API description tells of messages; what is inside them, the protocol's own lists tell. */
public final class McpShapes {

    private static final int MAX_CHARACTERS = 10 * 1024 * 1024;

    public static final Shape<Void> MESSAGE = Shape.<Void>of("mcp_message")
            .input(Field.text("jsonrpc", TextRule.required(3)).mandatory().doc("Always 2.0.").example("2.0"), nothing -> null)
            .input(Field.of("id", Type.any(1_000)).optional().doc("A text or whole number that the answer repeats; none for a notification.").example(Json.of(1)), nothing -> null)
            .input(Field.text("method", TextRule.required(200)).mandatory().example("ping"), nothing -> null)
            .input(Field.of("params", Type.object(MAX_CHARACTERS)).optional(), nothing -> null)
            .build();
    public static final Shape<Void> ANSWER = Shape.<Void>of("mcp_answer")
            .output(Field.text("jsonrpc", TextRule.required(3)).doc("Always 2.0.").example("2.0"), nothing -> null)
            .output(Field.of("id", Type.any(1_000)).example(Json.of(1)), nothing -> null)
            .output(Field.of("result", Type.object(MAX_CHARACTERS)).doc("Or `error`: an object with code, message and data."), nothing -> null)
            .build();

    private McpShapes() {
    }
}
