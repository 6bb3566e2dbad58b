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
import dev.steward.domain.NumberRule;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A card handed to an agent of a role. Whoever claims it holds it under a lease that heartbeats extend, and a fence that rises at every
 * claim: each later call carries it, so who has lost the lease can change nothing any more.
 *
 * @param attempt how often it was claimed; a release takes that back
 * @param fence 0 before the first claim
 * @param claimedBy who holds it, or held it last when it is blocked or has ended; null while it is queued
 * @param leaseExpiresAt when the lease ends unless a heartbeat comes; null while nobody holds it
 * @param claimableAt since when it can be claimed, or from when on because the lease ends then; null while it cannot: its run has not
 *     started, it waits for another, this was the last attempt, it is blocked, or has ended
 * @param learnings what its agent learned, as reported at completion
 */
public record CardAssignment(
        Meta<CardAssignment> meta,
        Details details,
        RunStatus status,
        int attempt,
        long fence,
        String agentSession,
        @Nullable String claimedBy,
        @Nullable Instant claimedAt,
        @Nullable Instant leaseExpiresAt,
        @Nullable Instant claimableAt,
        String blockReason,
        String summary,
        String error,
        List<String> learnings,
        @Nullable Instant endedAt) implements Entity<CardAssignment> {

    public static final int MAX_LEARNINGS = 100;
    public static final String DEFAULT_PROFILE = "default";

    public static final TextRule AGENT_PROFILE = TextRule.required(100);
    public static final TextRule FEATURE_BRANCH = TextRule.required(200);
    public static final TextRule WORKTREE_PATH = TextRule.optional(500);
    /** The name of an agent: the same one for all calls of one worker, another one for each worker. */
    public static final TextRule AGENT = TextRule.required(200);
    public static final TextRule AGENT_SESSION = TextRule.optional(500);
    public static final TextRule BLOCK_REASON = TextRule.required(10_000);
    public static final TextRule SUMMARY = TextRule.optional(100_000);
    public static final TextRule ERROR = TextRule.required(100_000);
    public static final TextRule LEARNING = TextRule.required(10_000);
    public static final NumberRule PRIORITY = new NumberRule(0, Integer.MAX_VALUE);

    /** Whether it waits for others of its project whose paths overlap. */
    public enum Overlap implements Word { WAIT, ALLOW }

    /** The steps of an assignment; all but {@code resume}, which is a person's, are its agent's. To report is to tell of commits and checks. */
    public enum Verb implements Word { CLAIM, HEARTBEAT, REPORT, RELEASE, BLOCK, RESUME, COMPLETE, FAIL }

    /** A running one is claimed again by its holder, and by anybody once its lease has ended. */
    private static final Transitions<RunStatus, Verb> VERBS = new Transitions<>("assignment", Map.of(
            QUEUED, Set.of(Verb.CLAIM),
            RUNNING, Set.of(Verb.CLAIM, Verb.HEARTBEAT, Verb.REPORT, Verb.RELEASE, Verb.BLOCK, Verb.COMPLETE, Verb.FAIL),
            BLOCKED, Set.of(Verb.RESUME),
            FAILED, Set.of(),
            COMPLETED, Set.of(),
            CANCELLED, Set.of()));

    /**
     * What it was made with; it does not change.
     *
     * @param forbiddenPaths those of the policy, and more
     * @param priority the card's: 0 goes first
     * @param leaseSeconds how long a lease is without a heartbeat
     * @param maxAttempts how many claims may lose their lease
     */
    public record Details(
            Id<Project> projectId,
            Id<OrchestrationRun> runId,
            Id<Card> cardId,
            AgentRole agentRole,
            String agentProfile,
            String featureBranch,
            String worktreePath,
            PathGlobs allowedPaths,
            PathGlobs forbiddenPaths,
            Overlap overlap,
            Json.Obj inputSnapshot,
            int priority,
            int leaseSeconds,
            int maxAttempts) {

        public Details {
            Violations violations = Violations.check()
                    .text("agent_profile", agentProfile, AGENT_PROFILE)
                    .text("feature_branch", featureBranch, FEATURE_BRANCH)
                    .text("worktree_path", worktreePath, WORKTREE_PATH)
                    .rule(!allowedPaths.isEmpty(), "allowed_paths", "required",
                            "An assignment names what its agent may change; give at least one glob, such as src/**.")
                    .number("priority", priority, PRIORITY);
            allowedPaths.check(violations, "allowed_paths");
            violations.done();
        }
    }

    public CardAssignment {
        learnings = List.copyOf(learnings);
    }

    /** A new one, which nobody can claim before it goes live. */
    public static CardAssignment create(Meta<CardAssignment> meta, Details details) {
        return new CardAssignment(meta, details, QUEUED, 0, 0, "", null, null, null, null, "", "", "", List.of(), null);
    }

    /** What can be done with it now. */
    public List<Verb> allowed() {
        return VERBS.allowed(status);
    }

    /** Whether someone holds it under a lease that has not ended. */
    public boolean isHeld(Instant now) {
        return leaseExpiresAt != null && now.isBefore(leaseExpiresAt);
    }

    /** Whether its lease has ended without a word from its holder. */
    public boolean isLost(Instant now) {
        return leaseExpiresAt != null && !now.isBefore(leaseExpiresAt);
    }

    /** Whether another lost lease is one too many. */
    public boolean isLastAttempt() {
        return attempt >= details.maxAttempts();
    }

    /** Its agent is to stop: the assignment was cancelled under it. */
    public boolean cancelRequested() {
        return status == CANCELLED;
    }

    /** From now on it can be claimed: it went live, or what it waited for has ended. */
    public CardAssignment ready(Instant now) {
        return change(now).claimable(now).done();
    }

    /**
     * In the hands of {@code agent}: with the next fence, or, when it holds it already, with the same and a new lease.
     *
     * @throws RefusedException {@code claimed}, naming the holder; {@code invalid_transition}
     */
    public CardAssignment claim(String agent, String session, Instant now) {
        VERBS.require(status, Verb.CLAIM);
        boolean mine = agent.equals(claimedBy);
        if (isHeld(now) && !mine) {
            throw new RefusedException(ErrorCode.CLAIMED, "'" + claimedBy + "' holds this assignment until " + leaseExpiresAt
                    + " unless it asks for longer; claim another one, or wait with POST /assignments/claim and wait_seconds.", holder(now));
        }
        Change change = change(now).session(session.isEmpty() && mine ? agentSession : session);
        return isHeld(now) ? change.lease(now).done() : change.handedTo(agent, now).lease(now).done();
    }

    /**
     * One that crosses with its holder's own completion changes nothing.
     *
     * @throws RefusedException {@code stale_fence}, {@code lease_lost}, {@code invalid_transition}
     */
    public CardAssignment heartbeat(long given, Instant now) {
        requireFence(given, now);
        if (cancelRequested() || status == COMPLETED) {
            return this;
        }
        requireHeld(Verb.HEARTBEAT, now);
        return change(now).lease(now).done();
    }

    /** Back to where anybody can claim it; the attempt does not count. A repetition changes nothing. */
    public CardAssignment release(long given, Instant now) {
        requireFence(given, now);
        if (status == QUEUED) {
            return this;
        }
        requireHeld(Verb.RELEASE, now);
        return change(now).attempt(attempt - 1).queued(now).done();
    }

    /** Put aside until a person resumes it. A repetition changes nothing. */
    public CardAssignment block(long given, String reason, Instant now) {
        requireFence(given, now);
        if (status == BLOCKED) {
            return this;
        }
        requireHeld(Verb.BLOCK, now);
        return change(now).blocked(reason).done();
    }

    /** Queued again after it was blocked. */
    public CardAssignment resume(Instant now) {
        VERBS.require(status, Verb.RESUME);
        return change(now).queued(now).done();
    }

    /** A repetition changes nothing. */
    public CardAssignment complete(long given, String text, List<String> learned, Instant now) {
        requireFence(given, now);
        if (status == COMPLETED) {
            return this;
        }
        requireHeld(Verb.COMPLETE, now);
        return change(now).completed(text, learned).done();
    }

    /** A repetition changes nothing. */
    public CardAssignment fail(long given, String reason, Instant now) {
        requireFence(given, now);
        if (status == FAILED) {
            return this;
        }
        requireHeld(Verb.FAIL, now);
        return change(now).ended(FAILED, reason).done();
    }

    /** What becomes of it when its lease {@linkplain #isLost has ended}: queued again, or failed after the last attempt. */
    public CardAssignment expire(Instant now) {
        if (!isLost(now)) {
            throw new IllegalStateException("The lease has not ended");
        }
        return isLastAttempt()
                ? change(now).ended(FAILED, "The lease of '" + claimedBy + "' ended at " + leaseExpiresAt + " without a heartbeat, in attempt "
                        + attempt + " of " + details.maxAttempts() + ".").done()
                : change(now).queued(leaseExpiresAt == null ? now : leaseExpiresAt).done();
    }

    /** Its run was cancelled, or failed at once. */
    public CardAssignment cancel(Instant now) {
        return change(now).ended(CANCELLED, "").done();
    }

    /**
     * Refuses calls of who held it before.
     *
     * @throws RefusedException {@code stale_fence}, naming the current holder
     */
    public void requireFence(long given, Instant now) {
        if (given != fence) {
            throw new RefusedException(ErrorCode.STALE_FENCE, "The fence " + given + " is not the current one: "
                    + (isHeld(now) ? "'" + claimedBy + "' has claimed this assignment since." : "the assignment is " + status.word() + ", and the lease under that fence is over.")
                    + " Stop working on it, and claim again.", holder(now));
        }
    }

    /**
     * Refuses calls whose lease has ended, or that its state does not allow.
     *
     * @throws RefusedException {@code lease_lost}, {@code invalid_transition}
     */
    public void requireHeld(Verb verb, Instant now) {
        if (isLost(now) || status == QUEUED) {
            throw new RefusedException(ErrorCode.LEASE_LOST, "The lease under the fence " + fence + " has ended"
                    + (leaseExpiresAt == null ? "" : " at " + leaseExpiresAt) + ", so anybody may claim this assignment; claim it again, and go on under the new fence if you are the one.",
                    holder(now));
        }
        VERBS.require(status, verb);
    }

    /** Who holds it and for how long, for refusals. */
    private Map<String, Json> holder(Instant now) {
        Map<String, Json> holder = new LinkedHashMap<>();
        holder.put("assignment_id", Json.of(id().toString()));
        holder.put("state", Json.of(status.word()));
        boolean held = isHeld(now) && leaseExpiresAt != null;
        holder.put("holder", held ? Json.of(claimedBy) : Json.NULL);
        holder.put("lease_expires_at", held ? Json.of(String.valueOf(leaseExpiresAt)) : Json.NULL);
        holder.put("lease_remaining_seconds", Json.of(held ? Math.max(1, Duration.between(now, leaseExpiresAt).plusMillis(999).toSeconds()) : 0));
        return holder;
    }

    private Change change(Instant now) {
        return new Change(now);
    }

    /** The next version, member by member; each step says what else follows from it. */
    private final class Change {
        private final Instant now;
        private RunStatus nextStatus = status;
        private int nextAttempt = attempt;
        private long nextFence = fence;
        private String nextSession = agentSession;
        private @Nullable String nextClaimedBy = claimedBy;
        private @Nullable Instant nextClaimedAt = claimedAt;
        private @Nullable Instant nextLease = leaseExpiresAt;
        private @Nullable Instant nextClaimable = claimableAt;
        private String nextBlockReason = blockReason;
        private String nextSummary = summary;
        private String nextError = error;
        private List<String> nextLearnings = learnings;

        Change(Instant now) {
            this.now = now;
        }

        Change claimable(Instant since) {
            nextClaimable = since;
            return this;
        }

        Change attempt(int number) {
            nextAttempt = number;
            return this;
        }

        Change session(String session) {
            nextSession = session;
            return this;
        }

        Change handedTo(String agent, Instant since) {
            nextStatus = RUNNING;
            nextAttempt++;
            nextFence++;
            nextClaimedBy = agent;
            nextClaimedAt = since;
            nextBlockReason = "";
            return this;
        }

        Change lease(Instant from) {
            nextLease = from.plusSeconds(details.leaseSeconds());
            nextClaimable = nextAttempt >= details.maxAttempts() ? null : nextLease;
            return this;
        }

        Change queued(Instant since) {
            nextStatus = QUEUED;
            nextClaimedBy = null;
            nextClaimedAt = null;
            nextLease = null;
            return claimable(since);
        }

        Change blocked(String reason) {
            nextBlockReason = reason;
            return unheld(BLOCKED);
        }

        Change completed(String text, List<String> learned) {
            nextSummary = text;
            nextLearnings = learned;
            return unheld(COMPLETED);
        }

        Change ended(RunStatus how, String reason) {
            nextError = reason;
            return unheld(how);
        }

        private Change unheld(RunStatus how) {
            nextStatus = how;
            nextLease = null;
            nextClaimable = null;
            return this;
        }

        CardAssignment done() {
            return new CardAssignment(meta.next(now), details, nextStatus, nextAttempt, nextFence, nextSession, nextClaimedBy, nextClaimedAt,
                    nextLease, nextClaimable, nextBlockReason, nextSummary, nextError, nextLearnings, nextStatus.hasEnded() ? now : null);
        }
    }
}
