package dev.steward.http.mcp;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC 2.0 message of a client.
 *
 * @param id of a request or a response; null for a notification
 * @param method empty for a response
 * @param members the whole message
 */
record Message(@Nullable Json id, String method, Json.Obj members) {

    /** @throws McpException when it is no message of one of the wires */
    static Message parse(byte[] body) {
        Json json;
        try {
            json = JsonText.parse(body);
        } catch (IOException e) {
            throw new McpException(400, McpException.PARSE, "The body is not well-formed JSON in UTF-8 of at most "
                    + JsonText.MAX_DEPTH + " levels, with each member once.", null);
        }
        if (json instanceof Json.Arr) {
            throw McpException.invalidRequest("Batches are not part of the protocol; send each message by itself.");
        }
        if (!(json instanceof Json.Obj members) || !Json.of("2.0").equals(members.get("jsonrpc"))) {
            throw McpException.invalidRequest("A message is an object with \"jsonrpc\": \"2.0\".");
        }
        Json id = members.get("id");
        if (id != null && !(id instanceof Json.Text) && !(id instanceof Json.Num number && number.value().stripTrailingZeros().scale() <= 0)) {
            throw McpException.invalidRequest("The id of a request is a text or a whole number.");
        }
        if (members.get("method") instanceof Json.Text method) {
            return new Message(id, method.value(), members);
        }
        if (id != null && (members.get("result") != null || members.get("error") != null)) {
            return new Message(id, "", members);
        }
        throw McpException.invalidRequest("A message has a method, or is the response to a request of this server.");
    }

    /** @throws McpException when {@code params} is something that no method takes */
    void requireReadable() {
        Json params = members.get("params");
        if (params != null && !(params instanceof Json.Obj) && !(params instanceof Json.Null)) {
            throw McpException.invalidRequest("params is an object.");
        }
    }

    boolean isResponse() {
        return method.isEmpty();
    }

    boolean isNotification() {
        return id == null;
    }

    Json.Obj params() {
        return object(members, "params");
    }

    Json.Obj meta() {
        return object(params(), "_meta");
    }

    /** A member of {@code params} that must be a text. */
    String text(String name) {
        return optionalText(name).orElseThrow(() -> McpException.invalidParams(method + " needs the text '" + name + "' in params."));
    }

    Optional<String> optionalText(String name) {
        Json value = params().get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Json.Text text) {
            return Optional.of(text.value());
        }
        throw McpException.invalidParams("'" + name + "' in the params of " + method + " must be a text.");
    }

    /** A member of {@code params} that is an object; empty when it is not there. */
    Json.Obj object(String name) {
        Json value = params().get(name);
        if (value != null && !(value instanceof Json.Obj)) {
            throw McpException.invalidParams("'" + name + "' in the params of " + method + " must be an object.");
        }
        return object(params(), name);
    }

    static Json.Obj object(Json.Obj from, String name) {
        return from.get(name) instanceof Json.Obj object ? object : Json.EMPTY;
    }

    static Json.Obj result(Json id, Json.Obj result) {
        return Json.obj("jsonrpc", Json.of("2.0")).with("id", id).with("result", result);
    }

    static Json.Obj error(@Nullable Json id, McpException error) {
        Json.Obj answer = Json.obj("jsonrpc", Json.of("2.0"));
        return (id == null ? answer : answer.with("id", id)).with("error", error.error());
    }

    static Json.Obj notification(String method, Json.Obj params) {
        return Json.obj("jsonrpc", Json.of("2.0")).with("method", Json.of(method)).with("params", params);
    }
}
