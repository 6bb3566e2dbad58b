package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies, commits, checks, approvals and pull requests from outside. */
abstract class DeliverySuite extends Suite {

    private static final String SHA = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";

    private Client agent;
    private Client approver;

    DeliverySuite(Engine engine) {
        super(engine);
    }

    @BeforeEach
    final void employ() {
        agent = server.client(person.workspace(), Scope.AGENT);
        approver = server.client(person.workspace(), Scope.READ, Scope.APPROVE);
    }

    /** An assignment that an agent holds, and its run. */
    private record Work(String project, String run, String assignment, String branch) {
    }

    private Work work(String policy) {
        String project = project("Novel");
        person.put("/projects/" + project + "/policy", "{'require_finalized':false" + policy + "}").is(200);
        Maps.Map map = Maps.of(server.context(), person.workspace(), project, List.of("chapters/1.md"));
        String run = person.create("/projects/" + project + "/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "','start':true}");
        Reply claimed = agent.post("/assignments/claim", "{'agent':'worker-1','run_id':'" + run + "'}").is(200).has("/fence", 1);
        return new Work(project, run, claimed.text("/id"), claimed.text("/feature_branch"));
    }

    private Reply commit(Work work, String sha, String... files) {
        return agent.post("/assignments/" + work.assignment() + "/commits", "{'fence':1,'sha':'" + sha + "','branch':'" + work.branch() + "','message':'Outline','files_changed':["
                + String.join(",", List.of(files).stream().map(file -> "{'path':'" + file + "','added':2}").toList()) + "]}");
    }

    private Reply check(Client by, Work work, String type, String status) {
        return by.post("/runs/" + work.run() + "/checks", "{'check_type':'" + type + "','status':'" + status + "'}");
    }

    private Reply ask(Work work, String type) {
        return agent.post("/runs/" + work.run() + "/approvals", "{'approval_type':'" + type + "'}");
    }

    private Reply resolve(String approval, String decision) {
        return approver.post("/approvals/" + approval + "/resolve", "{'decision':'" + decision + "','note':'Read it.'}");
    }

    private Reply pullRequest(Work work, String status) {
        return person.put("/runs/" + work.run() + "/pull-request", "{'head_branch':'" + work.branch() + "','title':'Outline','status':'" + status + "'}");
    }

    private List<String> events(Work work) {
        return person.get("/events?after=0&limit=200&run_id=" + work.run()).is(200).each("type");
    }

    @Test
    void aPolicyIsTheDefaultUntilOneIsWritten() {
        String project = project("Novel");
        Reply first = person.get("/projects/novel/policy").is(200).header("etag", "\"0\"").has("/is_default", true).has("/lease_seconds", 300).has("/max_attempts", 3)
                .has("/failure_mode", "wait_all").has("/require_finalized", true).has("/required_checks/0", "lint").has("/project_id", project);
        person.with("If-Match", first.etag()).put("/projects/novel/policy", "{'required_checks':['unit','lint'],'forbidden_paths':['./secrets//']}").is(200)
                .header("etag", "\"1\"").has("/is_default", false).has("/required_checks", "2 items").has("/forbidden_paths/0", "secrets/**");
        person.with("If-Match", first.etag()).put("/projects/novel/policy", "{}").refused(ErrorCode.STALE_VERSION);
        agent.with("If-Match", "\"1\"").put("/projects/novel/policy", "{}").refused(ErrorCode.FORBIDDEN);
        person.put("/projects/novel/policy", "{'forbidden_paths':['../secrets','/etc','a\\\\b','ok'],'required_checks':['spelling'],'lease_seconds':0}").refused(ErrorCode.INVALID,
                "/forbidden_paths/0 invalid_glob", "/forbidden_paths/1 invalid_glob", "/forbidden_paths/2 invalid_glob", "/required_checks/0 unknown_word", "/lease_seconds out_of_range");
        person.post("/projects/novel/policy/check", "{'paths':['secrets/key','src/**'],'commit':{'files_changed':[{'path':'a'},{'path':'../b'}]}}").is(200)
                .has("/passes", false).has("/violations", "2 items").has("/violations/0/rule", "forbidden_paths").has("/violations/0/path", "secrets/key")
                .has("/violations/1/rule", "outside_project");
        person.post("/projects/novel/policy/check", "{'paths':['src/**']}").is(200).has("/passes", true).has("/violations", "0 items");
        assertThat(person.get("/events?type=policy_profile.created,policy_profile.updated").each("type")).containsExactly("policy_profile.created");
    }

    @Test
    void aCommitIsKeptOnceAndARepetitionAnswersTheSame() {
        Work work = work("");
        Reply first = commit(work, SHA, "chapters/1.md").is(201).has("/sha", SHA).has("/files", 1).has("/violations", "0 items").has("/fence", 1);
        Reply again = commit(work, SHA, "chapters/1.md").is(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(events(work)).filteredOn("agent_commit.created"::equals).hasSize(1);
        assertThat(person.get("/assignments/" + work.assignment() + "/commits").is(200).each("sha")).containsExactly(SHA);
        person.get(first.header("location").orElseThrow()).is(200).has("/files_changed/0/path", "chapters/1.md").has("/files_changed/0/added", 2);
        person.get("/runs/" + work.run() + "/gate").is(200).has("/checks/0/check_type", "policy").has("/checks/0/status", "passed");

        agent.post("/assignments/" + work.assignment() + "/complete", "{'fence':1}").is(200);
        assertThat(commit(work, SHA, "chapters/1.md").is(201).body()).as("late, and again").isEqualTo(first.body());
        commit(work, "f".repeat(40), "chapters/1.md").refused(ErrorCode.INVALID_TRANSITION);
    }

    @Test
    void aCommitOfNoHolderIsRefused() {
        Work work = work("");
        String path = "/assignments/" + work.assignment() + "/commits";
        String rest = ",'branch':'" + work.branch() + "','files_changed':[{'path':'chapters/1.md'}]}";
        agent.post(path, "{'fence':2,'sha':'" + SHA + "'" + rest).refused(ErrorCode.STALE_FENCE).has("/holder", "worker-1");
        agent.post("/assignments/" + work.assignment() + "/release", "{'fence':1}").is(200);
        agent.post(path, "{'fence':1,'sha':'" + SHA + "'" + rest).refused(ErrorCode.LEASE_LOST);
        agent.post("/assignments/" + work.assignment() + "/claim", "{'agent':'worker-2'}").is(200).has("/fence", 2);
        agent.post(path, "{'fence':1,'sha':'" + SHA + "'" + rest).refused(ErrorCode.STALE_FENCE).has("/holder", "worker-2");
        agent.post(path, "{'fence':2,'sha':'" + SHA + "'" + rest).is(201);
        assertThat(person.get(path).is(200).each("fence")).hasSize(1);
    }

    @Test
    void aCommitOnAnotherBranchOrWithoutItsWholeShaIsRefused() {
        Work work = work("");
        String path = "/assignments/" + work.assignment() + "/commits";
        agent.post(path, "{'fence':1,'sha':'" + SHA + "','branch':'main','files_changed':[]}").refused(ErrorCode.INVALID, "/branch base_branch");
        agent.post(path, "{'fence':1,'sha':'" + SHA + "','branch':'feat/other','files_changed':[]}").refused(ErrorCode.INVALID, "/branch other_branch");
        agent.post(path, "{'fence':1,'sha':'2fd4e1c','branch':'" + work.branch() + "','files_changed':[]}").refused(ErrorCode.INVALID, "/sha invalid_sha");
        agent.post(path, "{'sha':'" + SHA + "'}").refused(ErrorCode.INVALID, "/fence required", "/branch required", "/files_changed required");
        assertThat(person.get(path).each("sha")).isEmpty();
    }

    @Test
    void aCommitOutsideItsPathsFailsThePolicyUntilAPersonPassesIt() {
        Work work = work(",'forbidden_paths':['chapters/secret'],'protected_paths':['outline.md']");
        commit(work, SHA, "chapters/1.md").is(201);
        check(agent, work, "lint", "passed").is(201).has("/attempt", 1);
        person.get("/runs/" + work.run() + "/gate").is(200).has("/is_green", true);

        Reply bad = commit(work, "f".repeat(40), "chapters/1.md", "outline.md", "chapters/secret/a", "elsewhere.md").is(201).has("/violations", "3 items");
        assertThat(bad.items("/violations").stream().map(one -> ((Json.Obj) one).get("rule"))).containsExactly(Json.of("protected_paths"), Json.of("forbidden_paths"), Json.of("allowed_paths"));
        person.get("/runs/" + work.run() + "/gate").is(200).has("/is_green", false).has("/checks/0/check_type", "policy").has("/checks/0/status", "failed").has("/checks/0/attempt", 2);
        Reply policy = person.get("/runs/" + work.run() + "/checks?check_type=policy&status=failed").is(200).has("/items", "1 items");
        Reply failed = person.get("/runs/" + work.run() + "/checks/" + policy.text("/items/0/id")).is(200);
        assertThat(failed.text("/output")).contains("f".repeat(40), "'outline.md' is protected by 'outline.md'", "'elsewhere.md' is outside");
        ask(work, "create_pr").refused(ErrorCode.GATE_CLOSED).has("/checks/0", "policy");

        check(agent, work, "policy", "passed").refused(ErrorCode.FORBIDDEN);
        check(person, work, "policy", "passed").is(201).has("/attempt", 3);
        person.get("/runs/" + work.run() + "/gate").has("/is_green", true);
    }

    @Test
    void aCheckThatThePolicyDoesNotKnowIsRefused() {
        Work work = work(",'required_checks':['unit','e2e']");
        check(agent, work, "lint", "passed").refused(ErrorCode.INVALID, "/check_type not_required");
        assertThat(check(agent, work, "lint", "passed").text("/errors/0/message")).contains("unit, e2e");
        check(agent, work, "spelling", "passed").refused(ErrorCode.INVALID, "/check_type unknown_word");
        check(agent, work, "unit", "maybe").refused(ErrorCode.INVALID, "/status unknown_word");
        person.get("/runs/" + work.run() + "/checks").is(200).has("/items", "0 items");
    }

    @Test
    void theLatestAttemptOfEveryRequiredCheckDecides() {
        Work work = work(",'required_checks':['unit','lint']");
        person.get("/runs/" + work.run() + "/gate").is(200).has("/is_green", false).has("/checks/0/status", "missing").has("/checks/1/status", "missing");
        check(agent, work, "lint", "passed").is(201);
        check(agent, work, "unit", "skipped").is(201);
        ask(work, "create_pr").refused(ErrorCode.GATE_CLOSED).has("/checks", "1 items").has("/checks/0", "unit");
        check(agent, work, "unit", "passed").is(201).has("/attempt", 2);
        person.get("/runs/" + work.run() + "/gate").has("/is_green", true);
        check(agent, work, "lint", "failed").is(201);
        assertThat(person.get("/runs/" + work.run() + "/gate").has("/is_green", false).text("/checks/0/why")).contains("'lint' failed in attempt 2");
        assertThat(person.get("/runs/" + work.run() + "/checks").each("check_type")).containsExactly("lint", "unit", "unit", "lint");
    }

    @Test
    void aCheckOfAnAssignmentIsItsHoldersToReport() {
        Work work = work("");
        String other = work("").assignment();
        String path = "/runs/" + work.run() + "/checks";
        String body = "{'check_type':'lint','status':'passed','assignment_id':'" + work.assignment() + "'";
        agent.post(path, body + ",'fence':1}").is(201).has("/assignment_id", work.assignment());
        agent.post(path, body + ",'fence':9}").refused(ErrorCode.STALE_FENCE);
        agent.post(path, body + "}").refused(ErrorCode.INVALID, "/fence required");
        agent.post(path, "{'check_type':'lint','status':'passed','fence':1}").refused(ErrorCode.INVALID, "/fence not_allowed");
        agent.post(path, "{'check_type':'lint','status':'passed','fence':1,'assignment_id':'" + other + "'}").refused(ErrorCode.INVALID, "/assignment_id other_run");
    }

    @Test
    void ofALongOutputItIsSaidHowMuchWasCut() {
        Work work = work("");
        Reply check = agent.post("/runs/" + work.run() + "/checks", "{'check_type':'lint','status':'failed','output':'" + "x".repeat(300_000) + "the end'}").is(201).has("/output_cut", 200_007);
        assertThat(check.text("/output")).contains("… 200007 characters were cut here …").endsWith("the end");
        assertThat(person.get("/runs/" + work.run() + "/checks").is(200).json("/items/0/output")).as("lists go without").isEqualTo(Json.NULL);
    }

    @Test
    void aPullRequestIsOpenedAndMergedByWhatWasApproved() {
        Work work = work("");
        commit(work, SHA, "chapters/1.md").is(201);
        check(agent, work, "lint", "passed").is(201);
        person.get("/runs/" + work.run() + "/pull-request").is(200).header("etag", "\"0\"").has("/status", "not_created").has("/base_branch", "main").has("/allowed/0", "draft_open");
        pullRequest(work, "not_created").is(200).header("etag", "\"1\"");
        pullRequest(work, "draft_open").refused(ErrorCode.APPROVAL_REQUIRED).has("/approval_type", "create_pr");

        String create = ask(work, "create_pr").is(201).has("/status", "pending").has("/allowed", "2 items").text("/id");
        ask(work, "create_pr").refused(ErrorCode.DUPLICATE).has("/approval_id", create);
        pullRequest(work, "draft_open").refused(ErrorCode.APPROVAL_REQUIRED);
        agent.with("If-Match", "\"1\"").post("/approvals/" + create + "/resolve", "{'decision':'approved'}").refused(ErrorCode.FORBIDDEN);
        resolve(create, "approved").is(200).has("/status", "approved").has("/note", "Read it.").has("/allowed", "0 items");
        resolve(create, "rejected").refused(ErrorCode.INVALID_TRANSITION).has("/status", 409);

        pullRequest(work, "merged").refused(ErrorCode.INVALID_TRANSITION).has("/allowed", "1 items").has("/allowed/0", "draft_open");
        pullRequest(work, "draft_open").is(200).has("/status", "draft_open").has("/allowed/0", "open");
        pullRequest(work, "open").is(200).has("/allowed", "2 items");
        pullRequest(work, "merged").refused(ErrorCode.APPROVAL_REQUIRED).has("/approval_type", "merge_pr");
        pullRequest(work, "closed").is(200);
        pullRequest(work, "open").is(200);
        resolve(ask(work, "merge_pr").is(201).text("/id"), "approved").is(200);
        pullRequest(work, "merged").is(200).has("/status", "merged").has("/allowed", "0 items");
        pullRequest(work, "open").refused(ErrorCode.INVALID_TRANSITION);
        person.put("/runs/" + work.run() + "/pull-request", "{'head_branch':'main','title':'Outline'}").refused(ErrorCode.INVALID, "/head_branch base_branch");
        assertThat(events(work)).containsSubsequence("agent_commit.created", "run_check.created", "pull_request_candidate.created", "approval_request.created",
                "approval_request.approved", "pull_request_candidate.updated", "approval_request.created", "approval_request.approved", "pull_request_candidate.updated");
    }

    @Test
    void whatChangedSinceItWasAskedIsNotApproved() {
        Work work = work("");
        check(agent, work, "lint", "passed").is(201);
        String create = ask(work, "create_pr").is(201).text("/id");
        String hash = person.get("/runs/" + work.run() + "/gate").text("/content_hash");
        assertThat(person.get("/approvals/" + create).text("/content_hash")).isEqualTo(hash);

        commit(work, SHA, "chapters/1.md").is(201);
        assertThat(person.get("/runs/" + work.run() + "/gate").text("/content_hash")).isNotEqualTo(hash);
        person.get("/approvals/" + create).has("/status", "superseded").has("/resolved_by", "");
        resolve(create, "approved").refused(ErrorCode.SUPERSEDED);

        String again = ask(work, "create_pr").is(201).text("/id");
        resolve(again, "approved").is(200);
        check(agent, work, "lint", "passed").is(201);
        person.get("/approvals/" + again).has("/status", "superseded");
        pullRequest(work, "draft_open").refused(ErrorCode.APPROVAL_REQUIRED);
        assertThat(person.get("/approvals?status=superseded&run_id=" + work.run()).is(200).each("id")).containsExactlyInAnyOrder(create, again);
        assertThat(events(work)).filteredOn("approval_request.superseded"::equals).hasSize(2);
    }

    private Gauge waiting() {
        return server.context().getBean(MeterRegistry.class).get("steward.requests.waiting").gauge();
    }

    @Test
    void whoWaitsForAnAnswerIsWokenByIt() {
        Work work = work("");
        check(agent, work, "lint", "passed").is(201);
        String create = ask(work, "create_pr").is(201).text("/id");
        CompletableFuture<Reply> answer = CompletableFuture.supplyAsync(() -> agent.get("/approvals/" + create + "?wait_seconds=30"));
        while (waiting().value() < 1) {
            Thread.onSpinWait();
        }
        resolve(create, "rejected").is(200);
        answer.join().is(200).has("/status", "rejected");
        agent.get("/approvals/" + create + "?wait_seconds=30").is(200);
        agent.get("/approvals/" + create + "?wait_seconds=31").refused(ErrorCode.INVALID_PARAMETER);
        agent.get("/approvals/" + SHA + "?wait_seconds=5").refused(ErrorCode.NOT_FOUND);
    }

    @Test
    void aRunThatCameToNothingDeliversNothing() {
        Work work = work("");
        person.post("/runs/" + work.run() + "/cancel").is(200);
        check(agent, work, "lint", "passed").refused(ErrorCode.INVALID_TRANSITION).has("/allowed/0", "rerun");
        ask(work, "create_pr").refused(ErrorCode.INVALID_TRANSITION);
        pullRequest(work, "not_created").refused(ErrorCode.INVALID_TRANSITION);
        commit(work, SHA, "chapters/1.md").refused(ErrorCode.INVALID_TRANSITION);
    }

    @Test
    void theTriesOfAnAssignmentSayHowFarTheyAre() {
        Work work = work("");
        String path = "/assignments/" + work.assignment() + "/executions";
        agent.post(path, "{'fence':1,'summary':'Half of it'}").is(200).has("/status", "running").has("/summary", "Half of it").has("/fence", 1);
        agent.post(path, "{'fence':2,'summary':'x'}").refused(ErrorCode.STALE_FENCE);
        agent.post("/assignments/" + work.assignment() + "/release", "{'fence':1}").is(200);
        agent.post("/assignments/" + work.assignment() + "/claim", "{'agent':'worker-2'}").is(200);
        Reply tries = person.get(path).is(200).has("/items/0/status", "cancelled").has("/items/0/agent", "worker-1").has("/items/1/status", "running").has("/items/1/agent", "worker-2");
        assertThat(tries.each("fence")).hasSize(2);
        person.get(path + "?status=running").has("/items", "1 items");
    }
}
