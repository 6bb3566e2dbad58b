package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Story maps: what hangs below what, what is known, what was approved, and the batches that change it. (Weeks and sessions are in {@link PlanningSuite}.) */
abstract class StoryMapSuite extends Suite {

    private String project;
    private String at;
    private Client approver;

    StoryMapSuite(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        project = project("Novel");
        at = "/projects/" + project;
        approver = server.client(person.workspace(), Scope.READ, Scope.APPROVE);
    }

    private String workflow(String title) {
        return person.create(at + "/workflows", "{'title':'" + title + "'}");
    }

    private String activity(String workflow, String title) {
        return person.create(at + "/activities", "{'workflow_id':'" + workflow + "','title':'" + title + "'}");
    }

    private String card(String activity, String title) {
        return person.create(at + "/cards", "{'workflow_activity_id':'" + activity + "','title':'" + title + "'}");
    }

    private String card() {
        return card(activity(workflow("Read"), "Find"), "Search");
    }

    private Reply batch(String actions) {
        return person.post(at + "/actions", "{'actions':[" + actions + "]}");
    }

    private long sequence() {
        return ((Json.Num) person.get(at).json("/action_sequence")).value().longValueExact();
    }

    private Reply tracelessly(Supplier<Reply> request) {
        List<String> before = server.checksum();
        Reply reply = request.get();
        assertThat(server.checksum()).as("the database after %s", reply.request()).isEqualTo(before);
        return reply;
    }

    private List<String> titles(String list) {
        return person.get(list).is(200).each("title");
    }

    @Test
    void aMapThatIsTooMuchForOneAnswerIsRefused_AndAllElseOfItWorks() {
        String activity = activity(workflow("Read"), "Find");
        String text = "a long text ".repeat(8_000);
        Supplier<String> card = () -> person.create(at + "/cards", "{'workflow_activity_id':'" + activity + "','title':'Search','description':'" + text + "'}");
        IntStream.range(0, 86).forEach(n -> card.get());
        person.get(at + "/map").is(200).has("/workflows/0/activities/0/cards", "86 items").has("/workflows/0/activities/0/cards/85/description", text);
        String tag = person.get(at + "/map").etag();
        card.get();
        card.get();
        person.get(at + "/map").refused(ErrorCode.ANSWER_TOO_LARGE).has("/detail", "This would be more than 8 MiB in one answer; read it page by page with GET /api/v1/projects/"
                + project + "/workflows and GET /api/v1/projects/" + project + "/activities and GET /api/v1/projects/" + project + "/cards.");
        person.with("If-None-Match", tag).get(at + "/map").refused(ErrorCode.ANSWER_TOO_LARGE);
        person.get(at + "/cards?limit=200").is(200).has("/items", "10 items");
        person.get(at + "/finalize").is(200).has("/cards", 88);
        person.delete(at + "?cascade=true").is(204);
    }

    @Test
    void placesAreDenseWhateverIsPutInMovedOrTakenOut() {
        String first = workflow("First");
        workflow("Second");
        person.post(at + "/workflows", "{'title':'Zeroth','position':0}").is(201).has("/position", 0).header("etag", "\"1\"");
        person.post(at + "/workflows", "{'title':'Last','position':77}").is(201).has("/position", 3);
        assertThat(titles(at + "/workflows")).containsExactly("Zeroth", "First", "Second", "Last");
        assertThat(person.get(at + "/workflows").items("/items")).extracting(item -> ((Json.Obj) item).get("position"))
                .containsExactly(Json.of(0), Json.of(1), Json.of(2), Json.of(3));

        person.patch(at + "/workflows/" + first, "{'position':3,'title':'Moved'}").is(200).has("/position", 3).has("/title", "Moved");
        assertThat(titles(at + "/workflows")).containsExactly("Zeroth", "Second", "Last", "Moved");
        person.patch(at + "/workflows/" + first, "{'position':0}").is(200).has("/position", 0);
        assertThat(titles(at + "/workflows")).containsExactly("Moved", "Zeroth", "Second", "Last");
        person.delete(at + "/workflows/" + first).is(204);
        assertThat(titles(at + "/workflows")).containsExactly("Zeroth", "Second", "Last");
        assertThat(person.get(at + "/workflows").items("/items")).extracting(item -> ((Json.Obj) item).get("position")).containsExactly(Json.of(0), Json.of(1), Json.of(2));
    }

