package dev.steward.application.orchestration;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.steward.application.Bench;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.PathViolation;
import dev.steward.domain.orchestration.RunCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitsTest {

    private final DeliveryBench delivery = new DeliveryBench();
    private final Bench bench = delivery.bench;

    private List<RunCheck> checks() {
        return bench.list(bench.checks, "run_id", delivery.run.id().toString(), "sort", "id");
    }

    @Test
    void theFirstOneThatKeepsToItsPathsPassesThePolicy() {
        AgentCommit commit = delivery.commit();
        assertThat(commit.violations()).isEmpty();
        assertThat(commit.details().committedAt()).isEqualTo(bench.now);
        assertThat(bench.list(bench.commits)).containsExactly(commit);
        assertThat(bench.eventTypes()).endsWith("agent_commit.created", "run_check.created");
        assertThat(bench.lastEvent().runId()).isEqualTo(delivery.run.id().value());
        Json.Obj told = (Json.Obj) bench.log().get(bench.log().size() - 2).payload().get("agent_commit");
        assertThat(told.members()).containsEntry("files", Json.of(1)).doesNotContainKey("files_changed");

        delivery.commit("sha", DeliverySamples.sha(2));
        assertThat(checks()).as("the second one says nothing new").extracting(RunCheck::type, RunCheck::status, RunCheck::attempt)
                .containsExactly(tuple(CheckType.POLICY, RunCheck.Status.PASSED, 1));
    }

    @Test
    void oneThatChangesWhatItMustNotIsKeptAndFailsThePolicy() {
        delivery.commit();
        AgentCommit commit = delivery.commit("sha", DeliverySamples.sha(2), "files_changed",
                List.of(body("path", "src/b.md"), body("path", "db/1.sql"), body("path", "src/key.pem"), body("path", "docs/a.md")));
        assertThat(commit.violations()).extracting(PathViolation::path, PathViolation::rule).containsExactlyInAnyOrder(tuple("db/1.sql", PathViolation.Rule.PROTECTED_PATHS),
                tuple("src/key.pem", PathViolation.Rule.FORBIDDEN_PATHS), tuple("docs/a.md", PathViolation.Rule.ALLOWED_PATHS));
        assertThat(bench.list(bench.commits)).hasSize(2);
        assertThat(checks()).extracting(RunCheck::type, RunCheck::status, RunCheck::attempt, RunCheck::assignmentId).containsExactly(
                tuple(CheckType.POLICY, RunCheck.Status.PASSED, 1, delivery.held.id()), tuple(CheckType.POLICY, RunCheck.Status.FAILED, 2, delivery.held.id()));
    }

    @Test
    void aRepetitionChangesNothingWhoeverHoldsTheAssignmentByThen() {
        AgentCommit first = delivery.commit("sha", DeliverySamples.sha(10));
        int events = bench.log().size();
        assertThat(delivery.commit("sha", DeliverySamples.sha(10).toUpperCase())).isEqualTo(first);
        bench.now = bench.now.plusSeconds(301);
        assertThat(delivery.commit("sha", DeliverySamples.sha(10))).isEqualTo(first);
        assertThat(bench.log()).hasSize(events);
    }

    @Test
    void onlyTheHolderReportsOnItsBranch() {
        assertThat(refusal(() -> delivery.commit("fence", 2))).isEqualTo(ErrorCode.STALE_FENCE);
        assertThat(violations(() -> delivery.commit("branch", "main"))).containsExactly("/branch base_branch");
        assertThat(violations(() -> delivery.commit("branch", "feat/y"))).containsExactly("/branch other_branch");
        assertThat(violations(() -> delivery.commit("sha", "abc"))).containsExactly("/sha invalid_sha");
        bench.now = bench.now.plusSeconds(300);
        assertThat(refusal(() -> delivery.commit())).isEqualTo(ErrorCode.LEASE_LOST);
        assertThat(bench.list(bench.commits)).isEmpty();
        assertThat(checks()).isEmpty();
    }

    @Test
    void anAssignmentThatIsOverTakesNone() {
        bench.write(unit -> {
            unit.store(CardAssignmentStore.class).update(delivery.held, delivery.held.complete(1, "", List.of(), unit.now()));
            return true;
        });
        assertThat(refusal(() -> delivery.commit())).isEqualTo(ErrorCode.INVALID_TRANSITION);
    }

    @Test
    void itIsFoundByItsShaBelowItsAssignmentOnly() {
        AgentCommit commit = delivery.commit();
        assertThat(bench.<AgentCommit>read(unit -> bench.commits.ofAssignment(unit, delivery.held, DeliveryBench.SHA))).isEqualTo(commit);
        assertThat(bench.<AgentCommit>read(unit -> bench.commits.ofAssignment(unit, delivery.held, commit.id().toString()))).isEqualTo(commit);
        assertThat(refusal(() -> bench.read(unit -> bench.commits.ofAssignment(unit, delivery.held, DeliverySamples.sha(2))))).isEqualTo(ErrorCode.NOT_FOUND);
    }
}
