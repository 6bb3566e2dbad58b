package dev.steward.http.mcp;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses what a page of somewhere else sends through a browser (DNS rebinding): a browser tells in {@code Origin} whose page it is, and
 * in {@code Host} whom it believes to talk to. A server that listens on this machine alone is called nothing else.
 */
@Singleton
final class Hosts {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed;
    private final boolean local;

    Hosts(@Value("${steward.allowed-hosts:}") String allowed, @Value("${micronaut.server.host:127.0.0.1}") String host) {
        this.allowed = Arrays.stream(allowed.split(",")).map(name -> name.strip().toLowerCase(Locale.ROOT)).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
        this.local = LOOPBACK.contains(host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host.toLowerCase(Locale.ROOT));
    }

    /** @throws McpException with 403 */
    void check(HttpRequest<?> request) {
        String origin = request.getHeaders().get("Origin");
        if (origin != null && !known(host(origin))) {
            throw refused("The Origin '" + shown(origin) + "' may not call this server");
        }
        String host = withoutPort(String.valueOf(request.getHeaders().get("Host")));
        if ((local || !allowed.isEmpty()) && !known(host)) {
            throw refused("The Host '" + shown(host) + "' is none of this server's");
        }
    }

    private boolean known(String host) {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) || allowed.contains(host.toLowerCase(Locale.ROOT));
    }

    private static McpException refused(String what) {
        return new McpException(403, McpException.INVALID_REQUEST, what + "; name it in --allowed-hosts if it shall.", null);
    }

    private static String shown(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static String host(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d*$", "");
    }
}
