package dev.steward.http;

import dev.steward.application.IdGenerator;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.regex.Pattern;

/** Gives every request an id, the caller's if it sent one, and every answer its common headers, refusals of {@link Gate} included. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class Tracing implements Ordered {

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    /** W3C Trace Context: the caller's trace goes on, so that it can be joined with the log by both ids. */
    private static final Pattern TRACE = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final IdGenerator ids;
    private final RateLimits limits;

    Tracing(IdGenerator ids, RateLimits limits) {
        this.ids = ids;
        this.limits = limits;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    void enter(HttpRequest<?> request) {
        String given = request.getHeaders().get("X-Request-Id");
        request.setAttribute(Requests.REQUEST_ID, given != null && REQUEST_ID.matcher(given).matches() ? given : ids.next().toString());
    }

    @ResponseFilter
    void leave(HttpRequest<?> request, MutableHttpResponse<?> response) {
        response.header("X-Request-Id", Requests.requestId(request));
        response.header("X-Content-Type-Options", "nosniff");
        request.getAttribute(Requests.LIMIT, RateLimits.Standing.class).ifPresent(standing -> {
            response.header("RateLimit-Policy", "\"token\";q=" + limits.perMinute() + ";w=60");
            response.header("RateLimit", "\"token\";r=" + standing.remaining() + ";t=" + standing.resetSeconds());
            if (!standing.allowed()) {
                response.header("Retry-After", Long.toString(standing.resetSeconds()));
            }
        });
        if (response.code() == 401) {
            response.header("WWW-Authenticate", "Bearer realm=\"steward\"");
        }
        String trace = request.getHeaders().get("traceparent");
        if (trace != null && TRACE.matcher(trace).matches()) {
            response.header("traceparent", trace);
        }
    }
}
