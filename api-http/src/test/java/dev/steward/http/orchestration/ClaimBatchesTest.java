package dev.steward.http.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.DbAdapter;
import dev.steward.application.IdGenerator;
import dev.steward.application.StoreException;
import dev.steward.application.Stores;
import dev.steward.application.Units;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.CardAssignmentStore.Wanted;
import dev.steward.application.orchestration.Orchestration;
import dev.steward.application.orchestration.PolicyProfiles;
import dev.steward.application.orchestration.Runs;
import dev.steward.application.planning.Planning;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.Answer;
import dev.steward.http.ForwardingDatabase;
import dev.steward.http.Idempotency;
import dev.steward.http.app.Installation;
import dev.steward.jdbc.JsonText;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of claims that are made together when that fails. Five agents ask: two alone, at once, and three together once the first of these is done. */
final class ClaimBatchesTest {

    private static final int TOGETHER = 2;

    @TempDir
    private Path folder;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final List<CompletableFuture<Optional<Answer>>> answers = new ArrayList<>();
    private ApplicationContext context;
    private Id<Workspace> workspace;
    private Held database;

    @BeforeEach
    void askTogether() throws Exception {
        context = new Installation(folder, "", "", "", "NORMAL").open(Map.of());
        workspace = context.getBean(Workspaces.class).create("claims", "Ada").id();
        startARun();
        database = new Held(context.getBean(DbAdapter.class));
        Units units = new Units(database, context.getBean(Clock.class), context.getBean(IdGenerator.class));
        ClaimBatches batches = new ClaimBatches(units, context.getBean(Assignments.class), context.getBean(ClaimAnswers.class), executor);
        Wanted wanted = new Wanted(EnumSet.allOf(AgentRole.class), Set.of(), null, null);
        for (int n = 0; n < 5; n++) {
            Caller caller = Caller.system(workspace, new Actor(Actor.Kind.AGENT, "a" + n, "worker-" + n));
            Json.Obj body = Json.obj("agent", Json.of("worker-" + n)).with("max_tokens", Json.of(0));
            answers.add(batches.claim(new Assignments.Claimant(caller, Assignments.CLAIM.read(body)), wanted, Idempotency.of(HttpRequest.POST("/", ""), null)));
        }
        assertThat(database.changes()).hasSize(2);
        database.go(0);
        executor.submit(() -> { }).get(10, TimeUnit.SECONDS); // behind the answer, after which the next go on
        assertThat(database.changes()).hasSize(3);
    }

    @AfterEach
    void close() {
        executor.shutdown();
        context.close();
    }

    private void startARun() {
        Caller ada = Caller.system(workspace, new Actor(Actor.Kind.USER, "t1", "Ada"));
        context.getBean(Units.class).write(ada, unit -> {
            Project project = context.getBean(Projects.class).create(unit, Projects.SHAPE.read(Json.obj("name", Json.of("Novel"))));
            context.getBean(PolicyProfiles.class).put(unit, project, PolicyProfiles.POLICY.read(Json.obj("require_finalized", Json.of(false))));
            List<Json> actions = new ArrayList<>();
            actions.add(action("create_workflow", Json.EMPTY, Json.obj("title", Json.of("Read"))));
            actions.add(action("create_activity", Json.obj("workflow_id", Json.of("$0")), Json.obj("title", Json.of("Find"))));
            for (int n = 0; n < 5; n++) {
                actions.add(action("create_card", Json.obj("workflow_activity_id", Json.of("$1")), Json.obj("title", Json.of("Card " + n))));
                actions.add(action("upsert_card_planned_file", Json.obj("card_id", Json.of("$" + (2 + 2 * n))), Json.obj("logical_file_name", Json.of(n + ".ts"))
                        .with("artifact_kind", Json.of("util")).with("action", Json.of("create")).with("intent_summary", Json.of("x"))));
            }
            List<PlanningAction> applied = context.getBean(Planning.class).apply(unit, project, Planning.BATCH.read(Json.obj("actions", Json.of(actions)))).actions();
            Json workflow = applied.getFirst().payload().get("id");
            return context.getBean(Orchestration.class).start(unit, context.getBean(Runs.class).create(unit, context.getBean(Projects.class).get(unit, project.id()),
                    Runs.CREATION.read(Json.obj("scope", Json.of("workflow")).with("workflow_id", workflow))));
        }).join();
    }

    private static Json action(String type, Json.Obj target, Json.Obj payload) {
        return Json.obj("action_type", Json.of(type)).with("target_ref", target).with("payload", payload);
    }

    @Test
    void eachIsTriedAloneAndOneThatFailsFailsAlone() throws Exception {
        database.fail(TOGETHER, new IllegalStateException("one of them broke something"));
        assertThat(database.changes()).as("each of the three alone").hasSize(6);
        database.go(3);
        database.fail(4, new IllegalStateException("this one broke something"));
        database.go(5);
        database.go(1);

        List<String> claimed = List.of(claimedBy(0), claimedBy(1), claimedBy(2), claimedBy(4));
        assertThat(claimed).containsExactly("worker-0", "worker-1", "worker-2", "worker-4");
        assertThat(List.of(assignment(0), assignment(1), assignment(2), assignment(4))).doesNotHaveDuplicates();
        assertThatThrownBy(() -> answers.get(3).get(10, TimeUnit.SECONDS)).hasRootCauseMessage("this one broke something");
    }

    @Test
    void aDatabaseThatIsGoneIsNotAskedAgainForEach() {
        database.fail(TOGETHER, new StoreException.Unavailable("gone", Duration.ofSeconds(1)));
        assertThat(database.changes()).hasSize(3);
        for (int n = 2; n < 5; n++) {
            int one = n;
            assertThatThrownBy(() -> answers.get(one).get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(StoreException.Unavailable.class);
        }
    }

    @Test
    void whoeverWaitsIsToldWhenNoThreadIsLeftToAnswer() {
        executor.shutdown();
        database.go(1);
        database.fail(TOGETHER, new StoreException.Unavailable("gone", Duration.ofSeconds(1)));
        for (int n = 1; n < 5; n++) {
            int one = n;
            assertThatThrownBy(() -> answers.get(one).get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(StoreException.Unavailable.class);
        }
    }

    private Json.Obj answer(int n) throws Exception {
        return JsonText.storedObject(new String(answers.get(n).get(10, TimeUnit.SECONDS).orElseThrow().body(), StandardCharsets.UTF_8));
    }

    private String claimedBy(int n) throws Exception {
        return JsonText.text(answer(n), "claimed_by");
    }

    private String assignment(int n) throws Exception {
        return JsonText.text(answer(n), "id");
    }

    /** A change that is not made yet. */
    private record Change(Runnable making, CompletableFuture<?> made) {
    }

    /** Changes nothing until it is told to. */
    private static final class Held extends ForwardingDatabase {
        private final List<Change> changes = new ArrayList<>();

        Held(DbAdapter database) {
            super(database);
        }

        @Override
        public <R> CompletableFuture<R> write(Id<Workspace> workspace, Function<Stores, R> work) {
            CompletableFuture<R> made = new CompletableFuture<>();
            changes.add(new Change(() -> made.complete(super.write(workspace, work).join()), made));
            return made;
        }

        List<Change> changes() {
            return changes;
        }

        void go(int change) {
            changes.get(change).making().run();
        }

        void fail(int change, RuntimeException failure) {
            changes.get(change).made().completeExceptionally(failure);
        }
    }
}
