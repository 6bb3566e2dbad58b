package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.app.LeaseSweeper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs and assignments from outside: who gets what, who waits, and what is refused. */
abstract class OrchestrationSuite extends Suite {

    private static final String ONE_SECOND = "'lease_seconds':1";

    private volatile @Nullable Client agent;

    OrchestrationSuite(Engine engine) {
        super(engine);
    }

    private String novel() {
        return novel("'lease_seconds':600");
    }

    private String novel(String policy) {
        String project = project("Novel");
        person.put("/projects/" + project + "/policy", "{'require_finalized':false," + policy + "}").is(200);
        return project;
    }

    private Maps.Map map(String project, String... files) {
        return Maps.of(server.context(), person.workspace(), project, List.of(files));
    }

    private String run(String project, Maps.Map map) {
        return person.create("/projects/" + project + "/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "','start':true}");
    }

    private Client agent() {
        if (agent == null || agent.workspace() != person.workspace()) {
            agent = server.client(person.workspace(), Scope.AGENT);
        }
        return agent;
    }

    private Reply claim(String agent, String more) {
        return agent().post("/assignments/claim", "{'agent':'" + agent + "'" + more + "}");
    }

    private Reply claim(String agent) {
        return claim(agent, "").is(200);
    }

    private Reply step(Reply claimed, String verb, String more) {
        return agent().post("/assignments/" + claimed.text("/id") + "/" + verb, "{'fence':" + fence(claimed) + more + "}");
    }

    private static long fence(Reply claimed) {
        return whole(claimed, "/fence");
    }

    private static long whole(Reply reply, String pointer) {
        return reply.json(pointer) instanceof Json.Num number ? number.value().longValueExact() : -1;
    }

    private static Supplier<Reply> claiming(Client client, String agent, String more) {
        return () -> client.post("/assignments/claim", "{'agent':'" + agent + "'" + more + "}");
    }

    /** Sends all of these at the same time. What each of them answers, in their order. */
    private static List<Reply> atOnce(List<Supplier<Reply>> calls) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> sent = calls.stream().map(call -> threads.submit(() -> {
                start.await();
                return call.get();
            })).toList();
            start.countDown();
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> one : sent) {
                replies.add(one.get());
            }
            return replies;
        }
    }

    private static List<String> ids(List<Reply> claimed) {
        return claimed.stream().map(one -> one.is(200).text("/id")).toList();
    }

    private static String[] files(int count) {
        return IntStream.range(0, count).mapToObj("f%02d"::formatted).toArray(String[]::new);
    }

    /** Whose token did it and in which request, for each event that this asks for, by what it was done to. */
    private Map<String, List<String>> doers(String query) {
        return person.get("/events?after=0&limit=200&" + query).is(200).has("/next", "null").items("/items").stream().map(Json.Obj.class::cast)
                .collect(Collectors.groupingBy(event -> text(event, "subject_id"),
                        Collectors.mapping(event -> text((Json.Obj) event.get("actor"), "id") + " " + text(event, "request_id"), Collectors.toList())));
    }

    private static String text(Json.Obj object, String member) {
        return ((Json.Text) object.get(member)).value();
    }

    private static void until(Supplier<Boolean> holds) {
        Instant end = Instant.now().plusSeconds(30);
        while (!holds.get()) {
            assertThat(Instant.now()).as("it came to that in time").isBefore(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aRunGoesFromItsStartToItsEndByWhatAgentsReport() {
        String project = novel();
        person.create("/projects/" + project + "/repositories", "{'remote_url':'git@github.com:ada/novel.git','default_branch':'trunk'}");
        Maps.Map map = map(project, "chapters/1.md", "chapters/2.md");
        Reply made = person.post("/projects/" + project + "/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "'}").is(201)
                .has("/status", "queued").has("/attempt", 1).has("/base_branch", "trunk").has("/repo_url", "git@github.com:ada/novel.git")
                .has("/policy_snapshot/lease_seconds", 600);
        assertThat(made.items("/allowed")).containsExactly(Json.of("start"), Json.of("cancel"));
        String run = made.text("/id");
        claim("early", "").is(204);
        String workflow = "/projects/" + project + "/workflows/" + map.workflow();
        person.get(workflow).is(200).has("/build_state", "null");
        person.post("/runs/" + run + "/start").is(200).has("/status", "running");
        person.get(workflow).is(200).has("/build_state", "running");
        assertThat(person.get("/runs/" + run + "/assignments").is(200).each("status")).containsExactly("queued", "queued");

        Reply first = claim("worker-1").has("/status", "running").has("/fence", 1).has("/attempt", 1).has("/claimed_by", "worker-1")
                .has("/brief/card/id", map.cards().getFirst()).has("/brief/planned_files/0/logical_file_name", "chapters/1.md").has("/brief/run/base_branch", "trunk");
        assertThat(first.text("/feature_branch")).startsWith("feat/run-");
        assertThat(first.text("/brief/text/markdown")).contains("chapters/1.md");
        Reply second = claim("worker-2", ",'max_tokens':0").is(200);
        assertThat(second.json("/brief").toString()).contains("planned_files").doesNotContain("markdown");
        assertThat(second.text("/id")).isNotEqualTo(first.text("/id"));
        claim("worker-3", "").is(204);
        step(first, "heartbeat", "").is(200).has("/cancel_requested", false);
        Reply done = step(first, "complete", ",'summary':'It is outlined.','knowledge':[{'kind':'fact','text':'The witness is deaf.','evidence_source':'chapter 1'}],'learnings':['Outline first.']")
                .is(200).has("/status", "completed").has("/summary", "It is outlined.").has("/learnings/0", "Outline first.");
        assertThat(done.items("/allowed")).isEmpty();
        person.get("/runs/" + run).has("/status", "running");
        step(second, "complete", "").is(200);
        person.get("/runs/" + run).is(200).has("/status", "completed");
        person.get(workflow).is(200).has("/build_state", "completed");
        assertThat(person.get("/events?limit=200&run_id=" + run).is(200).each("type")).contains("orchestration_run.started", "card_assignment.claimed", "orchestration_run.completed");
    }

    @Test
    void whoseCardIsDeletedIsToldToStopAndTheRunGoesOnWithoutIt() {
        String project = novel();
        Maps.Map map = map(project, "chapters/1.md", "chapters/2.md");
        String run = run(project, map);
        Reply first = claim("worker-1");
        Reply second = claim("worker-2");
        String card = "/projects/" + project + "/cards/" + first.text("/card_id");
        person.delete(card).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/card_assignments", 1);
        person.delete(card + "?cascade=true").is(204);

        step(first, "heartbeat", "").refused(ErrorCode.NOT_FOUND);
        step(first, "complete", "").refused(ErrorCode.NOT_FOUND);
        person.get("/runs/" + run).is(200).has("/status", "running");
        step(second, "heartbeat", "").is(200).has("/cancel_requested", false);

        String workflow = "/projects/" + project + "/workflows/" + map.workflow();
        person.delete(workflow).refused(ErrorCode.HAS_DEPENDENTS).has("/dependents/card_assignments", 1);
        person.delete(workflow + "?cascade=true").is(204);
        step(second, "heartbeat", "").refused(ErrorCode.NOT_FOUND);
        person.get("/runs/" + run).is(200).has("/workflow_id", "null").has("/status", "cancelled");
        claim("worker-3", "").is(204);
        assertThat(person.get("/events?limit=200&run_id=" + run).is(200).each("type")).contains("card_assignment.cancelled", "orchestration_run.cancelled");
    }

    @Test
    void whatEachClaimAnswersIsHeldByNobodyElse() throws Exception {
        String project = novel();
        run(project, map(project, files(24)));
        ConcurrentHashMap<String, String> holders = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<?>> claims = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String agent = "worker-" + i;
                claims.add(threads.submit(() -> {
                    Reply reply = claim(agent, "");
                    if (reply.status() != 204) {
                        assertThat(holders.put(reply.is(200).text("/id"), agent)).isNull();
                    }
                }));
            }
            for (Future<?> one : claims) {
                one.get();
            }
        }
        assertThat(holders).hasSize(24);
    }

    @Test
    void eachOfManyClaimsAtOnceIsMadeForWhoAskedAndAnswersItsOwnCard() throws Exception {
        String project = novel();
        String[] files = files(60);
        Maps.Map map = map(project, files);
        for (int n = 0; n < files.length; n++) {
            person.create("/cards/" + map.cards().get(n) + "/knowledge", "{'kind':'fact','text':'About " + files[n] + "'}");
        }
        String run = run(project, map);
        List<Server.Key> keys = List.of(server.token(person.workspace(), null, Scope.AGENT), server.token(person.workspace(), null, Scope.READ, Scope.WRITE));
        List<Supplier<Reply>> calls = new ArrayList<>();
        for (int n = 0; n < 48; n++) {
            calls.add(claiming(person.bearer(keys.get(n % 2).text()), "worker-" + n, ",'agent_session':'s" + n + "'" + (n % 3 == 0 ? "" : ",'max_tokens':0")));
        }
        List<Reply> claimed = atOnce(calls);

        assertThat(ids(claimed)).doesNotHaveDuplicates();
        Map<String, List<String>> claims = doers("type=card_assignment.claimed&run_id=" + run);
        Map<String, List<String>> built = doers("type=card.built&project_id=" + project);
        assertThat(claims).containsOnlyKeys(ids(claimed));
        for (int n = 0; n < claimed.size(); n++) {
            String card = claimed.get(n).text("/card_id");
            String file = files[map.cards().indexOf(card)];
            Reply reply = claimed.get(n).has("/claimed_by", "worker-" + n).has("/agent_session", "s" + n).has("/fence", 1).has("/brief/card/id", card)
                    .has("/brief/knowledge", "1 items").has("/brief/knowledge/0/text", "About " + file)
                    .has("/brief/planned_files", "1 items").has("/brief/planned_files/0/logical_file_name", file);
            if (n % 3 == 0) {
                assertThat(reply.text("/brief/text/markdown")).contains("About " + file);
            } else {
                reply.has("/brief/text", "null");
            }
            Reply stored = person.get("/assignments/" + reply.text("/id")).is(200).header("etag", reply.etag());
            ((Json.Obj) stored.json()).members().forEach((member, value) -> assertThat(reply.json("/" + member)).as(member).isEqualTo(value));
            String doer = keys.get(n % 2).row().id() + " " + reply.header("x-request-id").orElseThrow();
            assertThat(claims.get(reply.text("/id"))).containsExactly(doer);
            assertThat(built.get(card)).as("queued with the run, then running").hasSize(2).endsWith(doer);
        }
    }

    @Test
    void aKeySentSeveralTimesAmongManyClaimsAtOnceIsOneClaim() throws Exception {
        String project = novel();
        String run = run(project, map(project, files(60)));
        Client twin = agent().with("Idempotency-Key", "twin");
        List<Supplier<Reply>> calls = new ArrayList<>();
        for (int n = 0; n < 48; n++) {
            calls.add(n % 6 == 0 ? claiming(twin, "twin", ",'max_tokens':0") : claiming(n % 2 == 0 ? agent() : agent().with("Idempotency-Key", "k" + n), "worker-" + n, ""));
        }
        List<Reply> twins = new ArrayList<>();
        List<Reply> all = new ArrayList<>();
        List<Reply> answered = atOnce(calls);
        for (int n = 0; n < 48; n++) {
            Reply reply = answered.get(n);
            if (n % 6 != 0) {
                all.add(reply.is(200).has("/claimed_by", "worker-" + n));
            } else {
                twins.add(reply.status() == 409 ? reply.refused(ErrorCode.IDEMPOTENCY_IN_FLIGHT) : reply.is(200));
            }
        }
        Reply repeated = claiming(twin, "twin", ",'max_tokens':0").get().is(200).header("idempotency-replayed", "true");
        assertThat(repeated.json("/brief/card/id")).isEqualTo(repeated.json("/card_id"));
        List<Reply> told = twins.stream().filter(reply -> reply.status() == 200).toList();
        assertThat(told).allSatisfy(reply -> assertThat(reply.header("etag", repeated.etag()).json()).isEqualTo(repeated.has("/fence", 1).json()));
        assertThat(told.stream().filter(reply -> reply.header("idempotency-replayed").isEmpty())).as("answers that are not repetitions").hasSize(1);
        claiming(agent().with("Idempotency-Key", "k1"), "worker-1", "").get().is(200).has("/id", answered.get(1).text("/id")).header("idempotency-replayed", "true")
                .has("/brief/card/id", answered.get(1).text("/card_id"));

        all.add(repeated);
        assertThat(ids(all)).doesNotHaveDuplicates();
        assertThat(person.get("/runs/" + run + "/assignments?limit=200&status=running").is(200).each("id")).containsExactlyInAnyOrderElementsOf(ids(all));
        assertThat(doers("type=card_assignment.claimed&run_id=" + run)).hasSize(41).allSatisfy((id, claims) -> assertThat(claims).hasSize(1));
    }

    @Test
    void aKeyOfAnotherRequestIsRefusedAndTheClaimsBesideItAreMade() throws Exception {
        String project = novel();
        String run = run(project, map(project, files(60)));
        person.with("Idempotency-Key", "used-0").create("/areas", "{'name':'Home','type':'home'}");
        String before = claiming(agent().with("Idempotency-Key", "used-1"), "worker", "").get().is(200).text("/id");
        List<Supplier<Reply>> calls = new ArrayList<>();
        for (int n = 0; n < 48; n++) {
            calls.add(claiming(n % 8 == 0 ? agent().with("Idempotency-Key", "used-" + n / 8) : agent(), "worker-" + n, ""));
        }
        List<Reply> replies = new ArrayList<>(atOnce(calls));
        replies.remove(8).refused(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        replies.removeFirst().refused(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        List<String> claimed = new ArrayList<>(ids(replies));
        claimed.add(before);
        assertThat(claimed).hasSize(47).doesNotHaveDuplicates();
        assertThat(person.get("/runs/" + run + "/assignments?limit=200&status=running").is(200).each("id")).containsExactlyInAnyOrderElementsOf(claimed);
    }

    @Test
    void asManyAgentsGetOneAsThereAreAndCardsWithTwoAreBuiltOnce() throws Exception {
        String project = novel();
        Maps.Map map = map(project, files(12));
        String run = person.create("/projects/" + project + "/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "'}");
        for (String card : map.cards()) {
            for (String more : List.of("'agent_profile':'first'", "'agent_profile':'second','agent_role':'reviewer'")) {
                person.create("/runs/" + run + "/assignments", "{'card_id':'" + card + "','overlap':'allow'," + more + "}");
            }
        }
        person.post("/runs/" + run + "/start").is(200);
        String cards = "/projects/" + project + "/cards/";
        List<Reply> before = map.cards().stream().map(card -> person.get(cards + card).is(200).has("/build_state", "queued")).toList();
        List<Supplier<Reply>> calls = new ArrayList<>();
        for (int n = 0; n < 48; n++) {
            calls.add(claiming(agent(), "worker-" + n, ""));
        }
        Map<Integer, List<Reply>> replies = atOnce(calls).stream().collect(Collectors.groupingBy(Reply::status));

        assertThat(replies).containsOnlyKeys(200, 204);
        assertThat(ids(replies.get(200))).hasSize(24).doesNotHaveDuplicates();
        assertThat(person.get("/runs/" + run + "/assignments?limit=200").is(200).each("status")).hasSize(24).containsOnly("running");
        Map<String, List<String>> built = doers("type=card.built&project_id=" + project);
        for (Reply card : before) {
            person.get(cards + card.text("/id")).is(200).has("/build_state", "running").has("/version", whole(card, "/version") + 1);
            assertThat(built.get(card.text("/id"))).as("queued with the run, then running").hasSize(2);
        }
    }

    @Test
    void aKeptClaimIsAnsweredAgainWhenItsProjectIsGone() {
        String project = novel();
        run(project, map(project, "a", "b"));
        String named = ",'project_id':'" + project + "'";
        Client keyed = agent().with("Idempotency-Key", "named");
        Client anywhere = agent().with("Idempotency-Key", "anywhere");
        Reply first = claiming(keyed, "worker-1", named).get().is(200);
        Reply second = claiming(anywhere, "worker-2", "").get().is(200);
        assertThat(List.of(first, second)).allSatisfy(reply -> assertThat(reply.json("/brief/card/id")).isEqualTo(reply.json("/card_id")));
        person.delete("/projects/" + project + "?cascade=true").is(204);

        for (Reply[] pair : new Reply[][] {{first, claiming(keyed, "worker-1", named).get()}, {second, claiming(anywhere, "worker-2", "").get()}}) {
            Json.Obj kept = ((Json.Obj) pair[0].json()).with("brief", Json.NULL);
            assertThat(pair[1].is(200).header("idempotency-replayed", "true").header("etag", pair[0].etag()).json()).isEqualTo(kept);
        }
        claiming(agent().with("Idempotency-Key", "new"), "worker-1", named).get().refused(ErrorCode.INVALID, "/project_id unknown_reference");
        claiming(keyed, "worker-3", named).get().refused(ErrorCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void whoHoldsItAlreadyClaimsItAgainWithoutASecondClaim() {
        String project = novel();
        run(project, map(project, "a"));
        Reply held = claim("worker-1");
        String path = "/assignments/" + held.text("/id") + "/claim";

        agent().post(path, "{'agent':'worker-1'}").is(200).has("/fence", 1).has("/attempt", 1);
        Reply refused = agent().post(path, "{'agent':'worker-2'}").refused(ErrorCode.CLAIMED).has("/holder", "worker-1");
        assertThat(refused.json("/lease_remaining_seconds")).isInstanceOfSatisfying(Json.Num.class, seconds -> assertThat(seconds.value().intValue()).isBetween(1, 600));
        step(held, "release", "").is(200).has("/status", "queued").has("/attempt", 0);
        step(held, "release", "").is(200).has("/status", "queued");
        agent().post(path, "{'agent':'worker-2'}").is(200).has("/fence", 2).has("/attempt", 1);
        step(held, "heartbeat", "").refused(ErrorCode.STALE_FENCE).has("/holder", "worker-2");
    }

    @Test
    void aStaleFenceChangesNothing() {
        String project = novel();
        run(project, map(project, "a"));
        Reply old = claim("worker-1");
        step(old, "release", "").is(200);
        Reply current = claim("worker-2");
        for (String call : List.of("heartbeat", "release", "block", "complete", "fail")) {
            String more = call.equals("block") ? ",'reason':'x'" : call.equals("fail") ? ",'error':'x'" : "";
            List<String> before = server.checksum();
            step(old, call, more).refused(ErrorCode.STALE_FENCE).has("/holder", "worker-2").has("/state", "running");
            assertThat(server.checksum()).as(call).isEqualTo(before);
        }
        step(current, "complete", "").is(200);
        step(old, "complete", "").refused(ErrorCode.STALE_FENCE);
    }

    @Test
    void lateAndRepeatedCallsLeaveWhatHasEndedAsItIs() {
        String project = novel();
        String run = run(project, map(project, "a"));
        Reply held = claim("worker-1");
        Reply done = step(held, "complete", ",'summary':'first'").is(200);
        List<String> before = server.checksum();
        assertThat(step(held, "complete", ",'summary':'second','knowledge':[{'kind':'fact','text':'again'}]").is(200).json()).isEqualTo(done.json());
        step(held, "fail", ",'error':'late'").refused(ErrorCode.INVALID_TRANSITION).has("/state", "completed").has("/allowed", "0 items");
        step(held, "block", ",'reason':'late'").refused(ErrorCode.INVALID_TRANSITION);
        step(held, "heartbeat", "").is(200).has("/status", "completed").has("/cancel_requested", false);
        agent().post("/assignments/" + held.text("/id") + "/claim", "{'agent':'worker-1'}").refused(ErrorCode.INVALID_TRANSITION);
        person.post("/runs/" + run + "/cancel").refused(ErrorCode.INVALID_TRANSITION).has("/state", "completed");
        assertThat(server.checksum()).isEqualTo(before);
    }

    @Test
    void aLeaseThatEndedIsLostAndTheNextClaimGetsAHigherFence() {
        String project = novel(ONE_SECOND + ",'max_attempts':2");
        String run = run(project, map(project, "a"));
        Reply first = claim("worker-1");
        until(() -> step(first, "heartbeat", "").status() == 409 || !pause());
        step(first, "heartbeat", "").refused(ErrorCode.LEASE_LOST);
        step(first, "complete", "").refused(ErrorCode.LEASE_LOST);
        Reply second = claim("worker-2", ",'wait_seconds':10").is(200).has("/fence", 2).has("/attempt", 2);
        step(first, "complete", "").refused(ErrorCode.STALE_FENCE);
        until(() -> step(second, "heartbeat", "").status() == 409 || !pause());
        server.context().getBean(LeaseSweeper.class).sweep();
        person.get("/assignments/" + second.text("/id")).has("/status", "failed").has("/fence", 2);
        person.get("/runs/" + run).has("/status", "failed");
        claim("worker-3", "").is(204);
        agent().post("/assignments/" + second.text("/id") + "/claim", "{'agent':'worker-3'}").refused(ErrorCode.INVALID_TRANSITION);
    }

    /** Longer than the lease of {@link #ONE_SECOND}. */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(1_100);
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSweptLeaseShowsInTheAssignmentAndItsEvents() {
        String project = novel(ONE_SECOND);
        String run = run(project, map(project, "a"));
        Reply held = claim("worker-1");
        until(() -> server.context().getBean(LeaseSweeper.class).sweep() > 0
                || person.get("/assignments/" + held.text("/id")).text("/status").equals("queued"));
        person.get("/assignments/" + held.text("/id")).has("/status", "queued").has("/claimed_by", "null").has("/fence", 1).has("/attempt", 1);
        assertThat(person.get("/events?run_id=" + run + "&type=card_assignment.expired").each("subject_id")).containsExactly(held.text("/id"));
        step(held, "heartbeat", "").refused(ErrorCode.LEASE_LOST);
        claim("worker-2").has("/fence", 2);
    }

    @Test
    void overlappingPathsWaitForEachOtherAndSayForWhat() throws Exception {
        String project = novel();
        Maps.Map map = map(project, "src/**", "src/a/b.c", "docs/x.md", "src/a/*.c");
        run(project, map);
        Reply wide = claim("worker-1").has("/allowed_paths/0", "src/**");
        Reply docs = claim("worker-2").has("/allowed_paths/0", "docs/x.md");
        claim("worker-3", "").is(204);
        List<String> waiting = person.get("/runs/" + wide.text("/run_id") + "/assignments?status=queued").each("id");
        assertThat(waiting).hasSize(2);
        person.get("/assignments/" + waiting.getFirst()).has("/blocked_by/0/assignment_id", wide.text("/id")).has("/blocked_by/0/paths/0/here", "src/a/b.c")
                .has("/blocked_by/0/paths/0/there", "src/**").has("/claimable_at", "null");
        agent().post("/assignments/" + waiting.getFirst() + "/claim", "{'agent':'worker-3'}").refused(ErrorCode.WAITING).has("/blocked_by/0/assignment_id", wide.text("/id"));
        person.get("/assignments/" + waiting.get(1)).has("/blocked_by", "2 items");

        step(docs, "complete", "").is(200);
        claim("worker-3", "").is(204);
        CompletableFuture<Reply> woken = CompletableFuture.supplyAsync(() -> claim("worker-3", ",'wait_seconds':30"));
        until(() -> gauge("steward_claims_waiting") >= 1);
        step(wide, "complete", "").is(200);
        Reply next = woken.get(30, TimeUnit.SECONDS).is(200).has("/id", waiting.getFirst());
        claim("worker-4", "").is(204);
        step(next, "fail", ",'error':'No.'").is(200);
        claim("worker-4").has("/id", waiting.get(1));
    }

    private double gauge(String name) {
        return server.client(person.workspace(), Scope.ADMIN).get("/metrics").is(200).body().lines().filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    @Test
    void whoAllowsOverlapDoesNotWait() {
        String project = novel();
        Maps.Map map = map(project, "src/**", "");
        String run = person.create("/projects/" + project + "/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "'}");
        for (String more : List.of("'allowed_paths':['src/**']", "'allowed_paths':['src/x'],'overlap':'allow','agent_profile':'second'")) {
            person.create("/runs/" + run + "/assignments", "{'card_id':'" + map.cards().getFirst() + "'," + more + "}");
        }
        person.post("/runs/" + run + "/start").is(200);
        claim("worker-1");
        claim("worker-2").has("/overlap", "allow");
        person.create("/runs/" + run + "/assignments", "{'card_id':'" + map.cards().get(1) + "','allowed_paths':['src/x']}");
        claim("worker-3", "").is(204);
    }

    @Test
    void aWaitingClaimIsWokenByTheEndOfALease() throws Exception {
        String project = novel("'lease_seconds':2");
        run(project, map(project, "a"));
        Reply held = claim("worker-1");
        CompletableFuture<Reply> waiting = CompletableFuture.supplyAsync(() -> claim("worker-2", ",'wait_seconds':20"));
        waiting.get(30, TimeUnit.SECONDS).is(200).has("/id", held.text("/id")).has("/fence", 2);
    }

    @Test
    void aCancelledRunTellsItsAgentsAndLetsGoOfItsPaths() {
        String project = novel();
        String first = run(project, map(project, "src/**", "docs"));
        Reply held = claim("worker-1");
        String second = run(project, map(project, "src/x"));
        assertThat(person.get("/runs/" + second + "/assignments").json("/items/0/blocked_by/0/assignment_id")).isEqualTo(Json.of(held.text("/id")));

        person.post("/runs/" + first + "/cancel").is(200).has("/status", "cancelled");
        step(held, "heartbeat", "").is(200).has("/cancel_requested", true).has("/status", "cancelled");
        step(held, "complete", "").refused(ErrorCode.INVALID_TRANSITION).has("/state", "cancelled");
        assertThat(person.get("/runs/" + first + "/assignments").each("status")).containsOnly("cancelled");
        claim("worker-2").has("/run_id", second);
        claim("worker-3", "").is(204);
    }

    @Test
    void aBlockedAssignmentWaitsForAPerson() {
        String project = novel();
        String run = run(project, map(project, "a"));
        Reply held = claim("worker-1");
        step(held, "block", ",'reason':'Which ending?'").is(200).has("/status", "blocked").has("/block_reason", "Which ending?");
        step(held, "block", ",'reason':'Which ending, again?'").is(200).has("/block_reason", "Which ending?");
        person.get("/runs/" + run).has("/status", "blocked");
        step(held, "complete", "").refused(ErrorCode.INVALID_TRANSITION).has("/allowed/0", "resume");
        claim("worker-2", "").is(204);
        person.post("/assignments/" + held.text("/id") + "/resume").is(200).has("/status", "queued");
        person.get("/runs/" + run).has("/status", "running");
        person.post("/assignments/" + held.text("/id") + "/resume").refused(ErrorCode.INVALID_TRANSITION).has("/allowed/0", "claim");
        claim("worker-2").has("/fence", 2).has("/block_reason", "");
    }

    @Test
    void whatAFailureMeansThePolicySays() {
        String patient = novel();
        String waits = run(patient, map(patient, "a", "b"));
        Reply failed = claim("worker-1");
        Reply other = claim("worker-2");
        step(failed, "fail", ",'error':'No.'").is(200).has("/status", "failed").has("/error", "No.");
        person.get("/runs/" + waits).has("/status", "running");
        step(other, "complete", "").is(200);
        person.get("/runs/" + waits).has("/status", "failed");

        String hasty = project("Hasty");
        person.put("/projects/" + hasty + "/policy", "{'require_finalized':false,'failure_mode':'fail_fast'}").is(200);
        String fails = run(hasty, map(hasty, "a", "b", "c"));
        Reply one = claim("worker-1");
        Reply two = claim("worker-2");
        step(one, "fail", ",'error':'No.'").is(200);
        person.get("/runs/" + fails).has("/status", "failed");
        step(two, "heartbeat", "").is(200).has("/cancel_requested", true);
        assertThat(person.get("/runs/" + fails + "/assignments?status=cancelled").each("status")).hasSize(2);

        Reply again = person.post("/runs/" + waits + "/rerun").is(201).has("/attempt", 2).has("/rerun_of", waits).has("/status", "queued");
        assertThat(person.get("/runs/" + again.text("/id") + "/assignments").each("card_id")).containsExactly(failed.text("/card_id"));
        person.post("/runs/" + again.text("/id") + "/rerun").refused(ErrorCode.INVALID_TRANSITION).has("/allowed", "2 items");
    }

    @Test
    void whatCannotBeBuiltIsRefusedWithWhatIsMissing() {
        String project = project("Strict");
        Maps.Map map = map(project, "a", "");
        String run = person.create("/projects/" + project + "/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "'}");
        person.post("/runs/" + run + "/start").refused(ErrorCode.NOT_READY).has("/missing/0/card_id", map.cards().getFirst()).has("/missing/2/code", "card_not_finalized")
                .has("/missing/3/card_id", map.cards().get(1));
        person.put("/projects/" + project + "/policy", "{'require_finalized':false}").is(200);
        person.post("/runs/" + run + "/start").refused(ErrorCode.NOT_READY);
        String later = person.create("/projects/" + project + "/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "'}");
        person.post("/runs/" + later + "/start").refused(ErrorCode.NOT_READY).has("/missing", "1 items").has("/missing/0/code", "no_planned_file");
        person.create("/runs/" + later + "/assignments", "{'card_id':'" + map.cards().get(1) + "','allowed_paths':['b']}");
        String waiting = person.get("/runs/" + later + "/assignments").each("id").getFirst();
        agent().post("/assignments/" + waiting + "/claim", "{'agent':'worker-1'}").refused(ErrorCode.NOT_READY).has("/missing/0/code", "run_not_started");
        person.post("/runs/" + later + "/start").is(200);
        person.post("/runs/" + later + "/start").refused(ErrorCode.INVALID_TRANSITION).has("/allowed/0", "cancel");
    }

    @Test
    void wrongAssignmentsAndRunsAreRefused() {
        String project = novel("'forbidden_paths':['secret/']");
        Maps.Map map = map(project, "a");
        Maps.Map elsewhere = map(project("Other"), "a");
        String card = map.cards().getFirst();
        String runs = "/projects/" + project + "/runs";
        for (String[] wrong : new String[][] {
            {"{'scope':'card'}", "/card_id required"},
            {"{'scope':'workflow'}", "/workflow_id required"},
            {"{'scope':'card','card_id':'" + card + "','workflow_id':'" + map.workflow() + "'}", "/workflow_id not_allowed"},
            {"{'scope':'card','card_id':'" + elsewhere.cards().getFirst() + "'}", "/card_id unknown_reference"},
            {"{'scope':'workflow','workflow_id':'" + elsewhere.workflow() + "'}", "/workflow_id unknown_reference"},
            {"{'scope':'all'}", "/scope unknown_word"}}) {
            person.post(runs, wrong[0]).refused(ErrorCode.INVALID, wrong[1]);
        }
        String run = person.create(runs, "{'scope':'card','card_id':'" + card + "'}");
        String assignments = "/runs/" + run + "/assignments";
        for (String[] wrong : new String[][] {
            {"'feature_branch':'main'", "/feature_branch base_branch"},
            {"'allowed_paths':['../x']", "/allowed_paths/0 invalid_glob"},
            {"'allowed_paths':['/etc']", "/allowed_paths/0 invalid_glob"},
            {"'allowed_paths':[]", "/allowed_paths required"},
            {"'allowed_paths':['ok','secret/x']", "/allowed_paths/1 forbidden_path"},
            {"'agent_role':'implementer'", "/agent_role unknown_word"}}) {
            person.post(assignments, "{'card_id':'" + card + "'," + wrong[0] + "}").refused(ErrorCode.INVALID, wrong[1]);
        }
        person.post(assignments, "{'card_id':'" + elsewhere.cards().getFirst() + "'}").refused(ErrorCode.INVALID, "/card_id unknown_reference");
        person.create(assignments, "{'card_id':'" + card + "'}");
        person.post(assignments, "{'card_id':'" + card + "'}").refused(ErrorCode.DUPLICATE);
        claim("x", ",'wait_seconds':31").refused(ErrorCode.INVALID, "/wait_seconds out_of_range");
        claim("x", ",'roles':['boss']").refused(ErrorCode.INVALID, "/roles/0 unknown_word");
        claim("x", ",'project_id':'none'").refused(ErrorCode.INVALID, "/project_id unknown_reference");
        claim("", "").refused(ErrorCode.INVALID, "/agent required");
        agent().post("/assignments/" + run + "/heartbeat", "{'fence':1}").refused(ErrorCode.NOT_FOUND);
        agent().post("/assignments/" + run + "/heartbeat", "{}").refused(ErrorCode.INVALID, "/fence required");
        agent().post("/assignments/" + run + "/heartbeat", "{'fence':1.5}").refused(ErrorCode.INVALID, "/fence wrong_type");
    }

    @Test
    void aRepeatedClaimWithItsKeyIsOneClaim() {
        String project = novel();
        run(project, map(project, "a", "b"));
        Client once = agent().with("Idempotency-Key", "k1");
        Reply first = once.post("/assignments/claim", "{'agent':'worker-1'}").is(200);
        once.post("/assignments/claim", "{'agent':'worker-1'}").is(200).has("/id", first.text("/id")).header("idempotency-replayed", "true");
        claim("worker-2");
        Client later = agent().with("Idempotency-Key", "k2");
        later.post("/assignments/claim", "{'agent':'worker-3'}").is(204);
        step(first, "release", "").is(200);
        later.post("/assignments/claim", "{'agent':'worker-3'}").is(200).has("/id", first.text("/id"));
    }

    @Test
    void whoReadsOnlyTheEventsKnowsTheStateOfTheRun() {
        String project = novel();
        Maps.Map map = map(project, "src/**", "src/a", "docs/b", "c");
        String run = run(project, map);
        Reply one = claim("worker-1");
        Reply two = claim("worker-2");
        step(two, "release", "").is(200);
        Reply three = claim("worker-3");
        step(three, "block", ",'reason':'?'").is(200);
        step(one, "complete", ",'summary':'done'").is(200);
        step(claim("worker-4"), "fail", ",'error':'No.'").is(200);

        TreeMap<String, Json.Obj> states = new TreeMap<>();
        for (Json item : person.get("/events?after=0&limit=200&run_id=" + run).is(200).items("/items")) {
            Json.Obj event = (Json.Obj) item;
            Json.Obj payload = (Json.Obj) event.get("payload");
            String subject = ((Json.Text) event.get("subject_id")).value();
            Json.Obj state = states.getOrDefault(subject, Json.EMPTY);
            for (String whole : List.of("card_assignment", "orchestration_run")) {
                if (payload.get(whole) instanceof Json.Obj created) {
                    state = created;
                }
            }
            if (payload.get("changes") instanceof Json.Obj changes) {
                for (var change : changes.members().entrySet()) {
                    state = state.with(change.getKey(), ((Json.Obj) change.getValue()).members().get("to"));
                }
            }
            states.put(subject, state);
        }
        List<Reply> stored = new ArrayList<>(List.of(person.get("/runs/" + run)));
        person.get("/runs/" + run + "/assignments").each("id").forEach(id -> stored.add(person.get("/assignments/" + id)));
        assertThat(states).hasSize(stored.size());
        for (Reply now : stored) {
            Json.Obj told = states.get(now.text("/id"));
            ((Json.Obj) now.is(200).json()).members().forEach((member, value) -> {
                if (!List.of("version", "updated_at", "allowed", "blocked_by").contains(member)) {
                    assertThat(told.get(member)).as(member + " of " + now.text("/id")).isEqualTo(value);
                }
            });
        }
    }

    @Test
    void runsOfOthersAreNotThere() {
        String project = novel();
        String run = run(project, map(project, "a"));
        Client stranger = server.person();
        stranger.get("/runs/" + run).refused(ErrorCode.NOT_FOUND);
        stranger.post("/runs/" + run + "/cancel").refused(ErrorCode.NOT_FOUND);
        stranger.post("/assignments/claim", "{'agent':'x'}").is(204);
        stranger.post("/assignments/claim", "{'agent':'x','run_id':'" + run + "'}").refused(ErrorCode.INVALID, "/run_id unknown_reference");
        server.client(person.workspace(), Scope.READ).post("/assignments/claim", "{'agent':'x'}").refused(ErrorCode.FORBIDDEN);
    }
}