    @Test
    void cardsMoveWithinAndBetweenActivities() {
        String workflow = workflow("Read");
        String find = activity(workflow, "Find");
        String open = activity(workflow, "Open");
        String a = card(find, "A");
        card(find, "B");
        card(find, "C");
        card(open, "D");
        String cards = at + "/cards";
        person.post(cards + "/" + a + "/move", "{'new_position':1}").is(200).has("/position", 1);
        assertThat(titles(cards + "?workflow_activity_id=" + find)).containsExactly("B", "A", "C");
        person.post(cards + "/" + a + "/move", "{'new_position':0,'workflow_activity_id':'" + open + "'}").is(200).has("/workflow_activity_id", open).has("/content_revision", 1);
        assertThat(titles(cards + "?workflow_activity_id=" + find)).containsExactly("B", "C");
        assertThat(titles(cards + "?workflow_activity_id=" + open)).containsExactly("A", "D");
        person.patch(cards + "/" + a, "{'workflow_activity_id':'" + find + "'}").is(200).has("/position", 2);
        assertThat(titles(cards + "?workflow_activity_id=" + open)).containsExactly("D");
        person.patch(at + "/activities/" + open, "{'workflow_id':'" + workflow("Write") + "'}").is(200).has("/position", 0);
        person.post(cards + "/" + a + "/move", "{}").refused(ErrorCode.INVALID, "/new_position required");
        person.post(cards + "/" + a + "/move", "{'new_position':-1}").refused(ErrorCode.INVALID, "/new_position out_of_range");
        String elsewhere = person.create("/projects/" + project("Other") + "/workflows", "{'title':'W'}");
        person.patch(at + "/activities/" + open, "{'workflow_id':'" + elsewhere + "'}").refused(ErrorCode.INVALID, "/workflow_id unknown_reference");
        person.get(at + "/workflows/" + elsewhere).refused(ErrorCode.NOT_FOUND);
        person.delete(at + "/workflows/" + elsewhere).refused(ErrorCode.NOT_FOUND);
    }

    @Test
    void knowledgeOfFourKindsIsAskedAnsweredAndTakenBack() {
        String card = card();
        String knowledge = "/cards/" + card + "/knowledge";
        for (String kind : List.of("requirement", "fact", "assumption", "question")) {
            Reply made = person.post(knowledge, "{'kind':'" + kind + "','text':'Readers know the title','confidence':0.9}").is(201)
                    .has("/source", "user").has("/status", "draft").has("/position", 0).has("/confidence", 0.9);
            person.patch(made.header("location").orElseThrow(), "{'status':'approved'}").is(200).has("/status", "approved");
        }
        assertThat(person.get(knowledge + "?kind=fact").is(200).items("/items")).hasSize(1);
        String question = person.create(knowledge, "{'kind':'question','text':'Who reads?'}");
        person.get(at + "/cards/" + card).has("/counts/open_questions", 2).has("/counts/questions", 2);
        Reply answered = person.patch(knowledge + "/" + question, "{'answer':'Everybody'}").is(200).has("/answer", "Everybody");
        assertThat(answered.text("/answered_by")).isNotBlank();
        assertThat(answered.text("/answered_at")).startsWith("20");
        person.patch(knowledge + "/" + question, "{'answer':null}").is(200).has("/answered_at", "null").has("/answered_by", "");
        String fact = person.create(knowledge, "{'kind':'fact','text':'Titles are unique','evidence_source':'The catalogue'}");
        person.patch(knowledge + "/" + fact, "{'evidence_source':'A letter'}").is(200).has("/evidence_source", "A letter");
        person.patch(knowledge + "/" + fact, "{'position':0}").is(200).has("/position", 0);
        person.delete(knowledge + "/" + fact).is(204);
        person.get(knowledge + "/" + fact).refused(ErrorCode.NOT_FOUND);
        server.client(person.workspace(), Scope.AGENT).post(knowledge, "{'kind':'fact','text':'x'}").is(201).has("/source", "agent");

        tracelessly(() -> person.post(knowledge, "{'kind':'rumour','text':'','confidence':1.5}")).refused(ErrorCode.INVALID, "/kind unknown_word", "/text required", "/confidence out_of_range");
        tracelessly(() -> person.post(knowledge, "{'kind':'fact','text':'x','answer':'y'}")).refused(ErrorCode.INVALID, "/answer questions_only");
        tracelessly(() -> person.post(knowledge, "{'kind':'question','text':'x','evidence_source':'y'}")).refused(ErrorCode.INVALID, "/evidence_source facts_only");
        tracelessly(() -> person.patch(knowledge + "/" + question, "{'kind':'fact'}")).refused(ErrorCode.INVALID, "/kind unchangeable");
        person.get("/cards/" + card(person.get(at + "/activities").text("/items/0/id"), "Other") + "/knowledge/" + question).refused(ErrorCode.NOT_FOUND);
    }

