package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all uniform resources do alike. */
abstract class ResourceSuite extends Suite {

    ResourceSuite(Engine engine) {
        super(engine);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void livesFromCreateToDelete(Kind general) {
        Kind kind = general.in(project("Novel"));
        Reply created = person.post(kind.path(), kind.body()).is(201).header("etag", "\"1\"").header("content-type", "application/json").has("/version", 1);
        String at = created.header("location").orElseThrow();
        assertThat(at).isEqualTo("/api/v1" + kind.path() + "/" + created.text("/id"));

        Reply read = person.get(at).is(200).header("etag", "\"1\"");
        assertThat(read.json()).isEqualTo(created.json());
        assertThat(person.get(kind.path()).is(200).items("/items")).contains(created.json());

        Reply head = person.send("HEAD", at, java.net.http.HttpRequest.BodyPublishers.noBody()).is(200).header("etag", "\"1\"");
        assertThat(head.bytes()).isEmpty();

        person.with("If-None-Match", "\"1\"").get(at).is(304).header("etag", "\"1\"");
        person.with("If-None-Match", "W/\"7\", W/\"1\"").get(at).is(304);
        person.with("If-None-Match", "*").get(at).is(304);
        person.with("If-None-Match", "\"2\"").get(at).is(200);

        Reply changed = person.patch(at, kind.change()).is(200).header("etag", "\"2\"").has("/" + kind.member(), kind.changed()).has("/version", 2);
        assertThat(changed.text("/created_at")).isEqualTo(created.text("/created_at"));
        person.patch(at, kind.change()).is(200).header("etag", "\"2\"");
        person.with("If-Match", "\"1\"").patch(at, kind.change()).refused(ErrorCode.STALE_VERSION).has("/current_version", 2);
        person.with("If-Match", "\"1\"").delete(at).refused(ErrorCode.STALE_VERSION);
        person.with("If-Match", "nonsense").delete(at).refused(ErrorCode.STALE_VERSION);
        person.with("If-Match", "\"1\", \"2\"").patch(at, kind.change()).is(200);
        person.with("If-Match", "*").patch(at, kind.change()).is(200);

        person.with("If-Match", "\"2\"").delete(at).is(204);
        person.get(at).refused(ErrorCode.NOT_FOUND);
        person.patch(at, kind.change()).refused(ErrorCode.NOT_FOUND);
        person.delete(at).refused(ErrorCode.NOT_FOUND);
        assertThat(person.get(kind.path()).is(200).items("/items")).doesNotContain(created.json(), changed.json());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void agentsSayWhatTheyRead(Kind general) {
        Kind kind = general.in(project("Novel"));
        Client agent = server.client(person.workspace(), Scope.AGENT);
        String at = agent.post(kind.path(), kind.body()).is(201).header("location").orElseThrow();
        agent.patch(at, kind.change()).refused(ErrorCode.IF_MATCH_REQUIRED);
        agent.delete(at).refused(ErrorCode.IF_MATCH_REQUIRED);
        agent.with("If-Match", "\"9\"").patch(at, kind.change()).refused(ErrorCode.STALE_VERSION);
        agent.with("If-Match", "\"1\"").patch(at, kind.change()).is(200);
        agent.with("If-Match", "\"2\"").delete(at).is(204);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyChangeIsAnEventWithItsActorAndRequest(Kind general) {
        Kind kind = general.in(project("Novel"));
        long before = sequence();
        Client named = person.with("X-Request-Id", "walk-1");
        String at = named.post(kind.path(), kind.body()).is(201).header("location").orElseThrow();
        named.patch(at, kind.change()).is(200);
        named.patch(at, kind.change()).is(200);
        named.delete(at).is(204);
        Reply events = person.get("/events?after=" + before).is(200);
        assertThat(events.each("type")).extracting(type -> type.substring(type.indexOf('.') + 1)).containsExactly("created", "updated", "deleted");
        assertThat(events.each("request_id")).containsOnly("walk-1");
        assertThat(events.text("/items/0/actor/kind")).isEqualTo("user");
    }

    @Test
    void aMergePatchChangesWhatItNames() {
        String at = "/projects/" + person.create("/projects", "{'name':'Novel','classification':'personal','started_date':'2026-01-01',"
                + "'brief':{'tech_stack':'Markdown','deployment':'Print'},'notes':'Keep'}");
        person.patch(at, "{'classification':null,'brief':{'deployment':'Web'},'started_date':null}").is(200)
                .has("/classification", "null").has("/started_date", "null").has("/notes", "Keep")
                .has("/brief/tech_stack", "Markdown").has("/brief/deployment", "Web");
        person.patch(at, "{'brief':{'tech_stack':null}}").is(200).has("/brief/tech_stack", "").has("/brief/deployment", "Web");
        person.patch(at, "{'brief':null,'notes':null,'priority':null}").is(200).has("/brief/deployment", "").has("/notes", "").has("/priority", 3);
        person.with("Content-Type", "application/merge-patch+json").patch(at, "{}").is(200);
        person.with("Content-Type", "application/json; charset=utf-8").patch(at, "{}").is(200);

        person.patch(at, "{'name':null}").refused(ErrorCode.INVALID, "/name required");
        person.patch(at, "{'id':'x','version':7,'archived_at':null,'colour':'red','brief':{'mood':'dark'}}").refused(ErrorCode.INVALID,
                "/id read_only", "/version read_only", "/archived_at read_only", "/colour unknown_field", "/brief/mood unknown_field");
        person.patch(at, "[]").refused(ErrorCode.INVALID, " wrong_type");
        person.patch(at, "null").refused(ErrorCode.INVALID, " wrong_type");
        person.get(at).is(200).has("/name", "Novel");
    }

    @Test
    void aProjectIsNamedByIdOrSlugEverywhere() {
        String id = project("Roman über 北京");
        String slug = person.get("/projects/" + id).text("/slug");
        assertThat(slug).isEqualTo("roman-über-北京");
        String written = java.net.URLEncoder.encode(slug, java.nio.charset.StandardCharsets.UTF_8);
        person.get("/projects/" + written).is(200).has("/id", id);
        person.patch("/projects/" + written, "{'notes':'by slug'}").is(200).has("/id", id);

        String milestone = person.create("/milestones", "{'project_id':'" + slug + "','description':'Draft'}");
        String session = person.create("/sessions", "{'project_id':'" + slug + "','milestone_id':'" + milestone + "','scheduled_date':'2026-04-07'}");
        person.get("/sessions/" + session).has("/project_id", id);
        String repository = person.create("/projects/" + written + "/repositories", "{'local_path':'/home/ada'}");
        person.get("/projects/" + written + "/repositories/" + repository).is(200).has("/project_id", id);
        assertThat(person.get("/projects/" + written + "/repositories").each("id")).containsExactly(repository);
        assertThat(person.get("/sessions?project_id=" + written).each("id")).containsExactly(session);
        assertThat(person.get("/milestones?project_id=" + id + "," + written).each("id")).containsExactly(milestone);
        person.patch("/sessions/" + session, "{'project_id':'" + slug + "','title':'T'}").is(200).has("/title", "T");
        person.patch("/milestones/" + milestone, "{'project_id':'" + slug + "'}").is(200);
        person.patch("/projects/" + written + "/repositories/" + repository, "{'project_id':'" + slug + "'}").is(200);
        person.get("/projects/" + written + "/scores/" + WEEK).is(200).has("/project_id", id);
        person.put("/projects/" + written + "/scores/" + WEEK, "{'score':50,'reason':'Ill'}").is(200).has("/project_id", id);
        assertThat(person.get("/projects/" + written + "/scores").is(200).items("/items")).hasSize(1);
        person.delete("/projects/" + written + "/scores/" + WEEK).is(200);
        String tag = person.create("/tags", "{'label':'T'}");
        person.put("/tags/" + tag + "/links/project/" + written, "").is(204);
        assertThat(person.get("/events?project_id=" + written).is(200).items("/items")).isNotEmpty();
        person.post("/projects/" + written + "/archive").is(200);
        person.post("/projects/" + written + "/unarchive").is(200);
        person.delete("/projects/" + written + "?cascade=true").is(204);
    }

    @Test
    void aTakenSlugIsNumberedWhenMadeAndRefusedWhenChosen() {
        project("Novel");
        person.get("/projects/" + project("Novel")).has("/slug", "novel-2");
        person.post("/projects", "{'name':'Other','slug':'novel'}").refused(ErrorCode.DUPLICATE);
        person.patch("/projects/" + project("Other"), "{'slug':'novel-2'}").refused(ErrorCode.DUPLICATE);
    }

    @Test
    void repositoriesHaveOnePrimaryAndOneRemote() {
        String project = project("Novel");
        String path = "/projects/" + project + "/repositories";
        String first = person.create(path, "{'remote_url':'git@github.com:Ada/novel.git'}");
        String second = person.create(path, "{'remote_url':'https://gitlab.com/ada/cover'}");
        person.get(path + "/" + first).has("/is_primary", true).has("/normalized_remote", "github.com/Ada/novel");
        person.get(path + "/" + second).has("/is_primary", false);
        person.patch(path + "/" + second, "{'is_primary':true}").is(200).has("/is_primary", true);
        person.get(path + "/" + first).has("/is_primary", false).has("/version", 2);
        person.post(path, "{'remote_url':'https://github.com/Ada/novel/'}").refused(ErrorCode.DUPLICATE);
        person.post(path, "{'remote_url':'https://ada:geheim@github.com/Ada/x'}").refused(ErrorCode.INVALID, "/remote_url contains_secret");
        person.post(path, "{}").refused(ErrorCode.INVALID, "/remote_url required");
        String other = project("Other");
        person.get("/projects/" + other + "/repositories/" + first).refused(ErrorCode.NOT_FOUND);
        person.delete("/projects/" + other + "/repositories/" + first).refused(ErrorCode.NOT_FOUND);
        assertThat(person.get("/projects/" + other + "/repositories").each("id")).isEmpty();
    }

    @Test
    void whatOthersDependOnIsDeletedByCascadeOnly() {
        String area = person.create("/areas", "{'name':'Work','type':'client_work'}");
        String project = person.create("/projects", "{'name':'Novel','area_id':'" + area + "'}");
        String milestone = milestone(project, "Draft");
        String session = person.create("/sessions", "{'project_id':'" + project + "','milestone_id':'" + milestone + "','scheduled_date':'2026-04-07'}");
        person.delete("/areas/" + area).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/projects", 1);
        person.delete("/areas/" + area + "?cascade=true").is(204);
        person.get("/projects/" + project).is(200).has("/area_id", "null");
        person.delete("/milestones/" + milestone).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/sessions", 1);
        person.delete("/milestones/" + milestone + "?cascade=true").is(204);
        person.get("/sessions/" + session).is(200).has("/milestone_id", "null");
        person.delete("/projects/" + project).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/sessions", 1);
        person.delete("/projects/" + project + "?cascade=maybe").refused(ErrorCode.INVALID_PARAMETER, "/cascade invalid");
        person.delete("/projects/" + project + "?cascade=true").is(204);
        person.get("/sessions/" + session).refused(ErrorCode.NOT_FOUND);
    }

    @Test
    void anArchivedProjectIsClosed() {
        String project = project("Novel");
        String milestone = milestone(project, "Draft");
        String session = session(project, "2026-04-07");
        String at = "/projects/" + project;
        person.post(at + "/archive").is(200);
        String version = person.post(at + "/archive").is(200).etag();
        assertThat(person.get(at).is(200).etag()).isEqualTo(version);
        assertThat(person.get("/projects").each("id")).doesNotContain(project);
        assertThat(person.get("/projects?archived=true").each("id")).containsExactly(project);
        assertThat(person.get("/projects?archived=all").each("id")).contains(project);
        person.get("/projects?archived=perhaps").refused(ErrorCode.INVALID_PARAMETER, "/archived unknown_word");
        for (Reply refused : List.of(
                person.patch(at, "{'notes':'x'}"),
                person.patch("/milestones/" + milestone, "{'notes':'x'}"),
                person.delete("/milestones/" + milestone),
                person.patch("/sessions/" + session, "{'notes':'x'}"),
                person.post("/sessions/" + session + "/start"),
                person.post("/sessions/" + session + "/complete"),
                person.post("/sessions/" + session + "/reschedule", "{'scheduled_date':'2026-04-08'}"),
                person.delete("/sessions/" + session),
                person.post("/sessions", "{'project_id':'" + project + "','scheduled_date':'2026-04-07'}"),
                person.post("/milestones", "{'project_id':'" + project + "','description':'x'}"),
                person.post(at + "/repositories", "{'local_path':'/x'}"),
                person.put(at + "/scores/" + WEEK, "{'score':1,'reason':'x'}"))) {
            refused.refused(ErrorCode.ARCHIVED);
        }
        person.post(at + "/unarchive").is(200).has("/archived_at", "null");
        person.patch(at, "{'notes':'x'}").is(200);
    }

    @Test
    void settingsHaveDefaultsAndRules() {
        person.get("/settings/theme").is(200).has("/value", "light").header("etag", "\"0\"");
        person.put("/settings/theme", "{'value':'dark'}").is(200).header("etag", "\"1\"");
        person.put("/settings/theme", "{'value':'dark'}").is(200).header("etag", "\"1\"");
        person.put("/settings/theme", "{'value':'mauve'}").refused(ErrorCode.INVALID, "/value unknown_word");
        person.put("/settings/own.key", "{'value':{'a':[1,null,'ä']}}").is(200).has("/value/a/2", "ä");
        person.put("/settings/no%20key", "{'value':1}").refused(ErrorCode.INVALID_PARAMETER, "/key invalid_key");
        person.put("/settings/theme", "{}").refused(ErrorCode.INVALID, "/value required");
        person.with("If-Match", "\"0\"").put("/settings/theme", "{'value':'light'}").refused(ErrorCode.STALE_VERSION);
        assertThat(person.get("/settings").is(200).each("key")).contains("theme", "own.key", "weekly_budget_hours");
        person.delete("/settings/theme").is(204);
        person.get("/settings/theme").has("/value", "light");
        person.delete("/settings/own.key").is(204);
        person.get("/settings/own.key").refused(ErrorCode.NOT_FOUND);
        person.delete("/settings/never").refused(ErrorCode.NOT_FOUND);
    }

    @Test
    void tagsAreOnThingsAndMerge() {
        String project = project("Novel");
        String session = session(project, "2026-04-07");
        String one = person.create("/tags", "{'label':'Deep'}");
        String two = person.create("/tags", "{'label':'Tief'}");
        person.post("/tags", "{'label':' DEEP '}").refused(ErrorCode.DUPLICATE);
        for (int i = 0; i < 2; i++) {
            person.put("/tags/" + one + "/links/project/novel", "").is(204);
            person.put("/tags/" + one + "/links/session/" + session, "").is(204);
        }
        person.put("/tags/" + two + "/links/project/" + project, "").is(204);
        person.put("/tags/" + one + "/links/unicorn/1", "").refused(ErrorCode.NOT_FOUND);
        person.put("/tags/" + one + "/links/project/none", "").refused(ErrorCode.NOT_FOUND);
        person.get("/tags/" + one).has("/uses", 2);
        Reply first = person.get("/tags/" + one + "/links?limit=1").is(200);
        Reply second = person.get("/tags/" + one + "/links?limit=1&cursor=" + first.text("/next")).is(200).has("/next", "null");
        assertThat(List.of(first.text("/items/0/id"), second.text("/items/0/id"))).containsExactlyInAnyOrder(project, session);
        person.get("/tags/" + one + "/links?cursor=x").refused(ErrorCode.INVALID_CURSOR);
        person.delete("/tags/" + one).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/tag_links", 2);
        person.post("/tags/" + one + "/merge", "{'into':'" + one + "'}").refused(ErrorCode.INVALID, "/into same_tag");
        person.post("/tags/" + one + "/merge", "{'into':'" + two + "'}").is(200).has("/id", two).has("/uses", 2);
        person.get("/tags/" + one).refused(ErrorCode.NOT_FOUND);
        person.delete("/tags/" + two + "/links/session/" + session).is(204);
        person.delete("/tags/" + two + "/links/session/" + session).is(204);
        person.get("/tags/" + two).has("/uses", 1);
        assertThat(person.get("/tags?q=TIEF").each("id")).containsExactly(two);
        assertThat(person.get("/tags?key=tief").each("id")).containsExactly(two);
    }

    final long sequence() {
        Json newest = person.get("/events?limit=1").is(200).json("/items/0/sequence");
        return newest instanceof Json.Num number ? number.value().longValueExact() : 0;
    }
}
