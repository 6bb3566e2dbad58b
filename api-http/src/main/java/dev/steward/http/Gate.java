package dev.steward.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.workspace.TokenText;
import dev.steward.application.workspace.Tokens;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.ApiToken;
import dev.steward.domain.workspace.Scope;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Every request passes here: unless its route is {@link Open} it needs a valid token with the route's
 * scope and room in the token's rate limit. A path without a route needs a token, too, so that nobody can explore without one.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class Gate {

    /** How long a revoked token may still pass on this server. */
    private static final Duration TRUST = Duration.ofSeconds(1);
    private static final String BEARER = "Bearer ";

    private final Tokens tokens;
    private final Clock clock;
    private final RateLimits limits;
    private final long maxBody;
    private final Cache<String, Optional<ApiToken>> known = Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(TRUST).build();

    Gate(Tokens tokens, Clock clock, RateLimits limits, @Value("${micronaut.server.max-request-size}") long maxBody) {
        this.tokens = tokens;
        this.clock = clock;
        this.limits = limits;
        this.maxBody = maxBody;
    }

    /** On a virtual thread: a token that is not known yet is looked up in the database. */
    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void admit(HttpRequest<?> request) {
        AnnotationMetadata route = RouteAttributes.getRouteInfo(request).<AnnotationMetadata>map(RouteInfo::getAnnotationMetadata)
                .orElse(AnnotationMetadata.EMPTY_METADATA);
        if (!route.hasAnnotation(Open.class)) {
            // RFC 9112 wants a Host; the server leaves nothing of a request that it could not read, not even that.
            if (!request.getHeaders().contains("Host")) {
                throw new RefusedException(ErrorCode.MALFORMED, "The request has no Host, or its address or headers are not well-formed HTTP.");
            }
            TokenText text = presented(request).orElseThrow(() -> unauthenticated("This route needs a token"));
            Optional<ApiToken> found = known.get(text.hash(), unseen -> tokens.authenticate(text, clock.now()));
            enter(request, route, text, found);
        }
    }

    private static Optional<TokenText> presented(HttpRequest<?> request) {
        String header = request.getHeaders().get("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw unauthenticated("The Authorization header is not 'Bearer' and a token");
        }
        return Optional.of(TokenText.parse(header.substring(BEARER.length()).strip())
                .orElseThrow(() -> unauthenticated("The token is damaged or was never one of ours")));
    }

    private void enter(HttpRequest<?> request, AnnotationMetadata route, TokenText text, Optional<ApiToken> found) {
        ApiToken token = found.filter(candidate -> candidate.validAt(clock.now()))
                .orElseThrow(() -> unauthenticated("The token is unknown, expired or revoked"));
        Scope needed = route.enumValue(Needs.class, Scope.class).orElse(reads(request) ? Scope.READ : Scope.WRITE);
        if (!needed.allowedBy(token.details().scopes())) {
            throw new RefusedException(ErrorCode.FORBIDDEN, "The token '" + token.details().name() + "' does not have the scope '"
                    + needed.word() + "' that this route needs; make one with 'steward token create --scope " + needed.word() + "'.");
        }
        RateLimits.Standing standing = limits.take(token.id().toString());
        request.setAttribute(Requests.LIMIT, standing);
        if (!standing.allowed()) {
            throw new RefusedException(ErrorCode.RATE_LIMITED, "The token '" + token.details().name() + "' made more than "
                    + limits.perMinute() + " requests a minute; repeat in " + standing.resetSeconds() + " s.");
        }
        if (request.getContentLength() > maxBody) { // the server itself counts only what a route reads
            throw new RefusedException(ErrorCode.TOO_LARGE, Problems.TOO_LARGE);
        }
        if (request.getUri().toString().contains("%00")) {
            throw new RefusedException(ErrorCode.MALFORMED, "The address holds the NUL character (%00), which nothing here can be named; remove it.");
        }
        request.setAttribute(Requests.TOKEN, text);
        request.setAttribute(Requests.CALLER, new Caller(text.workspace(), token.actor(), token.details().scopes(), Requests.requestId(request)));
    }

    private static boolean reads(HttpRequest<?> request) {
        return request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD || request.getMethod() == HttpMethod.OPTIONS;
    }

    private static RefusedException unauthenticated(String what) {
        return new RefusedException(ErrorCode.UNAUTHENTICATED, what + "; send 'Authorization: Bearer stw_…' with a token of 'steward token create'.", Map.of());
    }
}
