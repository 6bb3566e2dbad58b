package dev.steward.http;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.simple.SimpleHttpRequest;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteMatch;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls of routes from inside, for whoever speaks another protocol than plain HTTP. A call is made for the caller of another request,
 * and passes what it would pass from outside: the scope of the route, the bound of its body, the controller with all its rules, and
 * the form of its refusals. Only the token is not looked up again, nor is the call counted again.
 */
@Singleton
public final class Calls {

    private final Router router;

    Calls(Router router) {
        this.router = router;
    }

    /**
     * A call of a route.
     *
     * @param path encoded, without a query
     * @param headers such as {@code If-Match}
     */
    public record Call(HttpMethod method, String path, Map<String, String> query, Map<String, String> headers, byte @Nullable [] body) {

        public static Call get(String path, Map<String, String> query) {
            return new Call(HttpMethod.GET, path, query, Map.of(), null);
        }
    }

    /** What a call was answered. {@code body} is empty when there was none. */
    public record Reply(int status, String mediaType, String body) {

        public boolean succeeded() {
            return status < 400;
        }
    }

    /** Returns when the route has answered; a refusal is an answer, too. */
    public Reply make(Call call, HttpRequest<?> outer, Patience patience) {
        HttpRequest<?> request = request(call, outer, patience);
        HttpResponse<?> response = response(request, call.body());
        String text = response.getBody(Object.class).map(body -> body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : body.toString()).orElse("");
        return new Reply(response.code(), response.getContentType().map(Object::toString).orElse(""), text);
    }

    private static HttpRequest<?> request(Call call, HttpRequest<?> outer, Patience patience) {
        String query = call.query().entrySet().stream().map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue())).collect(Collectors.joining("&"));
        SimpleHttpRequest<byte @Nullable []> request =
                new SimpleHttpRequest<>(call.method(), query.isEmpty() ? call.path() : call.path() + "?" + query, call.body());
        call.query().forEach(request.getParameters()::add);
        call.headers().forEach(request.getHeaders()::add);
        if (call.body() != null) {
            request.getHeaders().add("Content-Type", "application/json");
        }
        Requests.handOn(outer, request);
        request.setAttribute(Requests.PATIENCE, patience);
        return request;
    }

    /** As a part of a path or query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<?> response(HttpRequest<?> request, byte @Nullable [] body) {
        try {
            UriRouteMatch<Object, Object> match = router.findClosest(request);
            if (match == null || !(match.getRouteInfo() instanceof MethodBasedRouteInfo<?, ?> route)) {
                throw new RefusedException(ErrorCode.NOT_FOUND, "There is no route " + request.getMethodName() + " " + request.getPath() + "; see /docs.");
            }
            Requests.requireNoNul(request);
            RouteAttributes.setRouteMatch(request, match);
            RouteAttributes.setRouteInfo(request, match.getRouteInfo());
            Requests.requireScope(request, match.getRouteInfo().getAnnotationMetadata());
            return answered(route.getTargetMethod().invoke(arguments(route, match.getVariableValues(), request, body)));
        } catch (CompletionException e) {
            return Problems.of(request, e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            return Problems.of(request, e);
        }
    }

    /** Each argument of a controller's method is the request, its body, or a variable of the path. */
    private static @Nullable Object[] arguments(MethodBasedRouteInfo<?, ?> route, Map<String, Object> variables, HttpRequest<?> request, byte @Nullable [] body) {
        Argument<?>[] wanted = route.getTargetMethod().getArguments();
        @Nullable Object[] given = new Object[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            given[i] = wanted[i].getType().equals(HttpRequest.class) ? request
                    : wanted[i].isAnnotationPresent(Body.class) ? body
                    : String.valueOf(variables.get(wanted[i].getName()));
        }
        return given;
    }

    private static HttpResponse<?> answered(@Nullable Object result) {
        return switch (result) {
            case HttpResponse<?> response -> response;
            case CompletionStage<?> later -> answered(later.toCompletableFuture().join());
            case null, default -> throw new IllegalStateException("A route answered " + result + " instead of a response");
        };
    }
}
