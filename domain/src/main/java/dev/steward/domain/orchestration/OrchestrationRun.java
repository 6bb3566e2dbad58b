package dev.steward.domain.orchestration;

import static dev.steward.domain.orchestration.RunStatus.BLOCKED;
import static dev.steward.domain.orchestration.RunStatus.CANCELLED;
import static dev.steward.domain.orchestration.RunStatus.COMPLETED;
import static dev.steward.domain.orchestration.RunStatus.FAILED;
import static dev.steward.domain.orchestration.RunStatus.QUEUED;
import static dev.steward.domain.orchestration.RunStatus.RUNNING;

import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to have agents build a workflow or a card (document 001). Callers start, cancel and re-run it; how far it is follows from
 * its assignments.
 *
 * @param status what its assignments and its failure mode make of it; see {@link #progressed}
 * @param attempt 1, one more for each re-run
 * @param rerunOf the run that this one repeats, null for a first attempt
 * @param startedAt null before the start
 * @param endedAt null while it has not ended
 */
public record OrchestrationRun(
        Meta<OrchestrationRun> meta,
        Details details,
        RunStatus status,
        int attempt,
        @Nullable Id<OrchestrationRun> rerunOf,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) implements Entity<OrchestrationRun> {

    public static final TextRule REPO_URL = TextRule.optional(500);
    public static final TextRule BASE_BRANCH = TextRule.required(200);
    public static final TextRule WORKTREE_ROOT = TextRule.optional(500);

    public enum Scope implements Word { WORKFLOW, CARD }

    /** What made it: a button at a card or a workflow, or a person or program by itself. */
    public enum Trigger implements Word { CARD, WORKFLOW, MANUAL }

    /** What callers may do with a run. */
    public enum Verb implements Word { START, CANCEL, RERUN }

    private static final Transitions<RunStatus, Verb> VERBS = new Transitions<>("run", Map.of(
            QUEUED, Set.of(Verb.START, Verb.CANCEL),
            RUNNING, Set.of(Verb.CANCEL),
            BLOCKED, Set.of(Verb.CANCEL),
            FAILED, Set.of(Verb.RERUN),
            CANCELLED, Set.of(Verb.RERUN),
            COMPLETED, Set.of()));

    /**
     * What it was made with; nothing of it changes but that the card or workflow may be deleted.
     *
     * @param workflowId of scope {@code workflow}, null once that workflow is deleted
     * @param cardId of scope {@code card}, null once that card is deleted
     * @param initiatedBy the name of who made it
     * @param repoUrl empty when the project has no repository
     * @param baseBranch what feature branches start from and never are
     * @param worktreeRoot where agents check out, empty for wherever they like
     * @param policySnapshot the project's policy as it was then; later edits do not reach the run
     * @param inputSnapshot what its maker said
     */
    public record Details(
            Id<Project> projectId,
            Scope scope,
            @Nullable Id<Workflow> workflowId,
            @Nullable Id<Card> cardId,
            Trigger trigger,
            String initiatedBy,
            String repoUrl,
            String baseBranch,
            String worktreeRoot,
            Json.Obj policySnapshot,
            Json.Obj inputSnapshot) {

        public Details {
            Violations.check()
                    .text("repo_url", repoUrl, REPO_URL)
                    .text("base_branch", baseBranch, BASE_BRANCH)
                    .text("worktree_root", worktreeRoot, WORKTREE_ROOT)
                    .done();
        }
    }

    public static OrchestrationRun create(Meta<OrchestrationRun> meta, Details details) {
        return new OrchestrationRun(meta, details, QUEUED, 1, null, null, null);
    }

    /** The next attempt, with the policy and input of this one. */
    public OrchestrationRun again(Meta<OrchestrationRun> meta, Details details) {
        VERBS.require(status, Verb.RERUN);
        return new OrchestrationRun(meta, details, QUEUED, attempt + 1, id(), null, null);
    }

    /** What callers may do with it now. */
    public List<Verb> allowed() {
        return VERBS.allowed(status);
    }

    /** Its assignments can be claimed, or wait, until it has ended. */
    public boolean isLive() {
        return startedAt != null && !status.hasEnded();
    }

    /**
     * Refuses checks, approvals and pull requests of a run that has not begun, or came to nothing.
     *
     * @throws RefusedException {@code invalid_transition}
     */
    public void requireDelivering() {
        if (status == QUEUED || status == FAILED || status == CANCELLED) {
            throw new RefusedException(ErrorCode.INVALID_TRANSITION, "This run is " + status.word()
                    + "; checks, approvals and a pull request belong to one that is running, blocked or completed. "
                    + (status == QUEUED ? "Start it first." : "Re-run it."),
                    Map.of("state", Json.of(status.word()), "allowed", Json.of(allowed().stream().map(one -> Json.of(one.word())).toList())));
        }
    }

    /** @throws RefusedException {@code invalid_transition} */
    public OrchestrationRun start(Instant now) {
        VERBS.require(status, Verb.START);
        return new OrchestrationRun(meta.next(now), details, RUNNING, attempt, rerunOf, now, null);
    }

    /** @throws RefusedException {@code invalid_transition} */
    public OrchestrationRun cancel(Instant now) {
        VERBS.require(status, Verb.CANCEL);
        return new OrchestrationRun(meta.next(now), details, CANCELLED, attempt, rerunOf, startedAt, now);
    }

    /** The failure mode of its policy. */
    public FailureMode failureMode() {
        return details.policySnapshot().get("failure_mode") instanceof Json.Text word ? Word.of(FailureMode.class, word.value()) : FailureMode.WAIT_ALL;
    }

    /**
     * The live run as its assignments make it; itself when that changes nothing.
     *
     * <p>All completed: completed. One failed, and all ended or failing fast: failed. None left, or all ended and the rest cancelled:
     * cancelled. Else blocked when all that is open is blocked, and running otherwise.
     */
    public OrchestrationRun progressed(Collection<RunStatus> assignments, Instant now) {
        RunStatus next = isLive() ? derived(assignments) : status;
        return next == status ? this : new OrchestrationRun(meta.next(now), details, next, attempt, rerunOf, startedAt, next.hasEnded() ? now : null);
    }

    private RunStatus derived(Collection<RunStatus> assignments) {
        boolean open = assignments.stream().anyMatch(one -> !one.hasEnded());
        if (assignments.contains(FAILED) && (!open || failureMode() == FailureMode.FAIL_FAST)) {
            return FAILED;
        }
        if (open) {
            return assignments.stream().filter(one -> !one.hasEnded()).allMatch(one -> one == BLOCKED) ? BLOCKED : RUNNING;
        }
        return assignments.contains(COMPLETED) && !assignments.contains(CANCELLED) ? COMPLETED : CANCELLED;
    }

    /** Without its workflow, which goes. */
    public OrchestrationRun withoutWorkflow(Instant now) {
        return without(now, null, details.cardId());
    }

    /** Without its card, which goes. */
    public OrchestrationRun withoutCard(Instant now) {
        return without(now, details.workflowId(), null);
    }

    private OrchestrationRun without(Instant now, @Nullable Id<Workflow> workflow, @Nullable Id<Card> card) {
        return new OrchestrationRun(meta.next(now), new Details(details.projectId(), details.scope(), workflow, card, details.trigger(),
                details.initiatedBy(), details.repoUrl(), details.baseBranch(), details.worktreeRoot(), details.policySnapshot(), details.inputSnapshot()),
                status, attempt, rerunOf, startedAt, endedAt);
    }
}
