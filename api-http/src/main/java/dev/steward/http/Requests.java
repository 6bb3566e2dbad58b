package dev.steward.http;

import dev.steward.application.Caller;
import dev.steward.application.Listing;
import dev.steward.application.Query;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Violation;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Scope;
import dev.steward.jdbc.JsonText;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request says, read in one way everywhere. */
public final class Requests {

    static final String CALLER = "steward.caller";
    static final String CREDENTIAL = "steward.credential";
    static final String LIMIT = "steward.limit";
    static final String REQUEST_ID = "steward.request_id";
    static final String PATIENCE = "steward.patience";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final long MAX_BODY = 1024 * 1024;
    private static final Set<String> JSON_TYPES = Set.of("application/json", "application/merge-patch+json");
    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private Requests() {
    }

    public static Caller caller(HttpRequest<?> request) {
        return request.getAttribute(CALLER, Caller.class)
                .orElseThrow(() -> new IllegalStateException("The route was reached without authentication"));
    }

    /** What was presented, to ask again later whether it still holds. */
    public static Credential credential(HttpRequest<?> request) {
        return request.getAttribute(CREDENTIAL, Credential.class)
                .orElseThrow(() -> new IllegalStateException("The route was reached without authentication"));
    }

    /** Of the request on whose behalf this one was made; one without end for a client's own, whose connection {@link Presence} watches. */
    static Patience patience(HttpRequest<?> request) {
        return request.getAttribute(PATIENCE, Patience.class).orElseGet(Patience::new);
    }

    /** Lets {@code inner} be made by the caller of {@code outer}. */
    static void handOn(HttpRequest<?> outer, HttpRequest<?> inner) {
        inner.setAttribute(CALLER, caller(outer));
        inner.setAttribute(CREDENTIAL, credential(outer));
        inner.setAttribute(REQUEST_ID, requestId(outer));
    }

    /** Refuses an address that PostgreSQL could not even look for. */
    static void requireNoNul(HttpRequest<?> request) {
        if (request.getUri().toString().contains("%00")) {
            throw new RefusedException(ErrorCode.MALFORMED, "The address holds the NUL character (%00), which no name here has; remove it.");
        }
    }

    /** Refuses a caller without the scope of the route. */
    static void requireScope(HttpRequest<?> request, AnnotationMetadata route) {
        requireScope(request, route, credential(request));
    }

    static void requireScope(HttpRequest<?> request, AnnotationMetadata route, Credential credential) {
        Scope needed = route.enumValue(Needs.class, Scope.class).orElse(READING.contains(request.getMethod()) ? Scope.READ : Scope.WRITE);
        if (!needed.allowedBy(credential.scopes())) {
            throw new RefusedException(ErrorCode.FORBIDDEN, "The token '" + credential.actor().label() + "' does not have the scope '"
                    + needed.word() + "' that this route needs; make one with 'steward token create --scope " + needed.word() + "'.");
        }
    }

    /** A variable of the route's path. */
    public static String variable(HttpRequest<?> request, String name) {
        return RouteAttributes.getRouteMatch(request).map(match -> match.getVariableValues().get(name)).map(Object::toString)
                .orElseThrow(() -> new IllegalStateException("The route has no variable " + name));
    }

