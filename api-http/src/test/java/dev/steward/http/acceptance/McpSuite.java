package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import dev.steward.jdbc.JsonText;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

/** The Model Context Protocol from outside, on both wires. */
abstract class McpSuite extends Suite {

    private static final String META = "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28','io.modelcontextprotocol/clientCapabilities':{}}";

    McpSuite(Engine engine) {
        super(engine);
    }

    private static Reply rpc(Client client, String method, String params) {
        return client.post("/mcp", "{'jsonrpc':'2.0','id':1,'method':'" + method + "','params':{" + params + "}}");
    }

    private static Reply tool(Client client, String profile, String name, String arguments) {
        return client.post("/mcp?profile=" + profile, "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'" + name + "','arguments':{" + arguments + "}}}").is(200);
    }

    /** A call that succeeds. */
    private static Reply does(Client client, String name, String arguments) {
        Reply reply = tool(client, "default", name, arguments);
        assertThat(reply.json("/result/isError")).as(reply.body()).isEqualTo(Json.NULL);
        return reply;
    }

    /** The problem that a call is refused with. */
    private static Json.Obj refused(Client client, String name, String arguments) {
        return problem(tool(client, "default", name, arguments));
    }

    private static Json.Obj problem(Reply reply) {
        reply.has("/result/isError", true);
        Json.Obj problem = JsonText.storedObject(reply.text("/result/content/0/text"));
        assertThat(JsonText.text(problem, "detail")).isNotBlank();
        assertThat(JsonText.text(problem, "remedy")).isNotBlank();
        return problem;
    }

    private static List<String> errors(Json.Obj problem) {
        return problem.get("errors") instanceof Json.Arr errors
                ? errors.items().stream().map(Json.Obj.class::cast).map(error -> JsonText.text(error, "pointer") + " " + JsonText.text(error, "code")).toList() : List.of();
    }

    private Client agent() {
        return server.client(person.workspace(), Scope.AGENT);
    }