    @Test
    void plannedFilesStayInsideTheProject() {
        String files = "/cards/" + card() + "/planned-files";
        String body = "{'logical_file_name':'%s','artifact_kind':'test','action':'create','intent_summary':'Finds'}";
        person.post(files, body.formatted("./src//search/*.ts")).is(201).has("/logical_file_name", "src/search/*.ts").has("/status", "proposed");
        for (String wrong : List.of("../secret", "/etc/passwd", "a/../../b", "C:\\\\temp", "")) {
            tracelessly(() -> person.post(files, body.formatted(wrong))).refused(ErrorCode.INVALID, "/logical_file_name invalid_glob");
        }
        tracelessly(() -> person.post(files, "{'logical_file_name':'a','artifact_kind':'poem','action':'burn'}"))
                .refused(ErrorCode.INVALID, "/artifact_kind unknown_word", "/action unknown_word", "/intent_summary required");
    }

    @Test
    void anArtifactHasSomethingInItAndLinksKeepTheirLastHint() {
        String card = card();
        String artifacts = at + "/artifacts";
        Reply made = person.post(artifacts, "{'name':'Style','type':'doc','content':'Be brief.'}").is(201).has("/content", "Be brief.").has("/content_length", 9)
                .has("/checksum", sha256("Be brief."));
        String id = made.text("/id");
        tracelessly(() -> person.post(artifacts, "{'name':'Nothing','type':'doc'}")).refused(ErrorCode.INVALID, " nothing_in_it");
        tracelessly(() -> person.post(artifacts, "{'name':'Nothing','type':'doc','content':'','uri':'','integration_ref':{}}")).refused(ErrorCode.INVALID, " nothing_in_it");
        tracelessly(() -> person.patch(artifacts + "/" + id, "{'content':null}")).refused(ErrorCode.INVALID, " nothing_in_it");
        tracelessly(() -> person.post(artifacts, "{'name':'','type':'poem','content':7}")).refused(ErrorCode.INVALID, "/name required", "/type unknown_word", "/content wrong_type");
        person.patch(artifacts + "/" + id, "{'content':null,'uri':'https://example.org/style'}").is(200).has("/checksum", "").has("/content", "null");
        person.patch(artifacts + "/" + id, "{'content':'Be kind.'}").is(200).has("/checksum", sha256("Be kind."));
        assertThat(((Json.Obj) person.get(artifacts).is(200).items("/items").getFirst()).get("content")).as("lists leave the content out").isNull();

        String links = "/cards/" + card + "/artifacts";
        person.post(links, "{'context_artifact_id':'" + id + "','usage_hint':'All of it'}").is(201).has("/usage_hint", "All of it").has("/artifact/name", "Style");
        person.post(links, "{'context_artifact_id':'" + id + "','usage_hint':'Page 2'}").is(201).has("/usage_hint", "Page 2");
        person.patch(links + "/" + id, "{'usage_hint':'Page 3'}").is(200).has("/usage_hint", "Page 3");
        assertThat(person.get(links).is(200).items("/items")).hasSize(1);
        person.delete(artifacts + "/" + id).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/context_artifact_links", 1);
        person.delete(links + "/" + id).is(204);
        person.delete(links + "/" + id).refused(ErrorCode.NOT_FOUND);
        person.post(links, "{'context_artifact_id':'" + UUID.randomUUID() + "'}").refused(ErrorCode.INVALID, "/context_artifact_id unknown_reference");
        person.delete(artifacts + "/" + id).is(204);
    }