    /** The {@code limit} of a list that is not of entities: 1 to 200, 50 when it is not given. */
    public static int limit(HttpRequest<?> request) {
        String text = request.getParameters().get("limit");
        try {
            int limit = text == null ? Listing.DEFAULT_LIMIT : Integer.parseInt(text);
            if (limit >= 1 && limit <= Query.MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw invalidParameter("limit", "limit is a whole number from 1 to " + Query.MAX_LIMIT + ".");
    }

    static String requestId(HttpRequest<?> request) {
        return request.getAttribute(REQUEST_ID, String.class).orElse("");
    }

    /** How many bytes the body of this route may have. */
    static long maxBody(HttpRequest<?> request) {
        return RouteAttributes.getRouteInfo(request).map(route -> route.getAnnotationMetadata().longValue(MaxBody.class, "value").orElse(MAX_BODY)).orElse(MAX_BODY);
    }

    static RefusedException tooLarge(HttpRequest<?> request) {
        long max = maxBody(request);
        return new RefusedException(ErrorCode.TOO_LARGE, String.format(Locale.ROOT, "The body has more than %d MiB (%,d bytes).", max >> 20, max));
    }

    /** The body, refused when it is none, too long or of another type; whoever calls this reads it by themselves. */
    public static byte[] requireJson(HttpRequest<?> request, byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw new RefusedException(ErrorCode.MALFORMED, "The body is empty; send a JSON object.");
        }
        if (body.length > maxBody(request)) {
            throw tooLarge(request);
        }
        String type = request.getContentType().map(media -> media.getName().toLowerCase(Locale.ROOT)).orElse("");
        if (!JSON_TYPES.contains(type)) {
            throw new RefusedException(ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    (type.isEmpty() ? "The body has no Content-Type" : "The body is '" + type + "'") + "; send application/json.");
        }
        return body;
    }

    /** The body as JSON. */
    public static Json body(HttpRequest<?> request, byte @Nullable [] body) {
        byte[] json = requireJson(request, body);
        try {
            return JsonText.parse(json);
        } catch (IOException e) {
            throw new RefusedException(ErrorCode.MALFORMED, "The body is not well-formed JSON in UTF-8 of at most "
                    + JsonText.MAX_DEPTH + " levels, with each member once" + position(e) + ".");
        }
    }

    /** The body as JSON, or an empty object when there is none: for verbs whose members are all optional. */
    public static Json optionalBody(HttpRequest<?> request, byte @Nullable [] body) {
        return body == null || body.length == 0 ? Json.EMPTY : body(request, body);
    }

    private static String position(IOException e) {
        if (e instanceof com.fasterxml.jackson.core.JsonProcessingException json && json.getLocation() != null) {
            return "; reading stopped at line " + json.getLocation().getLineNr() + ", column " + json.getLocation().getColumnNr();
        }
        return "";
    }

    /** The parameters of the query; one that is given twice counts as a comma-separated list. */
    public static Map<String, String> parameters(HttpRequest<?> request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.getParameters().forEach((name, values) -> parameters.put(name, String.join(",", values)));
        return parameters;
    }

    /** A parameter that is true or false; false when it is not given. */
    public static boolean flag(HttpRequest<?> request, String name) {
        String value = request.getParameters().get(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw invalidParameter(name, "'" + name + "' is true or false.");
    }

    public static InvalidException invalidParameter(String name, String message) {
        return new InvalidException(ErrorCode.INVALID_PARAMETER, List.of(new Violation("/" + name, "invalid", message)));
    }

    /** Refuses a change that was made from another version. Agents must say from which one they made it. */
    public static void requireMatch(HttpRequest<?> request, long version) {
        String given = request.getHeaders().get("If-Match");
        if (given == null) {
            if (caller(request).actor().kind() == Actor.Kind.AGENT) {
                throw new RefusedException(ErrorCode.IF_MATCH_REQUIRED,
                        "An agent's change needs If-Match with the ETag it read; the current one is \"" + version + "\".");
            }
            return;
        }
        if (!given.strip().equals("*") && !tags(given).contains(Long.toString(version))) {
            throw new RefusedException(ErrorCode.STALE_VERSION,
                    "If-Match names version " + given + ", the current one is \"" + version + "\"; read it again and repeat the change.",
                    Map.of("current_version", Json.of(version)));
        }
    }

    /** The same where something else, such as a fence, says from what the change was made: nobody must send If-Match, but it counts. */
    public static void requireMatchIfGiven(HttpRequest<?> request, long version) {
        if (request.getHeaders().contains("If-Match")) {
            requireMatch(request, version);
        }
    }

    /** Whether the caller has this version already. */
    public static boolean hasVersion(HttpRequest<?> request, long version) {
        String given = request.getHeaders().get("If-None-Match");
        return given != null && (given.strip().equals("*") || tags(given).contains(Long.toString(version)));
    }

    /** Whether the caller has what this tag stands for already. */
    public static boolean hasTag(HttpRequest<?> request, String tag) {
        String given = request.getHeaders().get("If-None-Match");
        return given != null && (given.strip().equals("*") || given.contains("\"" + tag + "\""));
    }

    private static Set<String> tags(String header) {
        Set<String> tags = new java.util.HashSet<>();
        ENTITY_TAG.matcher(header).results().forEach(tag -> tags.add(tag.group(1)));
        return tags;
    }

    static Optional<String> idempotencyKey(HttpRequest<?> request) {
        String key = request.getHeaders().get("Idempotency-Key");
        if (key == null) {
            return Optional.empty();
        }
        if (!IDEMPOTENCY_KEY.matcher(key).matches()) {
            throw new InvalidException(ErrorCode.INVALID_PARAMETER, List.of(new Violation("", "invalid",
                    "Idempotency-Key is 1 to 200 visible ASCII characters.")));
        }
        return Optional.of(key);
    }
}
