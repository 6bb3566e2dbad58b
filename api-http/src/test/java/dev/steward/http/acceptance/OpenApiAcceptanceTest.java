package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.docs.ErrorPage;
import dev.steward.http.docs.OpenApi;
import dev.steward.jdbc.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The API description: complete, true, and the same as the one in docs/. */
final class OpenApiAcceptanceTest {

    private final Server server = Engine.SQLITE.server();
    private final Document document = Document.of(server);

    @Test
    void everyOperationIsDescribedOnceAndWithExamples() {
        assertThat(document.root().get("openapi")).isEqualTo(Json.of("3.1.0"));
        assertThat(document.at(document.root(), "info").members()).containsKeys("title", "version", "license");
        List<String> ids = new ArrayList<>();
        for (Document.Route route : document.routes()) {
            String name = route.toString();
            ids.add(route.id());
            assertThat(route.id()).as(name).matches("[a-z][A-Za-z]+");
            assertThat(((Json.Arr) route.operation().get("tags")).items()).as(name).hasSize(1);
            assertThat(((Json.Text) route.operation().get("summary")).value()).as(name).endsWith(".");
            Json.Obj responses = document.at(route.operation(), "responses");
            assertThat(responses.members().keySet()).as(name).anyMatch(status -> status.startsWith("2")).anyMatch(status -> status.startsWith("5"));
            responses.members().forEach((status, response) -> {
                assertThat(document.resolved(response).members()).as(name + " " + status).containsKey("description");
                document.at(document.resolved(response), "content").members().forEach((type, media) -> {
                    assertThat(Document.object(media).members()).as(name + " " + status).containsKey("schema");
                    if (type.endsWith("json")) {
                        assertThat(Document.object(media).members()).as(name + " " + status).containsKey("example");
                    }
                });
            });
            for (Json parameter : route.operation().get("parameters") instanceof Json.Arr parameters ? parameters.items() : List.<Json>of()) {
                assertThat(document.resolved(parameter).members()).as(name).containsKeys("name", "in", "description", "schema");
            }
            route.path().replaceAll("[^{}]*(?:\\{(\\w+)}|$)", "$1 ").strip().lines().flatMap(line -> List.of(line.split(" +")).stream()).filter(variable -> !variable.isEmpty())
                    .forEach(variable -> assertThat(JsonText.write(route.operation())).as(name).contains("\"name\":\"" + variable + "\""));
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        String text = JsonText.write(document.root());
        java.util.regex.Pattern.compile("\"\\$ref\":\"([^\"]+)\"").matcher(text).results().map(reference -> reference.group(1)).distinct()
                .forEach(reference -> assertThat(document.resolved(Json.obj("$ref", Json.of(reference))).members()).as(reference).isNotEmpty());
    }

    /** Sent as they are, examples are taken, or refused for what is not there: never for their shape. */
    @Test
    void theExamplesOfBodiesAreTaken() {
        Client admin = server.client(server.newWorkspace(), Scope.ADMIN);
        admin.create("/projects", "{'name':'My great novel'}");
        int sent = 0;
        for (Document.Route route : document.routes()) {
            Json.Obj body = document.body(route);
            if (!body.members().isEmpty()) {
                String path = route.path().replace("{project}", "my-great-novel").replace("{week}", "2026.15").replace("{key}", "own").replace("/projects/{id}", "/projects/my-great-novel")
                        .replaceAll("\\{(id|card|artifact|hit)}", "0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b");
                Reply reply = admin.exact(route.method(), path, JsonText.bytes(body.get("example")));
                assertThat(reply.status()).as("%s %s: %s", route, JsonText.write(body.get("example")), reply.body()).isIn(200, 201, 204, 404, 409, 422);
                if (reply.status() == 422) {
                    assertThat(reply.errors()).as(reply.body()).allMatch(error -> error.endsWith(" unknown_reference"));
                }
                sent++;
            }
        }
        assertThat(sent).isGreaterThan(15);
    }

    @Test
    void answersLookAsDescribed() {
        Client admin = server.client(server.newWorkspace(), Scope.ADMIN);
        Reply project = admin.post("/projects", "{'name':'My great novel'}").is(201);
        assertThat(((Json.Obj) project.json()).members().keySet())
                .isEqualTo(document.at(document.root(), "components", "schemas", "Project", "properties").members().keySet());
        Reply week = admin.get("/weeks/2026.15").is(200);
        assertThat(((Json.Obj) week.json()).members().keySet())
                .isEqualTo(document.at(document.root(), "components", "schemas", "Week", "properties").members().keySet());
        Reply problem = admin.get("/projects/none").refused(ErrorCode.NOT_FOUND);
        assertThat(document.at(document.root(), "components", "schemas", "Problem", "properties").members().keySet())
                .containsAll(((Json.Obj) problem.json()).members().keySet());
    }

    @Test
    void theDescriptionInTheRepositoryIsThisOne() throws IOException {
        golden("reference/openapi.yaml", server.context().getBean(OpenApi.class).yaml());
    }

    @Test
    void theErrorsInTheRepositoryAreThese() throws IOException {
        golden("errors.md", ErrorPage.markdown());
    }

    /** The same text as the file below docs/; {@code -DupdateGolden} writes it. */
    private static void golden(String name, String text) throws IOException {
        Path file = Path.of("..", "docs", name);
        if (System.getProperty("updateGolden") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file).as("docs/%s: run with -DupdateGolden after a change that is meant", name).exists();
        assertThat(Files.readString(file)).isEqualTo(text);
    }
}
