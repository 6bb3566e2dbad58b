package dev.steward.comparison;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** A bearer token by its SHA-256; what was found is trusted for a second, as Steward does. */
@Component
class Tokens extends OncePerRequestFilter {

    static final String TOKEN = "token";

    private final JdbcClient jdbc;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    record Token(String workspace, String id, String name, List<String> scopes) {
    }

    private record Known(Token token, Instant until) {
    }

    Tokens(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/health/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        response.setHeader("X-Request-Id", UUID.randomUUID().toString());
        response.setHeader("X-Content-Type-Options", "nosniff");
        Optional<Token> token = find(request.getHeader("Authorization"));
        if (token.isEmpty()) {
            response.setStatus(401);
            response.setContentType("application/problem+json");
            response.getWriter().write("{\"status\":401,\"code\":\"unauthenticated\"}");
            return;
        }
        request.setAttribute(TOKEN, token.get());
        chain.doFilter(request, response);
    }

    private Optional<Token> find(String header) {
        if (header == null || !header.startsWith("Bearer stw_")) {
            return Optional.empty();
        }
        String text = header.substring("Bearer ".length());
        String hash = hash(text);
        Instant now = Instant.now();
        Known last = known.get(hash);
        if (last != null && now.isBefore(last.until)) {
            return Optional.of(last.token);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.substring("stw_".length())));
        String workspace = new UUID(bytes.getLong(), bytes.getLong()).toString();
        Optional<Token> found = jdbc.sql("SELECT id, name, scopes FROM api_token WHERE workspace_id = ? AND secret_hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)")
                .param(workspace).param(hash).param(now.toEpochMilli())
                .query((row, number) -> new Token(workspace, row.getString("id"), row.getString("name"), List.of(row.getString("scopes").split(" ")))).optional();
        found.ifPresent(token -> known.put(hash, new Known(token, now.plusSeconds(1))));
        return found;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
