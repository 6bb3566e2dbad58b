package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.workspace.Scope;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way to be wrong has its status and its code, and leaves no trace in the database. */
abstract class WrongInputSuite extends Suite {

    private String project;
    private String session;
    private String milestoneOfOther;

    WrongInputSuite(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void prepare() {
        project = project("Novel");
        session = session(project, "2026-04-07");
        milestoneOfOther = milestone(project("Other"), "Elsewhere");
    }

    /** Whatever {@code request} is refused with, every table is as it was. */
    private Reply tracelessly(Supplier<Reply> request) {
        List<String> before = server.checksum();
        Reply reply = request.get();
        assertThat(server.checksum()).as("the database after %s", reply.request()).isEqualTo(before);
        return reply;
    }

    /** So that the tests below can fail. */
    @Test
    void whateverIsStoredIsSeen() {
        List<String> before = server.checksum();
        assertThat(server.checksum()).isEqualTo(before);
        for (int i = 0; i < 3; i++) {
            List<String> last = server.checksum();
            person.patch("/sessions/" + session, "{'title':'Another " + i + "'}").is(200);
            assertThat(server.checksum()).isNotEqualTo(last);
        }
    }

    private Reply refusedSession(String members) {
        return tracelessly(() -> person.post("/sessions", "{'project_id':'" + project + "','scheduled_date':'2026-04-07'" + members + "}"));
    }

    @Test
    void threeMistakesAreThreePointers() {
        tracelessly(() -> person.post("/projects", "{'name':'','priority':9,'mood':'dark'}"))
                .refused(ErrorCode.INVALID, "/name required", "/priority out_of_range", "/mood unknown_field");
        tracelessly(() -> person.patch("/projects/" + project, "{'name':7,'started_date':'soon','brief':{'x':1}}"))
                .refused(ErrorCode.INVALID, "/name wrong_type", "/started_date invalid_date", "/brief/x unknown_field");
        refusedSession(",'files_changed':[{'path':'a','added':-1},{'added':1},7]")
                .refused(ErrorCode.INVALID, "/files_changed/0/added out_of_range", "/files_changed/1/path required", "/files_changed/2 wrong_type");
    }

    @Test
    void valuesOutsideTheirBounds() {
        refusedSession(",'duration_minutes':14").refused(ErrorCode.INVALID, "/duration_minutes out_of_range");
        refusedSession(",'duration_minutes':481").refused(ErrorCode.INVALID, "/duration_minutes out_of_range");
        refusedSession(",'duration_minutes':15.5").refused(ErrorCode.INVALID, "/duration_minutes out_of_range");
        refusedSession(",'duration_minutes':1e999999").refused(ErrorCode.INVALID, "/duration_minutes out_of_range");
        refusedSession(",'duration_minutes':1e-999999").refused(ErrorCode.INVALID, "/duration_minutes out_of_range");
        refusedSession(",'duration_minutes':" + "9".repeat(400)).refused(ErrorCode.INVALID, "/duration_minutes out_of_range");
        refusedSession(",'duration_minutes':" + "9".repeat(401)).refused(ErrorCode.MALFORMED);
        refusedSession(",'duration_minutes':1e99999999999999999999").refused(ErrorCode.MALFORMED);
        refusedSession(",'duration_minutes':'90'").refused(ErrorCode.INVALID, "/duration_minutes wrong_type");
        refusedSession(",'title':7").refused(ErrorCode.INVALID, "/title wrong_type");
        refusedSession(",'title':'" + "x".repeat(201) + "'").refused(ErrorCode.INVALID, "/title too_long");
        refusedSession(",'title':'a\\u0000b'").refused(ErrorCode.INVALID, "/title not_text");
        refusedSession(",'title':'a\\ud800b'").refused(ErrorCode.INVALID, "/title not_text");
        refusedSession(",'title':'\\udc00\\ud800'").refused(ErrorCode.INVALID, "/title not_text");
        refusedSession(",'a\\u0000b':1").refused(ErrorCode.INVALID);
        refusedSession(",'\\ud800':1").refused(ErrorCode.INVALID);
        refusedSession(",'status':'gone'").refused(ErrorCode.INVALID, "/status unknown_word");
        refusedSession(",'week_key':'2026.15'").refused(ErrorCode.INVALID, "/week_key read_only");
        refusedSession(",'milestone_id':'" + milestoneOfOther + "'").refused(ErrorCode.INVALID, "/milestone_id other_project");
        refusedSession(",'milestone_id':'x'").refused(ErrorCode.INVALID, "/milestone_id invalid_id");
        for (String date : List.of("2026-02-30", "26-1-1", "+10000-01-01", "0000-01-01", "2026-04-07T00:00:00Z", "", "\\u0000")) {
            tracelessly(() -> person.patch("/sessions/" + session, "{'scheduled_date':'" + date + "'}")).refused(ErrorCode.INVALID, "/scheduled_date invalid_date");
        }
        tracelessly(() -> person.post("/sessions", "{'project_id':'none','scheduled_date':'2026-04-07'}")).refused(ErrorCode.INVALID, "/project_id unknown_reference");
        tracelessly(() -> person.post("/sessions", "{'project_id':'a\\u0000b','scheduled_date':'2026-04-07'}")).refused(ErrorCode.INVALID, "/project_id not_text");
        tracelessly(() -> person.post("/projects", "{'name':'N','started_date':'2026-04-07','end_date':'2026-04-06'}")).refused(ErrorCode.INVALID, "/end_date before_start");
        tracelessly(() -> person.post("/projects", "{'name':'N','slug':'Not A Slug'}")).refused(ErrorCode.INVALID, "/slug invalid_slug");
        tracelessly(() -> person.post("/areas", "{'name':'A','type':'home','config':{'n':1e999999}}")).refused(ErrorCode.INVALID);
        tracelessly(() -> person.post("/areas", "{'name':'A','type':'home','config':{'a\\u0000':['\\ud800']}}")).refused(ErrorCode.INVALID);
        tracelessly(() -> person.put("/settings/own", "{'value':1e400}")).refused(ErrorCode.INVALID, "/value out_of_range");
        tracelessly(() -> person.put("/settings/own", "{'value':-0.1e-400}")).refused(ErrorCode.INVALID, "/value out_of_range");
        tracelessly(() -> person.put("/settings/weekly_budget_hours", "{'value':1e999999}")).refused(ErrorCode.INVALID);
        tracelessly(() -> person.put("/settings/weekly_budget_hours", "{'value':0e-999999}")).isProblem();
    }

    @Test
    void statesThatRefuse() {
        tracelessly(() -> person.post("/projects", "{'name':'X','slug':'novel'}")).refused(ErrorCode.DUPLICATE).has("/constraint", "project_slug_unique");
        tracelessly(() -> person.delete("/projects/" + project)).refused(ErrorCode.HAS_DEPENDENTS);
        tracelessly(() -> person.with("If-Match", "\"7\"").patch("/projects/" + project, "{'name':'X'}")).refused(ErrorCode.STALE_VERSION);
        tracelessly(() -> person.post("/sessions/" + session + "/reopen")).refused(ErrorCode.INVALID_TRANSITION);
        tracelessly(() -> person.with("Idempotency-Key", "k").post("/sessions/" + session + "/reopen")).refused(ErrorCode.INVALID_TRANSITION);
        person.post("/projects/" + project + "/archive").is(200);
        tracelessly(() -> person.patch("/projects/" + project, "{'name':'X'}")).refused(ErrorCode.ARCHIVED);
        tracelessly(() -> person.get("/weeks/2025.53")).refused(ErrorCode.INVALID_PARAMETER, "/week_key invalid_week_key");
        tracelessly(() -> person.get("/projects?mood=x")).refused(ErrorCode.INVALID_PARAMETER, "/mood unknown_parameter");
        tracelessly(() -> person.get("/projects?sort=mood")).refused(ErrorCode.INVALID_PARAMETER, "/sort unknown_sort");
        tracelessly(() -> person.get("/projects?cursor=AAAA")).refused(ErrorCode.INVALID_CURSOR);
    }

    @Test
    void tokensThatDoNotOpen() {
        Client other = server.person();
        tracelessly(() -> other.patch("/projects/" + project, "{'name':'X'}")).refused(ErrorCode.NOT_FOUND);
        tracelessly(() -> other.delete("/sessions/" + session)).refused(ErrorCode.NOT_FOUND);
        tracelessly(() -> other.post("/sessions", "{'project_id':'" + project + "','scheduled_date':'2026-04-07'}"))
                .refused(ErrorCode.INVALID, "/project_id unknown_reference");
        Server.Key key = server.token(person.workspace(), null, Scope.WRITE);
        server.revoke(person.workspace(), key);
        tracelessly(() -> person.bearer(key.text()).post("/projects", "{'name':'X'}")).refused(ErrorCode.UNAUTHENTICATED).header("www-authenticate", "Bearer realm=\"steward\"");
        tracelessly(() -> server.stranger().post("/projects", "{'name':'X'}")).refused(ErrorCode.UNAUTHENTICATED).header("www-authenticate", "Bearer realm=\"steward\"");
        Client reader = server.client(person.workspace(), Scope.READ);
        tracelessly(() -> reader.post("/projects", "{'name':'X'}")).refused(ErrorCode.FORBIDDEN);
    }

    @Test
    void bodiesThatAreNoJson() {
        for (String body : List.of("{", "{\"name\"", "{\"name\":}", "nul", "{\"name\":\"a\"} {}", "{\"name\":\"a\"}x", "{'name':'a'}", "[", "\"", "\u00a0", "",
                "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":NaN}", "{\"name\":01}", "{\"name\":\"a\tb\"}", "{\"name\":\"\\x\"}", "/*c*/{}", "{\"name\":\"a\",}",
                "[".repeat(100_000), "{\"a\":".repeat(100_000), "{\"" + "n".repeat(2_000) + "\":1}", "{\"brief\":" + "[".repeat(101) + "]".repeat(101) + "}")) {
            tracelessly(() -> person.exact("POST", "/projects", body.getBytes(StandardCharsets.UTF_8))).refused(ErrorCode.MALFORMED);
        }
        for (byte[] bytes : List.of(
                new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xff, '"', '}'},
                new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xc3, '"', '}'},
                new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'},
                new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'},
                new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"', '}'},
                "{\"name\":\"utf16\"}".getBytes(StandardCharsets.UTF_16),
                "{\"name\":\"utf16\"}".getBytes(StandardCharsets.UTF_16LE),
                "{\"name\":\"utf32\"}".getBytes(java.nio.charset.Charset.forName("UTF-32")),
                new byte[] {0}, new byte[1_000])) {
            tracelessly(() -> person.exact("POST", "/projects", bytes)).refused(ErrorCode.MALFORMED);
        }
        for (String body : List.of("[]", "null", "7", "\"x\"", "true")) {
            tracelessly(() -> person.post("/projects", body)).refused(ErrorCode.INVALID, " wrong_type");
        }
        tracelessly(() -> person.post("/projects", "{'brief':" + "[".repeat(90) + "]".repeat(90) + "}")).refused(ErrorCode.INVALID);
    }

    @Test
    void bodiesThatAreTooLarge() {
        byte[] large = ("{\"name\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);
        Client json = person.with("Content-Type", "application/json");
        for (int i = 0; i < 3; i++) {
            tracelessly(() -> json.send("POST", "/projects", BodyPublishers.ofByteArray(large))).refused(ErrorCode.TOO_LARGE);
            tracelessly(() -> json.send("POST", "/projects", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))).refused(ErrorCode.TOO_LARGE);
            tracelessly(() -> json.send("PATCH", "/projects/" + project, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))).refused(ErrorCode.TOO_LARGE);
            tracelessly(() -> json.send("POST", "/sessions/" + session + "/start", BodyPublishers.ofByteArray(large))).refused(ErrorCode.TOO_LARGE);
        }
        byte[] full = new byte[1_048_576];
        Arrays.fill(full, (byte) ' ');
        byte[] body = "{\"name\":\"Fits\"}".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(body, 0, full, 0, body.length);
        json.send("POST", "/projects", BodyPublishers.ofByteArray(full)).is(201);
        json.send("POST", "/projects", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(full))).is(201);
    }

    /** Whatever their size: nobody would read them, and who sent one meant something by it. */
    @Test
    void bodiesWhereNoneBelongs() {
        byte[] large = ("{\"notes\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);
        Client json = person.with("Content-Type", "application/json");
        for (int i = 0; i < 2; i++) {
            tracelessly(() -> json.post("/sessions/" + session + "/start", "{'notes':'x'}")).refused(ErrorCode.MALFORMED);
            tracelessly(() -> json.send("POST", "/sessions/" + session + "/start", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))).refused(ErrorCode.MALFORMED);
            tracelessly(() -> json.send("DELETE", "/sessions/" + session, BodyPublishers.ofString("{\"cascade\":true}"))).refused(ErrorCode.MALFORMED);
            tracelessly(() -> json.send("GET", "/sessions", BodyPublishers.ofString("{\"limit\":1}"))).refused(ErrorCode.MALFORMED);
        }
        assertThat(json.post("/sessions/" + session + "/start", "{}").is(200).text("/status")).isEqualTo("doing");
        person.post("/sessions/" + session + "/complete", "").is(200);
    }

    @Test
    void bodiesOfAnotherMediaType() {
        byte[] body = "{\"name\":\"Novel two\"}".getBytes(StandardCharsets.UTF_8);
        for (String type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp",
                "application/problem+json", "*/*", "nonsense", "")) {
            Reply reply = tracelessly(() -> person.with("Content-Type", type).send("POST", "/projects", BodyPublishers.ofByteArray(body)));
            reply.refused(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
        tracelessly(() -> person.send("POST", "/projects", BodyPublishers.ofByteArray(body))).refused(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        person.with("Content-Type", "Application/JSON").send("POST", "/projects", BodyPublishers.ofByteArray(body)).is(201);
    }
}
