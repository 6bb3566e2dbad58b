package dev.steward.http;

import dev.steward.application.Caller;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/**
 * Every request passes here: unless its route is {@link Open} it needs a valid token with the route's
 * scope and room in the token's rate limit. A path without a route needs a token, too, so that nobody can explore without one.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class Gate {

    private static final String BEARER = "Bearer ";

    private final Credentials credentials;
    private final RateLimits limits;
    private final ExecutorService blocking;

    Gate(Credentials credentials, RateLimits limits, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.credentials = credentials;
        this.limits = limits;
        this.blocking = blocking;
    }

    /** A token that is not known yet is looked up in the database, on another thread; one that is known costs no change of threads. */
    @RequestFilter
    CompletionStage<HttpRequest<?>> admit(HttpRequest<?> request) {
        Optional<RouteInfo<?>> matched = RouteAttributes.getRouteInfo(request);
        AnnotationMetadata route = matched.<AnnotationMetadata>map(RouteInfo::getAnnotationMetadata).orElse(AnnotationMetadata.EMPTY_METADATA);
        if (!route.hasAnnotation(Open.class)) {
            // RFC 9112 wants a Host; the server leaves nothing of a request that it could not read, not even that.
            if (!request.getHeaders().contains("Host")) {
                throw new RefusedException(ErrorCode.MALFORMED, "The request has no Host, or its address or headers are not well-formed HTTP.");
            }
            String presented = presented(request);
            Optional<Credential> known = credentials.known(presented);
            if (known.isEmpty()) {
                return CompletableFuture.supplyAsync(() -> {
                    enter(request, route, credentials.find(presented).orElseThrow(() -> unauthenticated("The token is damaged, unknown, expired or revoked")));
                    refuseUnreadBody(request, matched);
                    return request;
                }, blocking);
            }
            enter(request, route, known.get());
            refuseUnreadBody(request, matched);
        }
        return CompletableFuture.completedFuture(request);
    }

    private static void refuseUnreadBody(HttpRequest<?> request, Optional<RouteInfo<?>> matched) {
        if (hasMembers(request) && matched.isPresent() && !readsBody(matched.get())) {
            throw new RefusedException(ErrorCode.MALFORMED, "This route takes no body, so nothing of one would count; leave it out, or send {}.");
        }
    }

    private static boolean readsBody(RouteInfo<?> route) {
        return !(route instanceof MethodBasedRouteInfo<?, ?> method)
                || Arrays.stream(method.getTargetMethod().getArguments()).anyMatch(argument -> argument.isAnnotationPresent(Body.class));
    }

    /** Nobody reads the body of such a route; but two bytes hold no member. */
    private static boolean hasMembers(HttpRequest<?> request) {
        return request.getContentLength() > 2 || request.getHeaders().contains("Transfer-Encoding");
    }

    private static String presented(HttpRequest<?> request) {
        String header = request.getHeaders().get("Authorization");
        if (header == null) {
            throw unauthenticated("This route needs a token");
        }
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw unauthenticated("The Authorization header is not 'Bearer' and a token");
        }
        return header.substring(BEARER.length()).strip();
    }

    private void enter(HttpRequest<?> request, AnnotationMetadata route, Credential credential) {
        String name = credential.actor().label();
        Requests.requireScope(request, route, credential);
        RateLimits.Standing standing = limits.take(credential.workspace() + " " + credential.actor().id());
        request.setAttribute(Requests.LIMIT, standing);
        if (!standing.allowed()) {
            throw new RefusedException(ErrorCode.RATE_LIMITED, "The token '" + name + "' made more than "
                    + limits.perMinute() + " requests a minute; repeat in " + standing.resetSeconds() + " s.");
        }
        if (request.getContentLength() > Requests.maxBody(request)) { // the server itself counts only what a route reads
            throw Requests.tooLarge(request);
        }
        Requests.requireNoNul(request);
        request.setAttribute(Requests.CREDENTIAL, credential);
        request.setAttribute(Requests.CALLER, new Caller(credential.workspace(), credential.actor(), credential.scopes(), Requests.requestId(request)));
    }

    private static RefusedException unauthenticated(String what) {
        return new RefusedException(ErrorCode.UNAUTHENTICATED, what + "; send 'Authorization: Bearer stw_…' with a token of 'steward token create'.", Map.of());
    }
}