    /** A project with one card for each file, and a run of them that may begin. */
    private String run(String... files) {
        String project = project("Novel");
        person.put("/projects/novel/policy", "{'require_finalized':false}").is(200);
        Maps.Map map = Maps.of(server.context(), person.workspace(), project, List.of(files));
        return person.create("/projects/novel/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "'}");
    }

    private void start(String run) {
        person.post("/runs/" + run + "/start").is(200);
    }

    private static Client stateless(Client client, String method, String name) {
        Client with = client.with("MCP-Protocol-Version", "2026-07-28").with("Mcp-Method", method);
        return name.isEmpty() ? with : with.with("Mcp-Name", name);
    }

    @Test
    void anAgentFindsClaimsReportsAndCompletesWork() {
        String run = run("a.ts");
        start(run);
        Client agent = agent();
        does(agent, "find_work", "'project':'novel'").has("/result/structuredContent/items/0/id", run).has("/result/structuredContent/items/0/status", "running");
        does(agent, "find_work", "'run_id':'" + run + "'").has("/result/structuredContent/items/0/status", "queued");
        Reply claimed = does(agent, "claim_assignment", "'agent':'worker-1','wait_seconds':1").has("/result/structuredContent/fence", 1);
        String holding = "'assignment_id':'" + claimed.text("/result/structuredContent/id") + "','fence':1";
        String card = claimed.text("/result/structuredContent/card_id");
        assertThat(JsonText.write(claimed.json("/result/structuredContent/brief"))).contains("a.ts");
        assertThat(does(agent, "read_brief", "'assignment_id':'" + claimed.text("/result/structuredContent/id") + "','max_tokens':1000").text("/result/structuredContent/markdown")).contains("a.ts");
        does(agent, "heartbeat_assignment", holding).has("/result/structuredContent/cancel_requested", false);
        does(agent, "add_knowledge", "'card':'" + card + "','kind':'question','text':'Which of the two endings?'").has("/result/structuredContent/source", "agent");
        does(agent, "list_knowledge", "'card':'" + card + "','kind':'question'").has("/result/structuredContent/items", "1 items");
        does(agent, "report_commit", holding + ",'sha':'" + "c".repeat(40) + "','branch':'" + claimed.text("/result/structuredContent/feature_branch")
                + "','files_changed':[{'path':'a.ts'}]").has("/result/structuredContent/violations", "0 items");
        does(agent, "report_check", "'run_id':'" + run + "','check_type':'lint','status':'passed'," + holding).has("/result/structuredContent/status", "passed");
        does(agent, "finish_assignment", "'outcome':'complete','summary':'Done.'," + holding).has("/result/structuredContent/status", "completed");
        person.get("/runs/" + run).has("/status", "completed");
        assertThat(does(agent, "claim_assignment", "'agent':'worker-1'").json("/result/structuredContent")).isEqualTo(Json.EMPTY);
    }

    @Test
    void anAssistantPlansAWeekAndCompletesItsSessions() {
        project("Novel");
        Reply session = does(person, "create_session", "'project_id':'novel','scheduled_date':'2026-04-07','status':'planned','idempotency_key':'k1'");
        String id = session.text("/result/structuredContent/id");
        assertThat(does(person, "create_session", "'project_id':'novel','scheduled_date':'2026-04-07','status':'planned','idempotency_key':'k1'").text("/result/structuredContent/id")).isEqualTo(id);
        does(person, "change_session", "'change':'start','session_id':'" + id + "'").has("/result/structuredContent/status", "doing");
        does(person, "change_session", "'change':'complete','session_id':'" + id + "','notes':'1,200 words','if_version':2").has("/result/structuredContent/status", "done");
        does(person, "get_week", "'week':'" + WEEK + "'").has("/result/structuredContent/budget/done_minutes", 90);
        does(person, "carry_over_week", "'week':'" + WEEK + "','dry_run':true").has("/result/structuredContent/sessions", "0 items");
    }

    @Test
    void whatIsRememberedIsFoundAndJudged() {
        project("Novel");
        Reply written = tool(person, "memory", "create_memory", "'project_id':'novel','kind':'learning','title':'Two servers','content':'A deadlock while two servers migrate is a lock order.'");
        String memory = written.text("/result/structuredContent/id");
        Reply found = does(agent(), "search_memory", "'query':'\\\"deadlock\\\" NEAR(two servers*)','project_id':'novel'").has("/result/structuredContent/hits", "1 items");
        does(agent(), "judge_memory", "'retrieval_id':'" + found.text("/result/structuredContent/retrieval_id") + "','memory_id':'" + memory + "','verdict':'useful'")
                .has("/result/structuredContent/verdict", "useful");
        assertThat(errors(refused(person, "search_memory", "'query':'" + "x".repeat(100_000) + "'"))).containsExactly("/query too_long");
    }

    @Test
    void aPlanIsPreviewedThenApplied() {
        project("Novel");
        String batch = "'project':'novel','expected_sequence':0,'actions':[{'action_type':'create_workflow','payload':{'title':'Read'}}]";
        does(person, "change_plan", "'mode':'preview'," + batch).has("/result/structuredContent/action_sequence", 1);
        does(person, "read_plan", "'project':'novel'").has("/result/structuredContent/action_sequence", 0);
        does(person, "change_plan", "'mode':'apply'," + batch).has("/result/structuredContent/action_sequence", 1);
        Json.Obj again = refused(person, "change_plan", "'mode':'apply'," + batch);
        assertThat(again.get("code")).isEqualTo(Json.of("sequence_mismatch"));
        assertThat(again.get("current_sequence")).isEqualTo(Json.of(1));
    }

    /** What HTTP did under a key, MCP does not do again, and the other way round: it is one request. */
    @Test
    void aKeyHoldsOnBothWays() {
        String body = "{'project_id':'novel','scheduled_date':'2026-04-07'}";
        project("Novel");
        String id = person.with("Idempotency-Key", "both").post("/sessions", body).is(201).text("/id");
        Reply repeated = does(person, "create_session", "'project_id':'novel','scheduled_date':'2026-04-07','idempotency_key':'both'");
        assertThat(repeated.text("/result/structuredContent/id")).isEqualTo(id);
        person.get("/sessions").has("/items", "1 items");
    }

    @Test
    void wrongArgumentsAreToldSoThatAModelCanCorrectThem() {
        project("Novel");
        Json.Obj problem = refused(person, "create_session", "'project_id':'novel','scheduled_date':'someday','titel':'x','duration_minutes':'long'");
        assertThat(problem.get("code")).isEqualTo(Json.of("invalid"));
        assertThat(errors(problem)).containsExactlyInAnyOrder("/titel unknown_field", "/scheduled_date invalid_date", "/duration_minutes wrong_type");
        assertThat(errors(refused(person, "get_week", "'weak':'current'"))).containsExactlyInAnyOrder("/week required", "/weak unknown_field");
        assertThat(errors(refused(person, "get_week", "'week':{}"))).containsExactly("/week wrong_type");
        assertThat(errors(refused(person, "change_session", "'change':'postpone','session_id':'x'"))).containsExactly("/change unknown_value");
        assertThat(errors(refused(person, "change_session", "'session_id':'x'"))).containsExactly("/change required");
        assertThat(refused(person, "get_week", "'week':'../projects'").get("code")).isEqualTo(Json.of("invalid_parameter"));
        assertThat(refused(person, "change_session", "'change':'start','session_id':'" + "0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b" + "'").get("code")).isEqualTo(Json.of("not_found"));
        String session = session(person.get("/projects/novel").text("/id"), "2026-04-07");
        assertThat(refused(agent(), "change_session", "'change':'start','session_id':'" + session + "'").get("code")).isEqualTo(Json.of("if_match_required"));
        rpc(person, "tools/call", "'name':'no_such_tool'").is(200).has("/error/code", -32602);
        rpc(person, "tools/call", "'name':'get_week','arguments':[]").is(200).has("/error/code", -32602);
        rpc(person, "no/method", "").is(200).has("/error/code", -32601);
        person.post("/mcp?profile=none", "{'jsonrpc':'2.0','id':1,'method':'ping'}").is(400).has("/error/code", -32602);
    }

    @Test
    void aToolNeedsTheScopeOfItsOperation() {
        project("Novel");
        Client reader = server.client(person.workspace(), Scope.READ);
        does(reader, "get_week", "'week':'current'");
        assertThat(refused(reader, "create_session", "'project_id':'novel','scheduled_date':'2026-04-07'").get("code")).isEqualTo(Json.of("forbidden"));
        Json.Obj approving = problem(tool(agent(), "all", "finalize_project", "'project':'novel'"));
        assertThat(approving.get("code")).isEqualTo(Json.of("forbidden"));
    }

    @Test
    void anotherWorkspaceIsNotThere() {
        project("Novel");
        Client other = server.person();
        assertThat(refused(other, "read_plan", "'project':'novel'").get("code")).isEqualTo(Json.of("not_found"));
        rpc(other, "resources/read", "'uri':'steward://projects/novel/map'").is(200).has("/error/code", -32002);
        rpc(other, "resources/list", "").has("/result/resources", "1 items");
        rpc(other, "completion/complete", "'ref':{'type':'ref/prompt','name':'plan-card'},'argument':{'name':'project','value':''}").has("/result/completion/values", "0 items");
    }

    @Test
    void resourcesAndPromptsShowWhatIsThere() {
        String project = project("Novel");
        Maps.Map map = Maps.of(server.context(), person.workspace(), project, List.of("a.ts"));
        String artifact = person.create("/projects/novel/artifacts", "{'name':'Style','type':'doc','content':'# Write short'}");
        rpc(person, "resources/list", "").has("/result/resources/1/uri", "steward://projects/novel/map");
        rpc(person, "resources/templates/list", "").has("/result/resourceTemplates/0/uriTemplate", "steward://weeks/{week}");
        rpc(person, "resources/read", "'uri':'steward://projects/novel/artifacts/" + artifact + "'").has("/result/contents/0/text", "# Write short");
        assertThat(rpc(person, "resources/read", "'uri':'steward://weeks/" + WEEK + "'").text("/result/contents/0/text")).contains("\"week_key\":\"2026.15\"");
        assertThat(rpc(person, "prompts/get", "'name':'plan-card','arguments':{'project':'novel','card':'" + map.cards().getFirst() + "'}").text("/result/messages/1/content/resource/text")).contains("Card 0");
        assertThat(rpc(person, "prompts/get", "'name':'weekly-review'").text("/result/messages/1/content/resource/text")).contains("\"budget\"");
        rpc(person, "prompts/get", "'name':'plan-card','arguments':{'project':'novel'}").has("/error/code", -32602);
        rpc(person, "resources/read", "'uri':'steward://projects/no%00vel/map'").has("/error/code", -32602);
        rpc(person, "prompts/get", "'name':'plan-card','arguments':{'project':'no\\u0000vel','card':'x'}").has("/error/code", -32602);
        rpc(person, "completion/complete", "'ref':{'type':'ref/prompt','name':'plan-card'},'argument':{'name':'project','value':'no'}").has("/result/completion/values/0", "novel");
    }

    @Test
    void theHandshakeAgreesOnAVersion() {
        Reply asked = rpc(person, "initialize", "'protocolVersion':'2025-06-18','capabilities':{'sampling':{}},'clientInfo':{'name':'x','version':'1'}").is(200);
        asked.has("/result/protocolVersion", "2025-06-18").has("/result/serverInfo/name", "steward").has("/result/capabilities", "tools,resources,prompts,completions");
        assertThat(asked.header("mcp-session-id").orElseThrow()).endsWith(".sampling");
        rpc(person, "initialize", "'protocolVersion':'2024-11-05','capabilities':{}").has("/result/protocolVersion", "2025-11-25");
        rpc(person, "initialize", "").has("/error/code", -32602);
        person.post("/mcp", "{'jsonrpc':'2.0','method':'notifications/initialized'}").is(202);
        rpc(person, "ping", "").has("/result", "");
        rpc(person.with("MCP-Protocol-Version", "1999-01-01"), "ping", "").is(400).has("/error/code", -32022).has("/error/data/supported", "3 items");
        rpc(person, "server/discover", "").has("/error/code", -32601);
    }

    @Test
    void withoutAHandshakeEachRequestSaysAll() {
        Client discovering = stateless(person, "server/discover", "");
        rpc(discovering, "server/discover", META).is(200).has("/result/resultType", "complete").has("/result/supportedVersions/0", "2026-07-28")
                .has("/result/ttlMs", 3_600_000).has("/result/cacheScope", "public").has("/result/_meta/io.modelcontextprotocol~1serverInfo", "null");
        rpc(discovering, "server/discover", "").is(400).has("/error/code", -32602);
        rpc(discovering, "server/discover", "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}").is(400).has("/error/code", -32602);
        rpc(discovering.with("MCP-Protocol-Version", "2025-11-25"), "server/discover", META).is(400).has("/error/code", -32020);
        rpc(stateless(person, "tools/list", ""), "server/discover", META).is(400).has("/error/code", -32020);
        rpc(stateless(person, "tools/call", ""), "tools/call", META + ",'name':'get_week','arguments':{'week':'current'}").is(400).has("/error/code", -32020);
        rpc(stateless(person, "tools/call", "=?base64?Z2V0X3dlZWs=?="), "tools/call", META + ",'name':'get_week','arguments':{'week':'current'}").is(200)
                .has("/result/resultType", "complete");
        for (String gone : List.of("initialize", "ping", "logging/setLevel", "resources/subscribe", "subscriptions/listen")) {
            rpc(stateless(person, gone, ""), gone, META).is(404).has("/error/code", -32601).has("/id", 1);
        }
        rpc(stateless(person, "resources/read", "steward://nothing"), "resources/read", META + ",'uri':'steward://nothing'").has("/error/code", -32602);
        rpc(stateless(person, "resources/list", ""), "resources/list", META).has("/result/cacheScope", "private").has("/result/ttlMs", 0);
    }

    @Test
    void whatIsNoMessageIsRefused() {
        person.post("/mcp", "[{'jsonrpc':'2.0','id':1,'method':'ping'}]").is(400).has("/error/code", -32600);
        person.post("/mcp", "{'jsonrpc':'2.0',").is(400).has("/error/code", -32700);
        person.post("/mcp", "{'id':1,'method':'ping'}").is(400).has("/error/code", -32600);
        person.post("/mcp", "{'jsonrpc':'2.0','id':{},'method':'ping'}").is(400).has("/error/code", -32600);
        person.post("/mcp", "{'jsonrpc':'2.0','id':1,'method':'ping','params':[]}").is(400).has("/error/code", -32600).has("/id", 1);
        person.with("Content-Type", "text/plain").post("/mcp", "{'jsonrpc':'2.0','id':1,'method':'ping'}").is(415);
        person.with("Accept", "text/plain").post("/mcp", "{'jsonrpc':'2.0','id':1,'method':'ping'}").is(406);
        person.get("/mcp").is(405).header("allow", "POST");
        person.delete("/mcp").is(405);
    }

    @Test
    void pagesFromElsewhereAreRefused() {
        String ping = "{'jsonrpc':'2.0','id':1,'method':'ping'}";
        person.with("Origin", "http://evil.example").post("/mcp", ping).is(403);
        person.with("Origin", "null").post("/mcp", ping).is(403);
        person.with("Origin", "http://localhost:3000").post("/mcp", ping).is(200);
        String body = ping.replace('\'', '"');
        String head = "POST /mcp HTTP/1.1\r\nHost: evil.example\r\nAuthorization: " + person.headers().get("Authorization")
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n";
        assertThat(Wire.exchange(server.port(), head + body)).startsWith("HTTP/1.1 403");
    }

    @Test
    void aClaimThatWaitsIsToldInItsStream() {
        String run = run("a.ts");
        Client waiting = agent().with("Accept", "application/json, text/event-stream");
        CompletableFuture<Reply> claim = CompletableFuture.supplyAsync(() -> waiting.post("/mcp",
                "{'jsonrpc':'2.0','id':'c','method':'tools/call','params':{'name':'claim_assignment','arguments':{'agent':'w','wait_seconds':30},'_meta':{'progressToken':'p'}}}"));
        start(run);
        Reply streamed = claim.join().is(200);
        assertThat(streamed.header("content-type").orElse("")).startsWith("text/event-stream");
        List<Json.Obj> messages = streamed.body().lines().filter(line -> line.startsWith("data: ")).map(line -> JsonText.storedObject(line.substring(6))).toList();
        assertThat(messages.getLast().get("id")).isEqualTo(Json.of("c"));
        assertThat(JsonText.write(messages.getLast())).contains("\"fence\":1");
        assertThat(messages.subList(0, messages.size() - 1)).allSatisfy(told -> assertThat(told.get("method")).isEqualTo(Json.of("notifications/progress")));
    }

    /** Without a session, leaving is how a request is cancelled. At a server of its own, where nobody else waits. */
    @Test
    void aClaimWhoseClientLeavesTakesNothing() throws IOException {
        try (Server own = engine.fresh(Map.of())) {
            server = own;
            person = own.person();
            leavesAndTakesNothing();
        }
    }

    private void leavesAndTakesNothing() throws IOException {
        String run = run("a.ts");
        Client agent = agent();
        String body = ("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'claim_assignment','arguments':{'agent':'w','wait_seconds':30}," + META + "}}").replace('\'', '"');
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(("POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + agent.headers().get("Authorization")
                    + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\n"
                    + "Mcp-Name: claim_assignment\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
            BufferedReader answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer.lines().anyMatch(line -> line.startsWith(": asked"))).isTrue();
            waitUntil(waiting -> waiting > 0);
        }
        waitUntil(waiting -> waiting == 0);
        start(run);
        does(agent, "claim_assignment", "'agent':'w'").has("/result/structuredContent/fence", 1);
    }

    /** By how many claims wait at this server. */
    private void waitUntil(DoublePredicate holds) {
        Gauge waiting = server.context().getBean(MeterRegistry.class).get("steward.claims.waiting").gauge();
        while (!holds.test(waiting.value())) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aCancelledClaimTakesNothing() {
        String run = run("a.ts");
        Client agent = agent();
        String session = rpc(agent, "initialize", "'protocolVersion':'2025-11-25','capabilities':{}").header("mcp-session-id").orElseThrow();
        Client inSession = agent.with("Mcp-Session-Id", session);
        CompletableFuture<Reply> claim = CompletableFuture.supplyAsync(() -> inSession.post("/mcp",
                "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'claim_assignment','arguments':{'agent':'w','wait_seconds':30}}}"));
        while (!claim.isDone()) {
            inSession.post("/mcp", "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':7}}").is(202);
        }
        assertThat(claim.join().is(200).json("/result/structuredContent")).isEqualTo(Json.EMPTY);
        start(run);
        does(agent, "claim_assignment", "'agent':'w'").has("/result/structuredContent/fence", 1);
    }

    /** Whatever is written over HTTP can be written by a tool: each variable of the path and each member of the body is an argument. */
    @Test
    void everyWritableFieldHasATool() {
        Document document = Document.of(server);
        List<Json> tools = person.post("/mcp?profile=all", "{'jsonrpc':'2.0','id':1,'method':'tools/list'}").is(200).items("/result/tools");
        int fields = 0;
        for (Document.Route route : document.routes()) {
            if (route.method().equals("GET") || !route.path().startsWith("/api/v1/")) {
                continue;
            }
            String name = route.id().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
            Json.Obj tool = tools.stream().map(Json.Obj.class::cast).filter(one -> JsonText.text(one, "name").equals(name)).findFirst()
                    .orElseThrow(() -> new AssertionError("No tool stands for " + route.id()));
            Set<String> arguments = document.at(tool, "inputSchema", "properties").members().keySet();
            Set<String> wanted = new TreeSet<>(document.at(document.body(route), "schema", "properties").members().keySet());
            java.util.regex.Pattern.compile("\\{(\\w+)}").matcher(route.path()).results().map(variable -> variable.group(1)).forEach(variable -> {
                wanted.add(variable);
                if (route.method().equals("POST")) {
                    wanted.remove(variable + "_id"); // the path says it
                }
            });
            assertThat(arguments).as(route.id()).containsAll(wanted).contains("idempotency_key");
            fields += wanted.size();
        }
        assertThat(fields).isGreaterThan(300);
    }

    @Test
    void resourcesAreWrittenByTheirTools() {
        String project = project("Novel");
        for (Kind kind : kinds()) {
            Kind one = kind.in(project);
            String name = one.path().startsWith("/projects/") ? "project_repository" : one.path().substring(1).replaceAll("ies$", "y").replaceAll("s$", "");
            String within = one.path().startsWith("/projects/") ? "'project':'novel'," : "";
            Reply created = tool(person, "all", "create_" + name, within + one.body().substring(1, one.body().length() - 1));
            assertThat(created.json("/result/isError")).as(created.body()).isEqualTo(Json.NULL);
            String id = "'id':'" + created.text("/result/structuredContent/id") + "'";
            Reply changed = tool(person, "all", "update_" + name, within + id + "," + one.change().substring(1, one.change().length() - 1) + ",'if_version':1");
            changed.has("/result/structuredContent/" + one.member(), one.changed());
            Reply stale = tool(person, "all", "update_" + name, within + id + "," + one.change().substring(1, one.change().length() - 1) + ",'if_version':7");
            assertThat(problem(stale).get("code")).isEqualTo(Json.of("stale_version"));
            tool(person, "all", "delete_" + name, within + id).has("/result/content/0/text", "Done.");
        }
    }

    @Test
    void listsAreTheSameEachTimeAndNamesOccurOnce() {
        List<String> profiles = new ArrayList<>(List.of("default", "all", "planning", "orchestration", "portfolio", "memory", "admin"));
        for (String profile : profiles) {
            String list = "{'jsonrpc':'2.0','id':1,'method':'tools/list'}";
            Reply first = person.post("/mcp?profile=" + profile, list).is(200);
            assertThat(person.post("/mcp?profile=" + profile, list).body()).isEqualTo(first.body());
            List<String> names = first.items("/result/tools").stream().map(tool -> JsonText.text((Json.Obj) tool, "name")).toList();
            assertThat(names).as(profile).doesNotHaveDuplicates().isNotEmpty().allMatch(name -> name.matches("[a-z][a-z_]{2,63}"));
        }
    }
}
