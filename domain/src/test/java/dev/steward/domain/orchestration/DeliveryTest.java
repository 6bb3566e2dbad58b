package dev.steward.domain.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Violation;
import dev.steward.domain.orchestration.ApprovalRequest.Decision;
import dev.steward.domain.orchestration.PullRequestCandidate.Status;
import dev.steward.domain.portfolio.FileChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {

    private static final Instant NOW = Instant.parse("2026-04-07T08:00:00Z");
    private static final String SHA = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";

    private final OrchestrationRun run = OrchestrationRun.create(meta(), new OrchestrationRun.Details(new Id<>(UUID.randomUUID()), OrchestrationRun.Scope.CARD, null, null,
            OrchestrationRun.Trigger.MANUAL, "Ada", "", "main", "", Json.EMPTY, Json.EMPTY)).start(NOW);
    private final CardAssignment assignment = CardAssignment.create(meta(), new CardAssignment.Details(run.details().projectId(), run.id(), new Id<>(UUID.randomUUID()), AgentRole.CODER,
            "default", "feat/x", "", PathGlobs.of("src/**"), PathGlobs.of("src/secrets"), CardAssignment.Overlap.WAIT, Json.EMPTY, 0, 60, 3));

    private static <E> Meta<E> meta() {
        return Meta.first(new Id<>(UUID.randomUUID()), NOW);
    }

    private static ErrorCode refusal(ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(RefusedException.class, call).code();
    }

    private static List<String> violations(ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(InvalidException.class, call).violations().stream()
                .map(violation -> violation.pointer() + " " + violation.code()).sorted().toList();
    }

    private AgentCommit commit(String branch, String... files) {
        return AgentCommit.create(meta(), new AgentCommit.Details(SHA, branch, "", NOW, Stream.of(files).map(file -> new FileChange(file, 1, 0)).toList()), run, assignment,
                new PathRules(assignment.details().allowedPaths(), assignment.details().forbiddenPaths(), PathGlobs.of("src/db/**")));
    }

    @Test
    void aCommitIsKeptWithWhatItShouldNotHaveChanged() {
        AgentCommit commit = commit("feat/x", "src/a", "src/secrets/key", "src/db/1.sql", "docs/a", "../out", "src\\b");
        assertThat(commit.violations()).extracting(violation -> violation.path() + " " + violation.rule().word())
                .containsExactly("src/secrets/key forbidden_paths", "src/db/1.sql protected_paths", "docs/a allowed_paths", "../out outside_project", "src\\b outside_project");
        assertThat(commit.violations()).allSatisfy(violation -> assertThat(violation.message()).contains(violation.path()).endsWith("."));
        assertThat(commit("feat/x", "src/a").violations()).isEmpty();
    }

    @Test
    void aCommitIsOnTheFeatureBranch() {
        assertThat(violations(() -> commit("main", "src/a"))).containsExactly("/branch base_branch");
        assertThat(violations(() -> commit("feat/y", "src/a"))).containsExactly("/branch other_branch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2fd4e1c", "2FD4E1C67A2D28FCED849EE1BB76E7391B93EB12", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb1g", "HEAD"})
    void aCommitIsNamedByItsWholeSha(String sha) {
        assertThatThrownBy(() -> new AgentCommit.Details(sha, "feat/x", "", NOW, List.of())).isInstanceOfSatisfying(InvalidException.class,
                refused -> assertThat(refused.violations()).extracting(Violation::code).containsExactly("invalid_sha"));
    }

    private RunCheck check(CheckType type, RunCheck.Status status) {
        return RunCheck.create(meta(), run, null, type, 2, status, "", NOW);
    }

    private static Policy policy(CheckType... required) {
        return new Policy(List.of(required), PathGlobs.NONE, PathGlobs.NONE, Json.EMPTY, Json.EMPTY, Json.EMPTY, Json.EMPTY, FailureMode.WAIT_ALL, 60, 3, true);
    }

    @Test
    void aGateIsGreenWhenEveryRequiredCheckHasPassed() {
        assertThat(RunGate.of(policy(CheckType.LINT), List.of(check(CheckType.LINT, RunCheck.Status.PASSED))).isGreen()).isTrue();
        assertThat(RunGate.of(policy(CheckType.LINT), List.of(check(CheckType.LINT, RunCheck.Status.PASSED), check(CheckType.E2E, RunCheck.Status.FAILED))).isGreen())
                .as("what is not required does not count").isTrue();

        RunGate closed = RunGate.of(policy(CheckType.LINT, CheckType.UNIT, CheckType.E2E), List.of(check(CheckType.LINT, RunCheck.Status.FAILED), check(CheckType.UNIT, RunCheck.Status.SKIPPED)));
        assertThat(closed.isGreen()).isFalse();
        assertThat(closed.closedBy()).extracting(RunGate.Line::why).satisfiesExactly(
                lint -> assertThat(lint).contains("'lint' failed in attempt 2"), unit -> assertThat(unit).contains("'unit' was skipped"),
                e2e -> assertThat(e2e).contains("'e2e' is required and was not reported"));
    }

    @Test
    void oneAssignmentThatFailedIsNotHiddenByAnotherThatPassed() {
        RunCheck failed = check(CheckType.LINT, RunCheck.Status.FAILED);
        RunCheck passedLater = RunCheck.create(meta(), run, null, CheckType.LINT, 3, RunCheck.Status.PASSED, "", NOW);

        assertThat(RunGate.of(policy(CheckType.LINT), List.of(failed, passedLater)).closedBy()).extracting(RunGate.Line::decisive).containsExactly(failed);
    }

    @Test
    void aFailedPolicyClosesEveryGate() {
        assertThat(RunGate.of(policy(CheckType.LINT), List.of(check(CheckType.LINT, RunCheck.Status.PASSED), check(CheckType.POLICY, RunCheck.Status.FAILED))).closedBy())
                .extracting(RunGate.Line::type).containsExactly(CheckType.POLICY);
        assertThat(RunGate.of(policy(CheckType.POLICY), List.of()).isGreen()).isFalse();
    }

    @Test
    void ofALongOutputTheBeginningAndTheEndAreKept() {
        String output = "🎈".repeat(30_000) + "x".repeat(100_000);
        RunCheck check = RunCheck.create(meta(), run, null, CheckType.LINT, 1, RunCheck.Status.FAILED, output, NOW);
        assertThat(check.outputCut()).isEqualTo(30_000);
        assertThat(check.output()).startsWith("🎈".repeat(20_000) + "\n… 30000 characters were cut here …\n").endsWith("…\n" + "x".repeat(80_000));
        assertThat(RunCheck.create(meta(), run, null, CheckType.LINT, 1, RunCheck.Status.FAILED, "x".repeat(100_000), NOW).outputCut()).isZero();
    }

    @Test
    void anApprovalIsAnsweredOnce() {
        ApprovalRequest pending = ApprovalRequest.create(meta(), run, ApprovalRequest.Type.CREATE_PR, "h", "worker");
        ApprovalRequest approved = pending.resolve(NOW, Decision.APPROVED, "Ada", "good");
        assertThat(approved.approves(ApprovalRequest.Type.CREATE_PR, "h")).isTrue();
        assertThat(approved.approves(ApprovalRequest.Type.MERGE_PR, "h")).isFalse();
        assertThat(approved.approves(ApprovalRequest.Type.CREATE_PR, "other")).isFalse();
        assertThat(approved.resolvedBy()).isEqualTo("Ada");
        assertThat(pending.allowed()).containsExactly(Decision.APPROVED, Decision.REJECTED);
        assertThat(approved.allowed()).isEmpty();
        assertThat(refusal(() -> approved.resolve(NOW, Decision.REJECTED, "Bob", ""))).isEqualTo(ErrorCode.INVALID_TRANSITION);
        ApprovalRequest rejected = pending.resolve(NOW, Decision.REJECTED, "Ada", "");
        assertThat(refusal(() -> rejected.resolve(NOW, Decision.APPROVED, "Ada", ""))).isEqualTo(ErrorCode.INVALID_TRANSITION);
        assertThat(refusal(() -> rejected.supersede(NOW))).isEqualTo(ErrorCode.INVALID_TRANSITION);
    }

    @Test
    void whatHasChangedSinceIsNotApproved() {
        ApprovalRequest pending = ApprovalRequest.create(meta(), run, ApprovalRequest.Type.CREATE_PR, "h", "worker");
        assertThat(refusal(() -> pending.supersede(NOW).resolve(NOW, Decision.APPROVED, "Ada", ""))).isEqualTo(ErrorCode.SUPERSEDED);
        assertThat(pending.supersede(NOW).resolvedAt()).isEqualTo(NOW);
        ApprovalRequest superseded = pending.resolve(NOW, Decision.APPROVED, "Ada", "good").supersede(NOW.plusSeconds(5));
        assertThat(superseded.approves(ApprovalRequest.Type.CREATE_PR, "h")).isFalse();
        assertThat(superseded.resolvedBy()).as("who approved what it was").isEqualTo("Ada");
        assertThat(superseded.resolvedAt()).isEqualTo(NOW);
    }

    private static PullRequestCandidate.Details details(String head, String title) {
        return new PullRequestCandidate.Details("main", head, title, "", "");
    }

    @ParameterizedTest
    @CsvSource({"NOT_CREATED, DRAFT_OPEN", "DRAFT_OPEN, OPEN", "OPEN, MERGED CLOSED", "MERGED, ''", "CLOSED, OPEN"})
    void aPullRequestGoesOnlyWhereItsTableSays(Status from, String allowed) {
        List<Status> reached = new ArrayList<>();
        for (Status to : Status.values()) {
            PullRequestCandidate at = new PullRequestCandidate(meta(), details("feat/x", "T"), run.details().projectId(), run.id(), from);
            if (to == from) {
                assertThat(at.revise(NOW, at.details(), to)).isSameAs(at);
            } else if (from.allowed().contains(to)) {
                assertThat(at.revise(NOW, at.details(), to).status()).isEqualTo(to);
                reached.add(to);
            } else {
                assertThatThrownBy(() -> at.revise(NOW, at.details(), to)).isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_TRANSITION);
                    assertThat(refused.details()).containsAllEntriesOf(Map.of("allowed", Json.of(from.allowed().stream().map(one -> Json.of(one.word())).toList())));
                });
            }
        }
        assertThat(reached).extracting(Enum::name).isEqualTo(allowed.isEmpty() ? List.of() : List.of(allowed.split(" ")));
    }

    @Test
    void whatIsMergedDoesNotChangeAnyMore() {
        PullRequestCandidate merged = new PullRequestCandidate(meta(), details("feat/x", "T"), run.details().projectId(), run.id(), Status.MERGED);
        assertThat(refusal(() -> merged.revise(NOW, details("feat/x", "U"), Status.MERGED))).isEqualTo(ErrorCode.INVALID_TRANSITION);
        PullRequestCandidate open = new PullRequestCandidate(meta(), details("feat/x", "T"), run.details().projectId(), run.id(), Status.OPEN);
        assertThat(open.revise(NOW, details("feat/x", "U"), Status.OPEN).version()).isEqualTo(2);
    }

    @Test
    void aPullRequestMergesAnotherBranchThanItsBase() {
        assertThat(violations(() -> details("main", ""))).containsExactly("/head_branch base_branch", "/title required");
    }

    @Test
    void onlyARunThatWorksOrIsCompletedDelivers() {
        OrchestrationRun queued = OrchestrationRun.create(meta(), run.details());
        assertThat(refusal(queued::requireDelivering)).isEqualTo(ErrorCode.INVALID_TRANSITION);
        assertThat(refusal(() -> run.cancel(NOW).requireDelivering())).isEqualTo(ErrorCode.INVALID_TRANSITION);
        run.requireDelivering();
    }

    @Test
    void aPolicyAsksForSomethingAndBoundsItsNumbers() {
        assertThat(violations(() -> new Policy(List.of(), PathGlobs.NONE, PathGlobs.NONE, Json.EMPTY, Json.EMPTY, Json.EMPTY, Json.EMPTY, FailureMode.WAIT_ALL, 0, 101, true)))
                .containsExactly("/lease_seconds out_of_range", "/max_attempts out_of_range", "/required_checks required");
    }
}
