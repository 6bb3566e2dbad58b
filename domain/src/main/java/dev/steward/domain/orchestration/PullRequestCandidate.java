package dev.steward.domain.orchestration;

import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pull request that comes of a run: one at most. */
public record PullRequestCandidate(
        Meta<PullRequestCandidate> meta,
        Details details,
        Id<Project> projectId,
        Id<OrchestrationRun> runId,
        Status status) implements Entity<PullRequestCandidate> {

    public static final TextRule TITLE = TextRule.required(300);
    public static final TextRule DESCRIPTION = TextRule.optional(65_536);
    public static final TextRule BRANCH = TextRule.required(200);
    public static final TextRule PR_URL = TextRule.optional(500);

    /** How far it is. Merged is final. */
    public enum Status implements Word {
        NOT_CREATED,
        DRAFT_OPEN,
        OPEN,
        MERGED,
        CLOSED;

        private static final Map<Status, Set<Status>> ALLOWED = Map.of(
                NOT_CREATED, Set.of(DRAFT_OPEN),
                DRAFT_OPEN, Set.of(OPEN),
                OPEN, Set.of(MERGED, CLOSED),
                MERGED, Set.of(),
                CLOSED, Set.of(OPEN));

        /** The states a change can lead to; staying is no change and always possible. */
        public List<Status> allowed() {
            return ALLOWED.getOrDefault(this, Set.of()).stream().sorted().toList();
        }
    }

    /**
     * What callers write.
     *
     * @param headBranch what is merged into the base branch, and so another one
     * @param prUrl where it is; empty while nobody knows
     */
    public record Details(String baseBranch, String headBranch, String title, String description, String prUrl) {

        public Details {
            Violations.check()
                    .text("base_branch", baseBranch, BRANCH)
                    .text("head_branch", headBranch, BRANCH)
                    .rule(!headBranch.equals(baseBranch), "head_branch", "base_branch",
                            "'" + headBranch + "' is the base branch, which is not merged into itself; name the branch with the work.")
                    .text("title", title, TITLE)
                    .text("description", description, DESCRIPTION)
                    .text("pr_url", prUrl, PR_URL)
                    .done();
        }
    }

    public static PullRequestCandidate create(Meta<PullRequestCandidate> meta, Details details, OrchestrationRun run) {
        return new PullRequestCandidate(meta, details, run.details().projectId(), run.id(), Status.NOT_CREATED);
    }

    /**
     * With other details, in another state. The same again changes nothing.
     *
     * @throws RefusedException {@code invalid_transition}, naming what is allowed instead
     */
    public PullRequestCandidate revise(Instant now, Details details, Status status) {
        if (details.equals(this.details) && status == this.status) {
            return this;
        }
        List<Status> allowed = this.status.allowed();
        if (status != this.status && !allowed.contains(status) || allowed.isEmpty()) {
            throw new RefusedException(ErrorCode.INVALID_TRANSITION, "This pull request is " + this.status.word() + ", from where it "
                    + (allowed.isEmpty() ? "does not change any more." : "does not become " + status.word() + "; it can become "
                    + String.join(", ", allowed.stream().map(Word::word).toList()) + "."),
                    Map.of("state", Json.of(this.status.word()), "allowed", Json.of(allowed.stream().map(one -> Json.of(one.word())).toList())));
        }
        return new PullRequestCandidate(meta.next(now), details, projectId, runId, status);
    }
}