    private static String sha256(String text) {
        try {
            return java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anArtifactMayHaveMegabytesAndOtherBodiesMayNot() {
        String large = "x".repeat(3_000_000);
        String id = person.create(at + "/artifacts", "{'name':'Large','type':'doc','content':'" + large + "'}");
        assertThat(person.get(at + "/artifacts/" + id).is(200).text("/content")).isEqualTo(large);
        assertThat(person.get(at + "/artifacts").bytes().length).isLessThan(5_000);
        assertThat(person.get(at + "/actions").bytes().length).as("the log, too, lists only its length").isLessThan(5_000);
        assertThat(person.get("/events?limit=200").bytes().length).isLessThan(100_000);
        person.post(at + "/workflows", "{'title':'W','description':'" + large + "'}").refused(ErrorCode.TOO_LARGE);
        person.post(at + "/artifacts", "{'name':'Large','type':'doc','content':'" + "x".repeat(10 * 1024 * 1024) + "'}").refused(ErrorCode.TOO_LARGE);
    }

    @Test
    void aBatchIsAppliedWholeAndSaysWhatItDid() {
        String workflow = UUID.randomUUID().toString();
        Reply done = batch("{'action_type':'create_workflow','payload':{'id':'" + workflow + "','title':'Read'}},"
                + "{'action_type':'createActivity','target_ref':{'workflow_id':'" + workflow + "'},'payload':{'title':'Find','color':'blue'}},"
                + "{'action_type':'create_card','target_ref':{'workflow_activity_id':'$1'},'payload':{'title':'Search'}},"
                + "{'action_type':'upsert_card_knowledge_item','target_ref':{'card_id':'$2'},'payload':{'item_type':'requirement','text':'Finds by title'}},"
                + "{'action_type':'upsert_card_planned_file','target_ref':{'card_id':'$2'},'payload':{'logical_file_name':'src/search.ts','artifact_kind':'service','action':'create','intent_summary':'Finds'}},"
                + "{'action_type':'create_context_artifact','payload':{'name':'Style','type':'doc','content':'Be brief.','card_id':'$2','usage_hint':'All'}},"
                + "{'action_type':'update_project','payload':{'tech_stack':'Markdown'}}").is(201).has("/action_sequence", 1).has("/results", "7 items")
                .has("/results/0/payload/id", workflow).has("/results/2/changes/0/type", "card").has("/results/2/changes/0/before", "null");
        Reply map = person.get(at + "/map").is(200).has("/action_sequence", 1).has("/brief/tech_stack", "Markdown").has("/workflows/0/id", workflow)
                .has("/workflows/0/activities/0/color", "blue").has("/workflows/0/activities/0/cards/0/title", "Search").has("/workflows/0/activities/0/cards/0/position", 0)
                .has("/workflows/0/activities/0/cards/0/counts/requirements", 1).has("/workflows/0/activities/0/cards/0/counts/planned_files", 1)
                .has("/workflows/0/activities/0/cards/0/counts/artifacts", 1).has("/counts/cards", 1).has("/counts/artifacts", 1);
        person.with("If-None-Match", map.etag()).get(at + "/map").is(304);
        assertThat(done.text("/results/2/payload/id")).isEqualTo(map.text("/workflows/0/activities/0/cards/0/id"));
        assertThat(person.get(at + "/actions?outcome=accepted").is(200).items("/items")).hasSize(7);
        person.get(at + "/actions").has("/items/0/action_type", "update_project").has("/items/6/sequence", 1).has("/items/0/actor/kind", "user");

        String card = done.text("/results/2/payload/id");
        batch("{'action_type':'delete_workflow','target_ref':{'workflow_id':'" + workflow + "'}}").refused(ErrorCode.ACTION_REJECTED).has("/dependents/cards", 1);
        batch("{'action_type':'delete_workflow','target_ref':{'workflow_id':'" + workflow + "'},'payload':{'cascade':true}}").is(201);
        person.get(at + "/cards/" + card).refused(ErrorCode.NOT_FOUND);
        person.get(at + "/map").is(200).has("/workflows", "0 items").has("/counts/artifacts", 1);
        person.with("If-None-Match", map.etag()).get(at + "/map").is(200);
    }

    @Test
    void oneWrongActionUndoesTheBatchAndIsLoggedOnce() {
        long before = sequence();
        List<String> rows = person.get(at + "/workflows").each("id");
        String good = "{'action_type':'create_workflow','payload':{'title':'W'}},";
        batch(good + good + good + "{'action_type':'create_card','target_ref':{'workflow_activity_id':'" + UUID.randomUUID() + "'},'payload':{'title':''}}," + good.substring(0, good.length() - 1))
                .refused(ErrorCode.ACTION_REJECTED, "/actions/3/payload/title required").has("/index", 3).has("/action_type", "create_card");
        batch(good + "{'action_type':'create_card','target_ref':{'workflow_activity_id':'" + UUID.randomUUID() + "'},'payload':{'title':'x'}}")
                .refused(ErrorCode.ACTION_REJECTED, "/actions/1/target_ref/workflow_activity_id unknown_reference");
        batch("{'action_type':'delete_card','target_ref':{}}").refused(ErrorCode.ACTION_REJECTED, "/actions/0/target_ref/card_id required");
        assertThat(sequence()).isEqualTo(before);
        assertThat(person.get(at + "/workflows").each("id")).isEqualTo(rows);
        Reply log = person.get(at + "/actions?outcome=rejected").is(200).has("/items", "3 items").has("/items/2/batch_index", 3).has("/items/2/sequence", "null");
        assertThat(log.text("/items/2/rejection/errors/0/pointer")).isEqualTo("/actions/3/payload/title");

        tracelessly(() -> batch("{'action_type':'burn_card'},{'payload':7,'mood':'dark'}"))
                .refused(ErrorCode.INVALID, "/actions/0/action_type unknown_word", "/actions/1/action_type required", "/actions/1/payload wrong_type", "/actions/1/mood unknown_field");
        tracelessly(() -> batch("{'action_type':'finalize_project'}")).refused(ErrorCode.INVALID, "/actions/0/action_type unknown_word");
        tracelessly(() -> batch("{'action_type':'create_workflow','target_ref':{'card_id':'x'},'payload':{'title':'W'}}")).refused(ErrorCode.INVALID, "/actions/0/target_ref/card_id unknown_field");
        tracelessly(() -> batch("")).refused(ErrorCode.INVALID, "/actions required");
        tracelessly(() -> batch(good.repeat(201).substring(0, good.length() * 201 - 1))).refused(ErrorCode.INVALID, "/actions too_many");
        batch(good.repeat(200).substring(0, good.length() * 200 - 1)).is(201).has("/action_sequence", (int) before + 1);
    }

    @Test
    void idsThatCallersChooseAreUuidsThatNothingHas() {
        String taken = workflow("W");
        for (String wrong : List.of("wf-1", "7")) {
            batch("{'action_type':'create_workflow','payload':{'id':'" + wrong + "','title':'W'}}").refused(ErrorCode.ACTION_REJECTED, "/actions/0/payload/id invalid_id");
        }
        batch("{'action_type':'create_workflow','payload':{'id':'" + taken + "','title':'W'}}").refused(ErrorCode.ACTION_REJECTED, "/actions/0/payload/id taken");
        batch("{'action_type':'create_activity','target_ref':{'workflow_id':'$0'},'payload':{'title':'A'}}").refused(ErrorCode.ACTION_REJECTED, "/actions/0/target_ref/workflow_id unknown_reference");
        person.post(at + "/workflows", "{'id':'" + taken + "','title':'W'}").refused(ErrorCode.INVALID, "/id taken");
        String mine = UUID.randomUUID().toString();
        assertThat(person.create(at + "/workflows", "{'id':'" + mine + "','title':'W'}")).isEqualTo(mine);
    }

    @Test
    void ofThreeWhoExpectTheSameSequenceOneWins() throws Exception {
        String body = "{'expected_sequence':0,'actions':[{'action_type':'create_workflow','payload':{'title':'W'}}]}";
        try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
            List<Future<Reply>> calls = IntStream.range(0, 3).mapToObj(i -> executor.submit(() -> person.post(at + "/actions", body))).toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Reply> call : calls) {
                statuses.add(call.get().status());
            }
            assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409);
        }
        tracelessly(() -> person.post(at + "/actions", body)).refused(ErrorCode.SEQUENCE_MISMATCH).has("/current_sequence", 1);
        Client agent = server.client(person.workspace(), Scope.AGENT);
        tracelessly(() -> agent.post(at + "/actions", body.replace("'expected_sequence':0,", ""))).refused(ErrorCode.EXPECTED_SEQUENCE_REQUIRED).has("/current_sequence", 1);
        agent.post(at + "/actions", body.replace(":0,", ":1,")).is(201).has("/action_sequence", 2);
    }

    @Test
    void aPreviewIsWhatTheApplyDoesAndLeavesNothing() {
        String workflow = UUID.randomUUID().toString();
        String body = "{'actions':[{'action_type':'create_workflow','payload':{'id':'" + workflow + "','title':'Read'}},"
                + "{'action_type':'create_activity','target_ref':{'workflow_id':'$0'},'payload':{'id':'" + UUID.randomUUID() + "','title':'Find'}}]}";
        Reply preview = tracelessly(() -> person.post(at + "/actions/preview", body)).is(200);
        Reply applied = person.post(at + "/actions", body).is(201);
        assertThat(preview.json()).isEqualTo(applied.json());
        tracelessly(() -> person.post(at + "/actions/preview", body)).refused(ErrorCode.ACTION_REJECTED, "/actions/0/payload/id taken");
        assertThat(person.get(at + "/actions?outcome=rejected").items("/items")).as("a preview is not logged").isEmpty();
    }

    @Test
    void anIdempotencyKeyReplaysABatchAndIsNotSpentByARefusal() {
        Client retrying = person.with("Idempotency-Key", "plan-1");
        String wrong = "{'actions':[{'action_type':'create_workflow','payload':{'title':''}}]}";
        retrying.post(at + "/actions", wrong).refused(ErrorCode.ACTION_REJECTED);
        String right = wrong.replace("''}", "'W'}");
        String two = right.replace("]}", ",{'action_type':'create_workflow','payload':{'title':'V'}}]}");
        Reply first = retrying.post(at + "/actions", two).is(201);
        Reply again = retrying.post(at + "/actions", two).is(201).header("idempotency-replayed", "true");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(person.get(at + "/workflows").items("/items")).hasSize(2);
    }

    @Test
    void whatIsReadyIsApprovedAndALaterEditMakesItStale() {
        person.get(at + "/finalize").is(200).has("/missing/0/code", "no_card").has("/finalized_at", "null");
        tracelessly(() -> approver.post(at + "/finalize")).refused(ErrorCode.NOT_READY).has("/missing/0/code", "no_card");
        String card = card();
        String approval = "/cards/" + card + "/finalize";
        person.get(approval).is(200).has("/missing", "3 items");
        tracelessly(() -> approver.post(approval)).refused(ErrorCode.NOT_READY).has("/missing", "3 items").has("/missing/0/code", "project_not_finalized")
                .has("/missing/1/code", "no_requirement").has("/missing/2/code", "no_planned_file");
        server.client(person.workspace(), Scope.WRITE).post(at + "/finalize").refused(ErrorCode.FORBIDDEN);
        server.client(person.workspace(), Scope.AGENT).post(approval).refused(ErrorCode.FORBIDDEN);

        Reply plan = approver.post(at + "/finalize").is(200).has("/is_stale", false).has("/missing", "0 items");
        approver.post(at + "/finalize").is(200).header("etag", plan.etag());
        String requirement = person.create("/cards/" + card + "/knowledge", "{'kind':'requirement','text':'Finds'}");
        person.create("/cards/" + card + "/knowledge", "{'kind':'question','text':'Which?'}");
        person.create("/cards/" + card + "/planned-files", "{'logical_file_name':'a.ts','artifact_kind':'util','action':'edit','intent_summary':'x'}");
        Reply approved = approver.post(approval).is(200).has("/missing", "0 items").has("/warnings/0", "open_questions").has("/card/is_stale", false).has("/requirements", "1 items");
        approver.post(approval).is(200).header("etag", approved.etag());
        person.get(at + "/cards/" + card).is(200).has("/readiness/is_ready", true);
        person.get(at + "/map").has("/counts/cards_ready", 1).has("/counts/cards_finalized", 1);

        person.patch(at + "/cards/" + card, "{'status':'active','priority':2,'quick_answer':'Soon'}").is(200).has("/is_stale", false);
        person.patch("/cards/" + card + "/knowledge/" + requirement, "{'text':'Finds by title'}").is(200);
        person.get(at + "/cards/" + card).is(200).has("/is_stale", true).has("/readiness/is_ready", false).has("/readiness/missing/0", "card_stale");
        approver.post(approval).is(200).has("/card/is_stale", false);
        workflow("Another");
        person.get(at + "/map").has("/is_stale", true).has("/counts/cards_ready", 0);
        tracelessly(() -> approver.post(approval)).refused(ErrorCode.NOT_READY).has("/missing/0/code", "project_stale");
        approver.post(at + "/finalize").is(200).has("/is_stale", false);
        approver.with("If-Match", "\"1\"").post(at + "/finalize").refused(ErrorCode.STALE_VERSION);
        assertThat(person.get("/events?limit=200&project_id=" + project).each("type")).contains("project.finalized", "card.finalized", "project.planned", "knowledge_item.created", "card.updated");
    }

    @Test
    void aPlanIsApprovedTogetherWithItsCardsAllOrNone() {
        List<String> cards = List.of(card(), card());
        tracelessly(() -> approver.post(at + "/finalize?cards=true")).refused(ErrorCode.NOT_READY).has("/missing", "4 items").has("/missing/0/code", "no_requirement")
                .has("/missing/0/card_id", cards.getFirst()).has("/missing/2/card_id", cards.get(1)).has("/missing/2/title", "Search");
        for (String card : cards) {
            person.create("/cards/" + card + "/knowledge", "{'kind':'requirement','text':'Finds'}");
            person.create("/cards/" + card + "/planned-files", "{'logical_file_name':'a.ts','artifact_kind':'util','action':'edit','intent_summary':'x'}");
        }
        server.client(person.workspace(), Scope.WRITE).post(at + "/finalize?cards=true").refused(ErrorCode.FORBIDDEN);
        Reply approved = approver.post(at + "/finalize?cards=true").is(200).has("/is_stale", false);
        person.get(at + "/map").has("/counts/cards_finalized", 2).has("/counts/cards_ready", 2);
        approver.post(at + "/finalize?cards=true").is(200).header("etag", approved.etag());
        person.patch(at + "/cards/" + cards.getFirst(), "{'title':'Another'}").is(200);
        approver.post(at + "/finalize?cards=true").is(200);
        person.get(at + "/map").has("/counts/cards_stale", 0).has("/counts/cards_ready", 2);
        approver.post(at + "/finalize?cards=maybe").refused(ErrorCode.INVALID_PARAMETER);
    }

    @Test
    void whatHasSomethingBelowGoesByCascadeOnlyAndAnArchivedPlanIsClosed() {
        String card = card();
        person.create("/cards/" + card + "/knowledge", "{'kind':'fact','text':'x'}");
        String workflow = person.get(at + "/workflows").text("/items/0/id");
        String activity = person.get(at + "/activities").text("/items/0/id");
        person.delete(at + "/workflows/" + workflow).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/workflow_activities", 1).has("/dependents/cards", 1);
        person.delete(at + "/activities/" + activity).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/cards", 1);
        person.delete(at + "/cards/" + card).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/knowledge_items", 1);
        person.delete(at).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/workflows", 1);
        String tag = person.create("/tags", "{'label':'hot'}");
        person.put("/tags/" + tag + "/links/card/" + card, "").is(204);
        person.get("/tags/" + tag).has("/uses", 1);

        person.post(at + "/archive").is(200);
        for (Reply refused : List.of(person.patch(at + "/cards/" + card, "{'title':'x'}"), person.post(at + "/workflows", "{'title':'x'}"),
                person.delete(at + "/cards/" + card + "?cascade=true"), batch("{'action_type':'create_workflow','payload':{'title':'x'}}"),
                person.post("/cards/" + card + "/knowledge", "{'kind':'fact','text':'x'}"), approver.post(at + "/finalize"))) {
            refused.refused(ErrorCode.ARCHIVED);
        }
        person.get(at + "/map").is(200);
        person.post(at + "/unarchive").is(200);
        person.delete(at + "/workflows/" + workflow + "?cascade=true").is(204);
        person.get("/tags/" + tag).has("/uses", 0);
        person.get(at + "/cards/" + card).refused(ErrorCode.NOT_FOUND);
        person.delete(at + "?cascade=true").is(204);
    }

    @Test
    void agentsSayWhatTheyReadOfAPart() {
        Client agent = server.client(person.workspace(), Scope.AGENT);
        String workflow = at + "/workflows/" + workflow("W");
        agent.patch(workflow, "{'title':'V'}").refused(ErrorCode.IF_MATCH_REQUIRED);
        agent.with("If-Match", "\"9\"").patch(workflow, "{'title':'V'}").refused(ErrorCode.STALE_VERSION);
        agent.with("If-Match", "\"1\"").patch(workflow, "{'title':'V'}").is(200).header("etag", "\"2\"");
        agent.with("If-Match", "\"2\"").delete(workflow).is(204);
    }

    @Test
    void aPatchOfTheProjectsPlanIsInTheLog() {
        person.patch(at, "{'name':'Longer novel','notes':'x','brief':{'deployment':'Web'}}").is(200).has("/action_sequence", 1).has("/plan_revision", 1);
        person.get(at + "/actions").has("/items/0/action_type", "update_project").has("/items/0/payload", "name,deployment").has("/items/0/sequence", 1);
        person.patch(at, "{'notes':'y'}").is(200).has("/action_sequence", 1);
        batch("{'action_type':'update_project','payload':{}}").refused(ErrorCode.ACTION_REJECTED, "/actions/0 required");
        batch("{'action_type':'update_project','payload':{'description':'Of a house'}}").is(201).has("/action_sequence", 2);
        person.get(at).has("/description", "Of a house").has("/plan_revision", 2);
    }
}
