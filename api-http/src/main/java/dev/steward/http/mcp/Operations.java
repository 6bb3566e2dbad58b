package dev.steward.http.mcp;

import dev.steward.domain.Json;
import dev.steward.http.docs.OpenApi;
import io.micronaut.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations of the API, as its description has them: so whatever a tool tells of its arguments is what the route reads. */
@Singleton
final class Operations {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final Map<String, Operation> byId = new LinkedHashMap<>();

    Operations(OpenApi description) {
        Json.Obj document = description.document();
        Message.object(document, "paths").members().forEach((path, methods) -> {
            if (path.startsWith("/api/v1/")) {
                ((Json.Obj) methods).members().forEach((method, operation) -> {
                    Operation read = operation(document, path, method, (Json.Obj) operation);
                    byId.put(read.id(), read);
                });
            }
        });
    }

    /**
     * A method of a path.
     *
     * @param variables of the path, in its order
     * @param query the schema of each parameter
     * @param versioned whether it takes If-Match
     * @param body schema of the body; null when it takes none
     * @param answer schema of the answer; null when it is no JSON or there is none
     */
    record Operation(String id, HttpMethod method, String path, String tag, String summary, List<String> variables, Map<String, Json.Obj> query,
            boolean versioned, Json.@Nullable Obj body, Json.@Nullable Obj answer) {

        boolean reads() {
            return method == HttpMethod.GET;
        }
    }

    /** In the order of the description: by path, then by method. */
    List<Operation> all() {
        return List.copyOf(byId.values());
    }

    Operation named(String id) {
        Operation operation = byId.get(id);
        if (operation == null) {
            throw new IllegalStateException("A tool stands for the operation '" + id + "', which there is not");
        }
        return operation;
    }

    private static Operation operation(Json.Obj document, String path, String method, Json.Obj operation) {
        Map<String, Json.Obj> query = new LinkedHashMap<>();
        boolean versioned = false;
        for (Json item : operation.get("parameters") instanceof Json.Arr parameters ? parameters.items() : List.<Json>of()) {
            Json.Obj parameter = resolved(document, (Json.Obj) item);
            versioned |= text(parameter, "name").equals("If-Match");
            if (text(parameter, "in").equals("query")) {
                query.put(text(parameter, "name"), Message.object(parameter, "schema").with("description", Json.of(text(parameter, "description"))));
            }
        }
        return new Operation(text(operation, "operationId"), HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)), path,
                ((Json.Text) ((Json.Arr) java.util.Objects.requireNonNull(operation.get("tags"))).items().getFirst()).value(), text(operation, "summary"),
                variables(path), query, versioned, schema(document, Message.object(operation, "requestBody")), answer(document, operation));
    }

    private static List<String> variables(String path) {
        List<String> variables = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(path);
        while (matcher.find()) {
            variables.add(matcher.group(1));
        }
        return variables;
    }

    private static Json.@Nullable Obj answer(Json.Obj document, Json.Obj operation) {
        for (Map.Entry<String, Json> response : Message.object(operation, "responses").members().entrySet()) {
            if (response.getKey().startsWith("2")) {
                return schema(document, (Json.Obj) response.getValue());
            }
        }
        return null;
    }

    private static Json.@Nullable Obj schema(Json.Obj document, Json.Obj content) {
        Json.Obj media = Message.object(Message.object(content, "content"), "application/json");
        return media.get("schema") instanceof Json.Obj schema ? (Json.Obj) inlined(document, schema) : null;
    }

    /** Without references: a tool's schema stands by itself. */
    private static Json inlined(Json.Obj document, Json json) {
        return switch (json) {
            case Json.Obj object when object.get("$ref") != null -> inlined(document, resolved(document, object));
            case Json.Obj object -> {
                Map<String, Json> members = new LinkedHashMap<>();
                object.members().forEach((name, member) -> members.put(name, inlined(document, member)));
                yield new Json.Obj(members);
            }
            case Json.Arr array -> Json.of(array.items().stream().map(item -> inlined(document, item)).toList());
            case Json.Text text -> text;
            case Json.Num number -> number;
            case Json.Bool bool -> bool;
            case Json.Null nothing -> nothing;
        };
    }

    private static Json.Obj resolved(Json.Obj document, Json.Obj object) {
        if (!(object.get("$ref") instanceof Json.Text reference)) {
            return object;
        }
        Json.Obj at = document;
        for (String step : reference.value().substring(2).split("/")) {
            at = Message.object(at, step);
        }
        return at;
    }

    private static String text(Json.Obj object, String name) {
        return object.get(name) instanceof Json.Text text ? text.value() : "";
    }
}
