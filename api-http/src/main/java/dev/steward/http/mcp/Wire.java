package dev.steward.http.mcp;

import dev.steward.domain.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The versions of the protocol that are spoken. Up to 2025-11-25 a client begins with {@code initialize}; from 2026-07-28 on each request says all by itself. */
enum Wire {
    V2026_07_28, V2025_11_25, V2025_06_18;

    static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
    static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
    static final String SERVER_KEY = "io.modelcontextprotocol/serverInfo";
    static final String LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel";

    /** As it is written on the wire. */
    String version() {
        return name().substring(1).replace('_', '-');
    }

    /** Whether there is no handshake. */
    boolean stateless() {
        return this == V2026_07_28;
    }

    static Optional<Wire> find(String version) {
        return Arrays.stream(values()).filter(wire -> wire.version().equals(version)).findFirst();
    }

    /** Newest first. */
    static List<Json> versions() {
        return Arrays.stream(values()).map(wire -> Json.of(wire.version())).toList();
    }
}
