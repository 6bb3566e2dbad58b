package dev.steward.http.mcp;

import dev.steward.domain.Json;
import dev.steward.http.Calls;
import dev.steward.http.mcp.Operations.Operation;
import dev.steward.jdbc.JsonText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Routes that are read by an address of their own, {@code steward://…}. */
final class RouteResources implements Resources {

    private static final String JSON = "application/json";
    private static final int MAX_CHARACTERS = 1_000_000;
    private static final String PROJECTS = "/api/v1/projects";
    private static final Json.Obj CURRENT_WEEK = resource("steward://weeks/current", "current-week", "The current week",
            "Budget, sessions by day and project, scores, milestones, review.", JSON);

    private final Calls calls;
    private final List<Template> templates;

    /** @param member the text member of the answer that is the content; empty for the whole answer */
    private record Template(String uri, String name, String title, String description, String mimeType, Operation operation, String member) {

        Pattern pattern() {
            return Pattern.compile(uri.replaceAll("\\{(\\w+)}", "(?<$1>[^/?#]+)"));
        }

        Json.Obj describe() {
            return Json.obj("uriTemplate", Json.of(uri)).with("name", Json.of(name)).with("title", Json.of(title))
                    .with("description", Json.of(description)).with("mimeType", Json.of(mimeType));
        }
    }

    RouteResources(Operations operations, Calls calls) {
        this.calls = calls;
        this.templates = List.of(
                new Template("steward://weeks/{week}", "week", "A week", "A week by its key, such as 2026.15.", JSON, operations.named("getWeek"), ""),
                new Template("steward://reviews/{week}", "review", "A weekly review", "The review of a week as a document.", "text/markdown", operations.named("exportReview"), ""),
                new Template("steward://projects/{project}/map", "story-map", "A story map", "A project's plan: workflows, activities, cards.", JSON, operations.named("getStoryMap"), ""),
                new Template("steward://projects/{project}/cards/{id}", "card", "A card", "A card of a story map.", JSON, operations.named("getCard"), ""),
                new Template("steward://projects/{project}/artifacts/{id}", "artifact", "A context artifact", "The content of a document, snippet or link of a project.", "text/markdown",
                        operations.named("getContextArtifact"), "content"),
                new Template("steward://assignments/{id}", "assignment", "An assignment", "An assignment and what it waits for.", JSON, operations.named("getAssignment"), ""),
                new Template("steward://assignments/{id}/brief", "brief", "The brief of an assignment", "What an agent needs to know of an assignment as one text.", "text/markdown",
                        operations.named("getAssignmentBrief"), "markdown"));
    }

    private static Json.Obj resource(String uri, String name, String title, String description, String mimeType) {
        return Json.obj("uri", Json.of(uri)).with("name", Json.of(name)).with("title", Json.of(title)).with("description", Json.of(description)).with("mimeType", Json.of(mimeType));
    }

    /** The current week, then the story map of each project. */
    @Override
    public Json.Obj list(Exchange exchange, Optional<String> cursor) {
        Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "100"));
        cursor.ifPresent(text -> query.put("cursor", text));
        Calls.Reply reply = calls.make(Calls.Call.get(PROJECTS, query), exchange.request(), exchange.patience());
        Json.Obj answer = JsonText.storedObject(reply.body());
        if (!reply.succeeded()) {
            throw McpException.invalidParams(JsonText.text(answer, "detail"));
        }
        List<Json> resources = new ArrayList<>(cursor.isPresent() ? List.of() : List.of(CURRENT_WEEK));
        for (Json item : ((Json.Arr) java.util.Objects.requireNonNull(answer.get("items"))).items()) {
            Json.Obj project = (Json.Obj) item;
            String slug = JsonText.text(project, "slug");
            resources.add(resource("steward://projects/" + slug + "/map", slug, JsonText.text(project, "name"), "The story map of " + JsonText.text(project, "name") + ".", JSON));
        }
        Json.Obj list = Json.obj("resources", Json.of(resources));
        return answer.get("next") instanceof Json.Text next ? list.with("nextCursor", next) : list;
    }

    @Override
    public List<Json> templates() {
        return templates.stream().<Json>map(Template::describe).toList();
    }

    @Override
    public Optional<Json.Obj> read(Exchange exchange, String uri) {
        for (Template template : templates) {
            Matcher matcher = template.pattern().matcher(uri);
            if (matcher.matches()) {
                String path = template.operation().path();
                for (String variable : template.operation().variables()) {
                    path = path.replace("{" + variable + "}", Calls.encoded(decoded(matcher.group(variable))));
                }
                return contents(template, uri, calls.make(Calls.Call.get(path, Map.of()), exchange.request(), exchange.patience()));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    private static Optional<Json.Obj> contents(Template template, String uri, Calls.Reply reply) {
        if (reply.status() == 404) {
            return Optional.empty();
        }
        if (!reply.succeeded()) {
            throw McpException.invalidParams(JsonText.text(JsonText.storedObject(reply.body()), "detail"));
        }
        String text = template.member().isEmpty() ? reply.body() : JsonText.text(JsonText.storedObject(reply.body()), template.member());
        if (text.length() > MAX_CHARACTERS) {
            throw McpException.invalidParams("The resource has " + text.length() + " characters, more than the " + MAX_CHARACTERS + " that are read at once; read it over HTTP.");
        }
        return Optional.of(Json.obj("uri", Json.of(uri)).with("mimeType", Json.of(template.mimeType())).with("text", Json.of(text)));
    }

    /** Projects by the beginning of their slugs; {@code current} for a week. Nothing is guessed of ids. */
    List<String> complete(Exchange exchange, String argument, String begun) {
        if (argument.equals("week")) {
            return "current".startsWith(begun) ? List.of("current") : List.of();
        }
        if (!argument.equals("project")) {
            return List.of();
        }
        Calls.Reply reply = calls.make(Calls.Call.get(PROJECTS, Map.of("limit", "200")), exchange.request(), exchange.patience());
        return reply.succeeded() && JsonText.storedObject(reply.body()).get("items") instanceof Json.Arr projects
                ? projects.items().stream().map(project -> JsonText.text((Json.Obj) project, "slug")).filter(slug -> slug.startsWith(begun)).sorted().toList()
                : List.of();
    }
}
