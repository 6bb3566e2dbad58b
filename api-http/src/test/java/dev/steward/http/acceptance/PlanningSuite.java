package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import org.junit.jupiter.api.Test;

/** Sessions through their states, weeks, scores and reviews. */
abstract class PlanningSuite extends Suite {

    PlanningSuite(Engine engine) {
        super(engine);
    }

    @Test
    void aSessionGoesThroughItsStates() {
        String at = "/sessions/" + session(project("Novel"), "2026-04-07");
        person.get(at).has("/week_key", WEEK).has("/duration_minutes", 90);
        person.post(at + "/reopen").refused(ErrorCode.INVALID_TRANSITION);
        person.post(at + "/start").is(200).has("/status", "doing").header("etag", "\"2\"");
        person.post(at + "/start").is(200).header("etag", "\"2\"");
        person.post(at + "/complete", "{'notes':'Reads well'}").is(200).has("/status", "done").has("/notes", "Reads well");
        assertThat(person.get(at).text("/completed_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        person.post(at + "/complete").is(200).has("/notes", "Reads well").header("etag", "\"3\"");
        person.post(at + "/start").refused(ErrorCode.INVALID_TRANSITION);
        person.patch(at, "{'status':'cancelled'}").refused(ErrorCode.INVALID_TRANSITION);
        person.post(at + "/reopen").is(200).has("/status", "planned").has("/completed_at", "null");
        person.post(at + "/reschedule", "{'scheduled_date':'2026-04-15'}").is(200).has("/week_key", "2026.16");
        person.post(at + "/reschedule", "{}").refused(ErrorCode.INVALID, "/scheduled_date required");
        person.post(at + "/complete", "{'note':'x'}").refused(ErrorCode.INVALID, "/note unknown_field");
        Client agent = server.client(person.workspace(), Scope.AGENT);
        agent.post(at + "/start").refused(ErrorCode.IF_MATCH_REQUIRED);
        agent.with("If-Match", agent.get(at).etag()).post(at + "/start").is(200).has("/status", "doing");
    }

    @Test
    void aWeekShowsEverything() {
        String project = project("Novel");
        String session = session(project, "2026-04-07");
        String due = person.create("/milestones", "{'project_id':'" + project + "','description':'Draft','target_date':'2026-04-08'}");
        String overdue = person.create("/milestones", "{'project_id':'" + project + "','description':'Plan','target_date':'2026-04-01'}");
        Reply week = person.get("/weeks/" + WEEK).is(200).has("/week_key", WEEK).has("/date_from", "2026-04-06").has("/date_to", "2026-04-12")
                .has("/label", "Apr 6 – Apr 12, 2026").has("/days", "7 items").has("/days/1/sessions/0/id", session)
                .has("/projects/0/slug", "novel").has("/milestones_due/0/id", due).has("/milestones_overdue/0/id", overdue).has("/review", "null")
                .has("/budget/planned_minutes", 90);
        assertThat(person.get("/weeks/2026-W15").is(200).json("/days")).isEqualTo(week.json("/days"));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        person.get("/weeks/current").is(200).has("/week_key", today.get(IsoFields.WEEK_BASED_YEAR) + "." + today.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        for (String bad : new String[] {"2025.53", "2026.0", "2026", "x", "0.1", "10000.1", "2026.15.1"}) {
            person.get("/weeks/" + bad).refused(ErrorCode.INVALID_PARAMETER, "/week_key invalid_week_key");
        }
        person.get("/weeks/1.1").is(200);
        person.get("/weeks/9999.52").is(200);
    }

    /** Six at once would need more than the memory of a small server. What needs no long texts goes on. */
    @Test
    void aWeekThatIsTooMuchForOneAnswerIsRefused_AndAllElseOfItWorks() {
        String project = project("Novel");
        String body = "a long text ".repeat(41_000);
        for (int day = 6; day <= 12; day++) {
            for (int n = 0; n < (day == 12 ? 5 : 2); n++) {
                person.create("/sessions", "{'project_id':'" + project + "','scheduled_date':'2026-04-" + (day < 10 ? "0" : "") + day + "','kind':'captured','body':'" + body + "'}");
            }
        }
        person.get("/weeks/" + WEEK).is(200).has("/days/6/sessions", "5 items").has("/days/6/sessions/4/body", body);
        String last = person.create("/sessions", "{'project_id':'" + project + "','scheduled_date':'2026-04-06','kind':'captured','body':'" + body + "'}");
        person.get("/weeks/" + WEEK).refused(ErrorCode.ANSWER_TOO_LARGE).has("/detail", "This would be more than 8 MiB in one answer; read it page by page with "
                + "GET /api/v1/sessions?week_key=2026.15 and GET /api/v1/milestones?target_date_to=2026-04-12.");
        person.get("/sessions?limit=200&week_key=" + WEEK).is(200).has("/items", "2 items");
        person.get("/milestones?target_date_to=2026-04-12").is(200);
        person.get("/weeks/" + WEEK + "/scores").is(200).has("/scores", "1 items");

        person.get("/reviews/" + WEEK).is(200);
        person.post("/sessions/" + last + "/complete").is(200);
        person.post("/reviews/" + WEEK + "/draft").is(200);
        person.get("/reviews/" + WEEK).is(200).has("/sessions_completed", 1);
        person.post("/weeks/" + WEEK + "/carry-over").is(200).has("/sessions", "17 items");
        person.get("/weeks/" + WEEK).is(200).has("/days/0/sessions/0/body", body);
        person.get("/sessions?limit=1&week_key=2026.16").is(200).has("/items/0/body", body);
        person.delete("/projects/" + project + "?cascade=true").is(204);
    }

    @Test
    void carryOverTellsFirstAndThenMoves() {
        String project = project("Novel");
        String open = session(project, "2026-04-07");
        String done = session(project, "2026-04-08");
        person.post("/sessions/" + done + "/complete").is(200);
        person.post("/weeks/" + WEEK + "/carry-over", "{'dry_run':true}").is(200).has("/dry_run", true).has("/to", "2026.16")
                .has("/sessions", "1 items").has("/sessions/0/session_id", open).has("/sessions/0/to", "2026-04-14");
        person.get("/sessions/" + open).has("/week_key", WEEK);
        person.post("/weeks/" + WEEK + "/carry-over").is(200).has("/dry_run", false).has("/sessions", "1 items");
        person.get("/sessions/" + open).has("/week_key", "2026.16").has("/version", 2);
        person.post("/weeks/" + WEEK + "/carry-over").is(200).has("/sessions", "0 items");
        person.post("/weeks/2026.16/carry-over", "{'to':'2026.20'}").is(200).has("/sessions/0/to", "2026-05-12");
        person.post("/weeks/2026.16/carry-over", "{'to':'2026.16'}").refused(ErrorCode.INVALID, "/to same_week");
        person.post("/weeks/2026.16/carry-over", "{'to':'2025.53','dry_run':'yes'}").refused(ErrorCode.INVALID, "/to invalid_week_key", "/dry_run wrong_type");
        person.post("/weeks/9999.52/carry-over").isProblem();
    }

    @Test
    void scoresAreComputedOverriddenAndLifted() {
        String project = project("Novel");
        session(project, "2026-04-07");
        String at = "/projects/" + project + "/scores/" + WEEK;
        Reply computed = person.get(at).is(200).has("/is_stored", false).has("/version", 0).has("/is_manual_override", false);
        assertThat(computed.json("/why")).isInstanceOf(Json.Obj.class);
        person.post("/weeks/" + WEEK + "/scores").is(200).has("/scores/0/is_stored", true);
        person.get("/weeks/" + WEEK + "/scores").is(200).has("/scores", "1 items");
        Reply given = person.put(at, "{'score':88,'reason':'Two days ill'}").is(200).has("/score", 88).has("/status", "green")
                .has("/is_manual_override", true).has("/override_reason", "Two days ill");
        assertThat(given.json("/computed_score")).isEqualTo(computed.json("/computed_score"));
        person.post("/weeks/" + WEEK + "/scores").is(200).has("/scores/0/score", 88).has("/portfolio_score", 88);
        person.put(at, "{'score':101,'reason':''}").refused(ErrorCode.INVALID, "/score out_of_range", "/reason required");
        person.with("If-Match", "\"99\"").put(at, "{'score':1,'reason':'x'}").refused(ErrorCode.STALE_VERSION);
        Client agent = server.client(person.workspace(), Scope.AGENT);
        agent.put(at, "{'score':1,'reason':'x'}").refused(ErrorCode.IF_MATCH_REQUIRED);
        agent.delete(at).refused(ErrorCode.IF_MATCH_REQUIRED);
        agent.with("If-Match", agent.get(at).etag()).delete(at).is(200).has("/is_manual_override", false);
        assertThat(person.delete(at).is(200).json("/score")).isEqualTo(computed.json("/score"));
        person.get("/projects/" + project + "/scores?week_key=" + WEEK).is(200).has("/items/0/week_key", WEEK).has("/next", "null");
        person.get("/projects/" + project + "/scores?cursor=x").refused(ErrorCode.INVALID_CURSOR);
        person.get("/projects/" + project + "/scores/2025.53").refused(ErrorCode.INVALID_PARAMETER, "/week_key invalid_week_key");
    }

    @Test
    void aReviewIsBegunFilledAndFrozen() {
        String at = "/reviews/" + WEEK;
        String project = project("Novel");
        String session = session(project, "2026-04-07");
        person.post("/sessions/" + session + "/complete").is(200);
        server.client(person.workspace(), Scope.READ).get(at).refused(ErrorCode.NOT_FOUND);
        person.get(at + "/markdown").refused(ErrorCode.NOT_FOUND);
        person.post(at + "/finalize").refused(ErrorCode.NOT_FOUND);
        String id = person.get(at).is(200).has("/status", "draft").has("/week_key", WEEK).text("/id");
        person.get(at).is(200).has("/id", id).header("etag", "\"1\"");
        server.client(person.workspace(), Scope.READ).get(at).is(200).has("/id", id);
        person.with("If-None-Match", "\"1\"").get(at).is(304);
        person.patch(at, "{'signals':'Mornings work.'}").is(200).header("etag", "\"2\"");
        person.patch(at, "{'signal':'x','what_moved':7}").refused(ErrorCode.INVALID, "/signal unknown_field", "/what_moved wrong_type");
        person.post(at + "/draft").is(200).has("/signals", "Mornings work.");
        Reply markdown = person.with("Accept", "text/markdown").get(at + "/markdown").is(200);
        assertThat(markdown.header("content-type")).hasValue("text/markdown;charset=utf-8");
        assertThat(markdown.body()).contains("Mornings work.");
        Reply frozen = person.post(at + "/finalize").is(200).has("/status", "final").has("/sessions_completed", 1).has("/hours_invested", 1.5);
        person.post(at + "/finalize").is(200).header("etag", frozen.etag());
        person.patch(at, "{'signals':'x'}").refused(ErrorCode.ALREADY_FINAL);
        person.post(at + "/draft").refused(ErrorCode.ALREADY_FINAL);
        assertThat(person.get("/reviews?status=final").each("id")).containsExactly(id);
        assertThat(person.get("/reviews?status=draft").each("id")).isEmpty();
        person.get("/reviews/2025.53").refused(ErrorCode.INVALID_PARAMETER, "/week_key invalid_week_key");
    }

    @Test
    void anAgentPatchesAReviewItRead() {
        Client agent = server.client(person.workspace(), Scope.AGENT);
        String etag = agent.get("/reviews/" + WEEK).is(200).etag();
        agent.patch("/reviews/" + WEEK, "{'signals':'x'}").refused(ErrorCode.IF_MATCH_REQUIRED);
        agent.post("/reviews/" + WEEK + "/draft").refused(ErrorCode.IF_MATCH_REQUIRED);
        agent.with("If-Match", etag).patch("/reviews/" + WEEK, "{'signals':'x'}").is(200).header("etag", "\"2\"");
    }
}
