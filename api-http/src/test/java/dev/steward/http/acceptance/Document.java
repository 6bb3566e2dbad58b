package dev.steward.http.acceptance;

import dev.steward.domain.Json;
import dev.steward.http.docs.OpenApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The API description of a running server, as the tests walk it: what it lists is what they call. */
record Document(Json.Obj root) {

    /** @param method upper case */
    record Route(String method, String path, Json.Obj operation) {

        String id() {
            return ((Json.Text) operation.get("operationId")).value();
        }

        boolean open() {
            return operation.get("security") instanceof Json.Arr security && security.items().isEmpty();
        }

        String scope() {
            String description = ((Json.Text) operation.get("description")).value();
            return description.replaceAll("Needs the scope `(\\w+)`.*", "$1");
        }

        boolean streams() {
            return path.endsWith("/events");
        }

        /** The path with {@code value} in the place of every variable. */
        String with(String value) {
            return path.replaceAll("\\{\\w+}", value);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Document of(Server server) {
        return new Document(server.context().getBean(OpenApi.class).document());
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        object(root.get("paths")).members().forEach((path, methods) -> object(methods).members().forEach((method, operation) ->
                routes.add(new Route(method.toUpperCase(java.util.Locale.ROOT), path, object(operation)))));
        return routes;
    }

    /** What a {@code $ref} leads to; anything else is itself. */
    Json.Obj resolved(Json json) {
        Json.Obj object = object(json);
        if (!(object.get("$ref") instanceof Json.Text reference)) {
            return object;
        }
        Json at = root;
        for (String step : reference.value().substring(2).split("/")) {
            at = object(at).members().get(step);
        }
        return object(at);
    }

    /** The JSON media type of the body, empty for a route without one. */
    Json.Obj body(Route route) {
        return at(route.operation(), "requestBody", "content", "application/json");
    }

    /** The object at the end of {@code steps}, each resolved; empty when there is none. */
    Json.Obj at(Json.Obj from, String... steps) {
        Json.Obj at = from;
        for (String step : steps) {
            Json next = at.get(step);
            if (next == null) {
                return Json.EMPTY;
            }
            at = resolved(next);
        }
        return at;
    }

    static Json.Obj object(Json json) {
        return json instanceof Json.Obj object ? object : new Json.Obj(Map.of());
    }
}
