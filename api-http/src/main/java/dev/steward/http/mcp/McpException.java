package dev.steward.http.mcp;

import dev.steward.domain.Json;
import org.jspecify.annotations.Nullable;

/** A request that is answered with a JSON-RPC error. */
final class McpException extends RuntimeException {

    static final int PARSE = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL = -32603;
    /** Up to 2025-11-25; later it is {@link #INVALID_PARAMS}. */
    static final int RESOURCE_NOT_FOUND = -32002;
    static final int HEADER_MISMATCH = -32020;
    static final int MISSING_CAPABILITY = -32021;
    static final int UNSUPPORTED_VERSION = -32022;

    private final int status;
    private final int code;
    private final @Nullable Json data;

    McpException(int status, int code, String message, @Nullable Json data) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.data = data;
    }

    static McpException invalidParams(String message) {
        return new McpException(200, INVALID_PARAMS, message, null);
    }

    static McpException invalidRequest(String message) {
        return new McpException(400, INVALID_REQUEST, message, null);
    }

    static McpException headerMismatch(String message) {
        return new McpException(400, HEADER_MISMATCH, "Header mismatch: " + message, null);
    }

    static McpException missingCapability(String capability) {
        return new McpException(400, MISSING_CAPABILITY, "This needs the client capability '" + capability + "', which the request does not declare.",
                Json.obj("requiredCapabilities", Json.obj(capability, Json.EMPTY)));
    }

    /** Of the HTTP answer, where the error is not part of a stream. */
    int status() {
        return status;
    }

    /** The {@code error} of a JSON-RPC response. */
    Json.Obj error() {
        Json.Obj error = Json.obj("code", Json.of(code)).with("message", Json.of(getMessage()));
        return data == null ? error : error.with("data", data);
    }
}
