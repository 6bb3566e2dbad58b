package dev.steward.http.docs;

import dev.steward.application.Listing;
import dev.steward.application.Shape;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.Word;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.EntityRoutes;
import dev.steward.http.Needs;
import dev.steward.http.Open;
import dev.steward.http.Operation;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The OpenAPI 3.1 description, made from the routes there are: their paths, their {@link Operation} and the shapes of what they read
 * and answer. So it cannot describe what is not there, and a route without an operation fails the start.
 */
@Singleton
public final class OpenApi {

    private static final Json.Obj HEALTH = Json.obj("schema", Json.obj("type", Json.of("object"))
                    .with("properties", Json.obj("status", Json.obj("type", Json.of("string")))).with("required", Json.of(List.of(Json.of("status")))))
            .with("example", Json.obj("status", Json.of("up")));
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final List<ErrorCode> ON_EVERY = List.of(
            ErrorCode.UNAUTHENTICATED, ErrorCode.FORBIDDEN, ErrorCode.RATE_LIMITED, ErrorCode.INTERNAL, ErrorCode.UNAVAILABLE);

    private final Json.Obj document;
    private final String yaml;

    OpenApi(Router router, DocumentedShapes shapes) {
        this.document = document(router, shapes.shapes());
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(140);
        options.setSplitLines(false);
        this.yaml = new Yaml(options).dump(plain(document));
    }

    public Json.Obj document() {
        return document;
    }

    public String yaml() {
        return yaml;
    }

