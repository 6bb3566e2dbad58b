package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.Word;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.JsonText;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every route that the API description has, with every kind of wrong token, and from another workspace. */
abstract class AccessSuite extends Suite {

    AccessSuite(Engine engine) {
        super(engine);
    }

    /** A caller with a credential that opens. */
    Client caller(Id<Workspace> workspace, Scope scope) {
        return server.client(workspace, scope);
    }

    /** Callers with further credentials that do not. */
    List<Client> moreStrangers() {
        return List.of();
    }

    private Reply call(Client client, Document.Route route, String path, String body) {
        return body.isEmpty()
                ? client.send(route.method(), path, BodyPublishers.noBody())
                : client.with("Content-Type", "application/json").send(route.method(), path, BodyPublishers.ofString(body));
    }

    @Test
    void noRouteOpensWithoutAValidToken() {
        Document document = Document.of(server);
        Server.Key expired = server.token(person.workspace(), Instant.now().plusMillis(1_500).truncatedTo(ChronoUnit.MILLIS), Scope.ADMIN);
        Server.Key revoked = server.token(person.workspace(), null, Scope.ADMIN);
        server.revoke(person.workspace(), revoked);
        String good = person.headers().get("Authorization").substring("Bearer ".length());
        String flipped = good.substring(0, 20) + (good.charAt(20) == 'A' ? 'B' : 'A') + good.substring(21);
        Client nobody = server.stranger();
        waitUntil(expired.row().details().expiresAt());
        List<Client> strangers = new ArrayList<>(moreStrangers());
        strangers.addAll(List.of(nobody, nobody.bearer("garbage"), nobody.bearer(""), nobody.bearer(flipped), nobody.bearer(good + "x"),
                nobody.with("Authorization", "Basic YTpi"), nobody.with("Authorization", good), nobody.bearer(expired.text()), nobody.bearer(revoked.text())));
        List<String> before = server.checksum();
        assertThat(document.routes()).hasSizeGreaterThan(50);
        for (Document.Route route : document.routes()) {
            for (Client stranger : strangers) {
                Reply reply = call(stranger, route, route.with("x"), "");
                if (route.open()) {
                    assertThat(reply.status()).as(route.toString()).isEqualTo(200);
                } else {
                    reply.refused(ErrorCode.UNAUTHENTICATED).header("www-authenticate", "Bearer realm=\"steward\"");
                }
            }
        }
        assertThat(server.checksum()).isEqualTo(before);
        assertThat(document.routes().stream().filter(Document.Route::open).map(Document.Route::path)).containsExactlyInAnyOrder("/health/live", "/health/ready");
    }

    @Test
    void everyRouteTakesTheScopeItDeclares() {
        Document document = Document.of(server);
        for (Scope scope : Scope.values()) {
            Client client = caller(person.workspace(), scope);
            for (Document.Route route : document.routes()) {
                Scope needed = route.open() ? null : Word.find(Scope.class, route.scope()).orElseThrow();
                Reply reply = call(client, route, route.with("x"), "");
                if (needed == null || needed.allowedBy(EnumSet.of(scope))) {
                    assertThat(reply.status()).as("%s with %s: %s", route, scope, reply.body()).isNotIn(401, 403).isLessThan(500);
                } else {
                    reply.refused(ErrorCode.FORBIDDEN);
                    assertThat(reply.text("/detail")).contains(needed.word());
                }
            }
        }
    }

    @Test
    void anotherWorkspaceIsNotThere() {
        Map<String, String> things = everything();
        Document document = Document.of(server);
        Client other = caller(server.newWorkspace(), Scope.ADMIN);
        String tag = other.create("/tags", "{'label':'mine'}");
        List<String> before = Databases.checksum(server.installation(), person.workspace());
        int refused = 0;
        for (Document.Route route : document.routes()) {
            for (String path : paths(route, things)) {
                Reply reply = call(other, route, path, example(document, route));
                if (path.contains("?") || !namesAThing(route)) {
                    assertThat(reply.status()).as("%s %s", reply.request(), reply.body()).isLessThan(500);
                    assertThat(reply.body()).as(reply.request()).doesNotContain(things.values().stream().filter(id -> !path.contains(id)).toList());
                } else {
                    reply.refused(ErrorCode.NOT_FOUND);
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(50);
        for (String project : List.of(things.get("projects"), "novel")) {
            other.post("/sessions", "{'project_id':'" + project + "','scheduled_date':'2026-04-07'}").refused(ErrorCode.INVALID, "/project_id unknown_reference");
            other.post("/milestones", "{'project_id':'" + project + "','description':'x'}").refused(ErrorCode.INVALID, "/project_id unknown_reference");
            other.put("/tags/" + tag + "/links/project/" + project, "").refused(ErrorCode.NOT_FOUND);
        }
        other.post("/tags/" + tag + "/merge", "{'into':'" + things.get("tags") + "'}").refused(ErrorCode.INVALID, "/into unknown_reference");
        other.post("/projects", "{'name':'X','area_id':'" + things.get("areas") + "','organization_id':'" + things.get("organizations") + "'}")
                .refused(ErrorCode.INVALID, "/area_id unknown_reference", "/organization_id unknown_reference");
        other.get("/settings/weekly_budget_hours").has("/value", 12);
        other.get("/weeks/" + WEEK).is(200).has("/days/1/sessions", "0 items");
        assertThat(Databases.checksum(server.installation(), person.workspace())).isEqualTo(before);
    }

    /** Weeks and settings are named by keys that every workspace has for itself. */
    private static boolean namesAThing(Document.Route route) {
        return route.path().contains("{") && !route.path().matches("/api/v1/(settings|weeks|reviews)/.*");
    }

    /** The route's paths with the first workspace's ids, and slugs where there are any; lists also filtered by its project. */
    private static List<String> paths(Document.Route route, Map<String, String> things) {
        List<String> paths = new ArrayList<>();
        for (String project : List.of(things.get("projects"), "novel")) {
            String path = route.path().replace("{project}", project).replace("/projects/{id}", "/projects/" + project)
                    .replace("{week}", WEEK).replace("{card}", things.get("cards")).replace("{artifact}", things.get("artifacts"))
                    .replace("{sha}", things.get("commits")).replace("{check}", things.get("checks")).replace("{delivery}", things.get("deliveries")).replace("{key}", "theme").replace("{hit}", things.get("memory"))
                    .replace("{entity}/{target}/{role}", "project/" + things.get("projects") + "/supports").replace("{type}", "project").replace("{target}", project);
            for (Map.Entry<String, String> thing : things.entrySet()) {
                path = path.replace("/" + thing.getKey() + "/{id}", "/" + thing.getKey() + "/" + thing.getValue());
            }
            assertThat(path).as("all variables are known").doesNotContain("{");
            paths.add(path);
            if (route.method().equals("GET") && !route.path().contains("{")) {
                paths.add(path + "?project_id=" + project);
            }
        }
        return paths;
    }

    private static String example(Document document, Document.Route route) {
        Json.Obj body = document.body(route);
        return body.get("example") instanceof Json.Obj example ? JsonText.write(example) : "";
    }

    private static void waitUntil(Instant instant) {
        while (Instant.now().isBefore(instant.plusMillis(50))) {
            Thread.onSpinWait();
        }
    }
}
