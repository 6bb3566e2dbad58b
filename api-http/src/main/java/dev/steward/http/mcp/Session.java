package dev.steward.http.mcp;

import dev.steward.domain.Json;
import io.micronaut.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code initialize} answers as the session, up to 2025-11-25. It is kept nowhere: it tells by itself what its client can do, and
 * tells the requests of one client from those of another with the same token. A request without one is served, too.
 */
record Session(String text) {

    static final String HEADER = "Mcp-Session-Id";
    private static final List<String> CAPABILITIES = List.of("elicitation", "sampling", "roots");

    static Session begin(String id, Json.Obj clientCapabilities) {
        List<String> parts = new ArrayList<>(List.of(id));
        CAPABILITIES.stream().filter(capability -> clientCapabilities.get(capability) != null).forEach(parts::add);
        return new Session(String.join(".", parts));
    }

    static Session of(HttpRequest<?> request) {
        return new Session(request.getHeaders().contains(HEADER) ? request.getHeaders().get(HEADER) : "");
    }

    boolean isGiven() {
        return !text.isEmpty();
    }

    boolean can(String capability) {
        return List.of(text.split("\\.")).contains(capability);
    }
}