    private static Json.Obj document(Router router, List<Shape<?>> extraShapes) {
        Map<String, Shape<?>> shapes = new TreeMap<>();
        extraShapes.forEach(shape -> shapes.put(shape.name(), shape));
        List<Route> routes = routes(router);
        routes.forEach(route -> route.resource().ifPresent(resource -> shapes.put(resource.entities().name(), resource.entities().shape())));

        Map<String, Map<String, Json>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path(), path -> new LinkedHashMap<>()).put(route.method(), operation(route, shapes));
        }
        Map<String, Json> renderedPaths = new LinkedHashMap<>();
        paths.forEach((path, methods) -> renderedPaths.put(path, new Json.Obj(methods)));

        Json.Obj info = Json.obj("title", Json.of("Steward")).with("version", Json.of("1"))
                .with("description", Json.of("Projects, weeks and reviews, and all that agents need to work from them. Errors are RFC 9457 problem "
                        + "details with a stable code; lists page by cursor; reads carry ETags; any change may carry an Idempotency-Key."))
                .with("license", Json.obj("name", Json.of("Apache-2.0")).with("identifier", Json.of("Apache-2.0")));
        List<Json> tags = routes.stream().map(Route::tag).distinct().sorted().<Json>map(tag -> Json.obj("name", Json.of(tag))).toList();
        return Json.obj("openapi", Json.of("3.1.0"))
                .with("info", info)
                .with("servers", Json.of(List.of(Json.obj("url", Json.of("/")))))
                .with("security", Json.of(List.of(Json.obj("token", Json.of(List.of())))))
                .with("tags", Json.of(tags))
                .with("paths", new Json.Obj(renderedPaths))
                .with("components", components(shapes));
    }

    /** One method of one path. */
    private record Route(String path, String method, String tag, AnnotationMetadata metadata, Optional<EntityRoutes> resource) {

        AnnotationValue<Operation> operation() {
            AnnotationValue<Operation> operation = metadata.getAnnotation(Operation.class);
            if (operation == null) {
                throw new IllegalStateException("The route " + method + " " + path + " has no @Operation");
            }
            return operation;
        }

        String text(String member) {
            return operation().stringValue(member).orElse("");
        }

        boolean flag(String member) {
            return operation().booleanValue(member).orElse(false);
        }

        String verb() {
            return text("value");
        }

        boolean open() {
            return metadata.hasAnnotation(Open.class);
        }

        Scope scope() {
            return metadata.enumValue(Needs.class, Scope.class).orElse(method.equals("get") ? Scope.READ : Scope.WRITE);
        }

        boolean writes() {
            return !method.equals("get");
        }

        /** The last word of the path: the plural of what a list lists. */
        String plural() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    private static List<Route> routes(Router router) {
        List<Route> routes = new ArrayList<>();
        router.uriRoutes().filter(route -> route instanceof MethodBasedRouteInfo<?, ?>).forEach(route -> {
            Object controller = ((MethodBasedRouteInfo<?, ?>) route).getTargetMethod().getTarget();
            String method = route.getHttpMethodName().toLowerCase(java.util.Locale.ROOT);
            if (controller.getClass().getName().startsWith("dev.steward.") && !method.equals("head") && !controller.getClass().equals(DocsController.class)) {
                routes.add(new Route(path(route), method, tag(controller), route.getAnnotationMetadata(),
                        controller instanceof EntityRoutes resource ? Optional.of(resource) : Optional.empty()));
            }
        });
        routes.sort(Comparator.comparing(Route::path).thenComparing(Route::method));
        return routes;
    }

    private static String path(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate().toPathString();
    }

    /** The context: the controller's package. */
    private static String tag(Object controller) {
        String[] packages = controller.getClass().getPackageName().split("\\.");
        return packages[packages.length - 1];
    }

    private static Json operation(Route route, Map<String, Shape<?>> shapes) {
        String name = route.resource().map(resource -> resource.entities().name()).orElse("");
        boolean list = route.verb().equals("list") || route.flag("list");
        String id = route.resource().isPresent() ? camel(route.verb() + "_" + (list ? route.plural() : name)) : route.verb();
        String summary = route.text("summary");
        String answer = route.text("answer").isEmpty() ? name : route.text("answer");
        String body = route.text("body").isEmpty() && (route.verb().equals("create") || route.verb().equals("update")) ? name : route.text("body");

        Json.Obj operation = Json.obj("operationId", Json.of(id))
                .with("tags", Json.of(List.of(Json.of(route.tag()))))
                .with("summary", Json.of(summary.isEmpty() ? sentence(route.verb(), name.replace('_', ' '), route.plural().replace('_', ' ')) : summary))
                .with("description", Json.of(route.open() ? "Needs no token." : "Needs the scope `" + route.scope().word() + "`."));
        List<Json> parameters = parameters(route, list && route.resource().isPresent() ? shapes.get(name) : null);
        if (!parameters.isEmpty()) {
            operation = operation.with("parameters", Json.of(parameters));
        }
        if (!body.isEmpty()) {
            operation = operation.with("requestBody", requestBody(route, shape(shapes, body)));
        }
        if (route.open()) {
            operation = operation.with("security", Json.of(List.of()));
        }
        return operation.with("responses", responses(route, answer.isEmpty() ? null : shape(shapes, answer), list));
    }

    private static Shape<?> shape(Map<String, Shape<?>> shapes, String name) {
        Shape<?> shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalStateException("An operation names the shape '" + name + "', which is not among the documented ones");
        }
        return shape;
    }

    private static String sentence(String verb, String one, String many) {
        return switch (verb) {
            case "list" -> "List " + many + ".";
            case "create" -> "Create a" + ("aeiou".indexOf(one.charAt(0)) >= 0 ? "n " : " ") + one + ".";
            case "get" -> "Read a" + ("aeiou".indexOf(one.charAt(0)) >= 0 ? "n " : " ") + one + ".";
            case "update" -> "Change a" + ("aeiou".indexOf(one.charAt(0)) >= 0 ? "n " : " ") + one + " by JSON Merge Patch (RFC 7396).";
            case "delete" -> "Delete a" + ("aeiou".indexOf(one.charAt(0)) >= 0 ? "n " : " ") + one + "; refused while others depend on it, unless cascade=true.";
            default -> verb.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + verb.substring(1).replace('_', ' ') + " the " + one + ".";
        };
    }

    private static List<Json> parameters(Route route, @Nullable Shape<?> listed) {
        List<Json> parameters = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(route.path());
        while (variable.find()) {
            parameters.add(parameter(variable.group(1), "path", "Path variable.", Json.obj("type", Json.of("string"))).with("required", Json.of(true)));
        }
        if (listed != null) {
            parameters.add(parameter("limit", "query", "How many at most.", Json.obj("type", Json.of("integer"))
                    .with("minimum", Json.of(1)).with("maximum", Json.of(200)).with("default", Json.of(Listing.DEFAULT_LIMIT))));
            parameters.add(parameter("cursor", "query", "The `next` of the page before; filters and sort stay the same.", Json.obj("type", Json.of("string"))));
            parameters.add(parameter("sort", "query", "Fields separated by commas, `-` before one for descending: "
                    + listed.members().stream().filter(m -> m.field().sortable()).map(m -> m.field().name()).collect(Collectors.joining(", ")) + ".",
                    Json.obj("type", Json.of("string"))));
            if (listed.searchable()) {
                parameters.add(parameter("q", "query", "Words that must all occur, in any case.", Json.obj("type", Json.of("string"))));
            }
            for (String filter : Listing.filters(listed)) {
                parameters.add(parameter(filter, "query", "Only those with one of these values, separated by commas.", Json.obj("type", Json.of("string"))));
            }
        }
        for (String declared : route.operation().stringValues("parameters")) {
            int colon = declared.indexOf(':');
            parameters.add(parameter(declared.substring(0, colon), "query", declared.substring(colon + 1).strip(), Json.obj("type", Json.of("string"))));
        }
        if (route.verb().equals("delete") && route.resource().isPresent()) {
            parameters.add(parameter("cascade", "query", "Also delete what depends on it.", Json.obj("type", Json.of("boolean")).with("default", Json.of(false))));
        }
        if (route.writes()) {
            parameters.add(Json.obj("$ref", Json.of("#/components/parameters/IdempotencyKey")));
            if (!route.verb().equals("create")) {
                parameters.add(Json.obj("$ref", Json.of("#/components/parameters/IfMatch")));
            }
        } else if (route.verb().equals("get")) {
            parameters.add(Json.obj("$ref", Json.of("#/components/parameters/IfNoneMatch")));
        }
        return parameters;
    }

    private static Json.Obj parameter(String name, String in, String description, Json schema) {
        return Json.obj("name", Json.of(name)).with("in", Json.of(in)).with("description", Json.of(description)).with("schema", schema);
    }

    private static Json requestBody(Route route, Shape<?> shape) {
        boolean patch = route.method().equals("patch");
        Json.Obj media = Json.obj("schema", ref(pascal(shape.name()) + (patch ? "Patch" : "Input"))).with("example", Examples.of(shape, true));
        Json.Obj content = Json.obj("application/json", media);
        return Json.obj("required", Json.of(!route.flag("bodyOptional")))
                .with("content", patch ? content.with("application/merge-patch+json", media) : content);
    }

    private static Json responses(Route route, @Nullable Shape<?> answer, boolean list) {
        Map<String, Json> responses = new TreeMap<>();
        int status = route.verb().equals("create") ? 201 : route.verb().equals("delete") && route.resource().isPresent() ? 204
                : route.operation().intValue("status").orElse(200);
        Json.Obj success = Json.obj("description", Json.of(status == 201 ? "Created." : status == 204 ? "Done." : "The answer."));
        if (status != 204) {
            String produces = route.operation().stringValue("produces").orElse("application/json");
            Json.Obj media = Json.EMPTY;
            if (answer != null) {
                Json schema = ref(pascal(answer.name()));
                Json example = Examples.of(answer, false);
                media = list
                        ? Json.obj("schema", page(schema)).with("example", Json.obj("items", Json.of(List.of(example))).with("next", Json.NULL))
                        : Json.obj("schema", schema).with("example", example);
            } else if (!produces.equals("application/json")) {
                media = Json.obj("schema", Json.obj("type", Json.of("string")));
            } else {
                media = HEALTH; // the only answers without a shape
            }
            success = success.with("content", Json.obj(produces, media));
        }
        responses.put(Integer.toString(status), success);
        List<ErrorCode> codes = new ArrayList<>();
        if (!route.open()) {
            codes.addAll(ON_EVERY);
            codes.add(ErrorCode.INVALID_PARAMETER);
            if (route.path().contains("{")) {
                codes.add(ErrorCode.NOT_FOUND);
            }
            if (route.writes()) {
                codes.addAll(List.of(ErrorCode.DUPLICATE, ErrorCode.STALE_VERSION, ErrorCode.TOO_LARGE, ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        ErrorCode.INVALID, ErrorCode.IF_MATCH_REQUIRED));
            }
        } else {
            codes.add(ErrorCode.UNAVAILABLE);
        }
        codes.forEach(code -> responses.put(Integer.toString(code.status()), ref("responses", "Problem" + code.status())));
        return new Json.Obj(responses);
    }

    private static Json.Obj page(Json item) {
        return Json.obj("type", Json.of("object"))
                .with("properties", Json.obj("items", Json.obj("type", Json.of("array")).with("items", item))
                        .with("next", Json.obj("type", Json.of(List.of(Json.of("string"), Json.of("null")))).with("description", Json.of("Cursor of the next page; null at the end. A page of long texts ends after about a megabyte of them."))))
                .with("required", Json.of(List.of(Json.of("items"), Json.of("next"))));
    }

    private static Json components(Map<String, Shape<?>> shapes) {
        Map<String, Json> schemas = new TreeMap<>();
        shapes.forEach((name, shape) -> {
            schemas.put(pascal(name), shape.describeOutput());
            Json.Obj input = shape.describeInput();
            if (input.get("properties") instanceof Json.Obj properties && !properties.members().isEmpty()) {
                schemas.put(pascal(name) + "Input", input);
                Map<String, Json> patch = new LinkedHashMap<>(input.members());
                patch.remove("required");
                schemas.put(pascal(name) + "Patch", new Json.Obj(patch));
            }
        });
        schemas.put("Problem", problem());

        Map<String, Json> responses = new TreeMap<>();
        Arrays.stream(ErrorCode.values()).collect(Collectors.groupingBy(ErrorCode::status, TreeMap::new, Collectors.toList()))
                .forEach((status, codes) -> responses.put("Problem" + status, problemResponse(codes)));

        Map<String, Json> parameters = new LinkedHashMap<>();
        parameters.put("IdempotencyKey", parameter("Idempotency-Key", "header",
                "Any text unique to this request. Repeating the request with it gives the first answer for 24 hours.", Json.obj("type", Json.of("string")).with("maxLength", Json.of(200))));
        parameters.put("IfMatch", parameter("If-Match", "header", "The ETag that was read; another version is refused with 412. Agents must send it.", Json.obj("type", Json.of("string"))));
        parameters.put("IfNoneMatch", parameter("If-None-Match", "header", "The ETag the caller has; the same version is answered with 304.", Json.obj("type", Json.of("string"))));

        Json token = Json.obj("type", Json.of("http")).with("scheme", Json.of("bearer"))
                .with("description", Json.of("A token of `steward token create`. Scopes: " + String.join(", ", Word.words(Scope.class)) + "."));
        return Json.obj("schemas", new Json.Obj(schemas)).with("responses", new Json.Obj(responses))
                .with("parameters", new Json.Obj(parameters)).with("securitySchemes", Json.obj("token", token));
    }

    private static Json problem() {
        Json text = Json.obj("type", Json.of("string"));
        Json error = Json.obj("type", Json.of("object"))
                .with("properties", Json.obj("pointer", text).with("code", text).with("message", text))
                .with("required", Json.of(List.of(Json.of("pointer"), Json.of("code"), Json.of("message"))));
        Json properties = Json.obj("type", text).with("title", text).with("status", Json.obj("type", Json.of("integer"))).with("detail", text)
                .with("instance", text)
                .with("code", Json.obj("type", Json.of("string")).with("enum", Json.of(Word.words(ErrorCode.class).stream().map(Json::of).toList())))
                .with("remedy", text).with("errors", Json.obj("type", Json.of("array")).with("items", error)).with("request_id", text);
        return Json.obj("type", Json.of("object")).with("description", Json.of("RFC 9457 problem details.")).with("properties", properties)
                .with("required", Json.of(List.of(Json.of("type"), Json.of("title"), Json.of("status"), Json.of("detail"), Json.of("code"), Json.of("request_id"))));
    }

    private static Json problemResponse(List<ErrorCode> codes) {
        ErrorCode first = codes.getFirst();
        Json example = Json.obj("type", Json.of("/docs/errors#" + first.word())).with("title", Json.of(first.title())).with("status", Json.of(first.status()))
                .with("detail", Json.of(first.title() + ".")).with("instance", Json.of("/api/v1/projects")).with("code", Json.of(first.word()))
                .with("remedy", Json.of(first.remedy())).with("request_id", Json.of(Examples.ID));
        return Json.obj("description", Json.of(codes.stream().map(code -> "`" + code.word() + "`: " + code.title() + ".").collect(Collectors.joining(" "))))
                .with("content", Json.obj("application/problem+json", Json.obj("schema", ref("Problem")).with("example", example)));
    }

    private static Json ref(String schema) {
        return ref("schemas", schema);
    }

    private static Json ref(String kind, String name) {
        return Json.obj("$ref", Json.of("#/components/" + kind + "/" + name));
    }

    private static String camel(String words) {
        String pascal = pascal(words);
        return pascal.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + pascal.substring(1);
    }

    private static String pascal(String words) {
        return Arrays.stream(words.split("[_-]")).map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** As snakeyaml wants it. */
    private static @Nullable Object plain(Json json) {
        return switch (json) {
            case Json.Obj object -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                object.members().forEach((name, value) -> map.put(name, plain(value)));
                yield map;
            }
            case Json.Arr array -> array.items().stream().map(OpenApi::plain).collect(Collectors.toCollection(ArrayList::new));
            case Json.Text text -> text.value();
            case Json.Num number -> number.value().scale() <= 0 ? number.value().longValueExact() : number.value();
            case Json.Bool bool -> bool.value();
            case Json.Null nothing -> null;
        };
    }
}
