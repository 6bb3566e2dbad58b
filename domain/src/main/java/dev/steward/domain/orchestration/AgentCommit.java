package dev.steward.domain.orchestration;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.portfolio.FileChange;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A commit that an agent reported, once an assignment and sha. It is kept whatever it changed; what it should not have changed is said
 * beside it.
 *
 * @param fence of the claim under which it was reported
 * @param violations what of it the assignment or the policy does not allow
 */
public record AgentCommit(
        Meta<AgentCommit> meta,
        Details details,
        Id<Project> projectId,
        Id<OrchestrationRun> runId,
        Id<CardAssignment> assignmentId,
        long fence,
        List<PathViolation> violations) implements Entity<AgentCommit> {

    public static final TextRule SHA = TextRule.required(64);
    public static final TextRule BRANCH = TextRule.required(200);
    public static final TextRule MESSAGE = TextRule.optional(20_000);
    public static final int MAX_FILES = 5_000;

    private static final Pattern WHOLE_SHA = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    public AgentCommit {
        violations = List.copyOf(violations);
    }

    /**
     * What Git says of it.
     *
     * @param sha the whole name, because a shortened one names different commits over time
     * @param filesChanged paths from the root of the repository
     */
    public record Details(String sha, String branch, String message, Instant committedAt, List<FileChange> filesChanged) {

        public Details {
            filesChanged = List.copyOf(filesChanged);
            Violations violations = Violations.check()
                    .rule(WHOLE_SHA.matcher(sha).matches(), "sha", "invalid_sha", "A commit is named by its whole sha, 40 or 64 lower-case hexadecimal digits; send what 'git rev-parse HEAD' says.")
                    .text("branch", branch, BRANCH)
                    .text("message", message, MESSAGE);
            FileChange.check(violations, "files_changed", filesChanged, MAX_FILES);
            violations.done();
        }
    }

    /**
     * A commit on an assignment's feature branch.
     *
     * @param rules which files it may change
     * @throws InvalidException {@code base_branch} or {@code other_branch} when it is on another one
     */
    public static AgentCommit create(Meta<AgentCommit> meta, Details details, OrchestrationRun run, CardAssignment assignment, PathRules rules) {
        String feature = assignment.details().featureBranch();
        boolean base = details.branch().equals(run.details().baseBranch());
        Violations.check()
                .rule(!base, "branch", "base_branch", "'" + details.branch() + "' is the run's base branch, on which agents do not commit; commit on '" + feature + "'.")
                .rule(base || details.branch().equals(feature), "branch", "other_branch",
                        "'" + details.branch() + "' is not the assignment's feature branch; commit on '" + feature + "'.")
                .done();
        return new AgentCommit(meta, details, run.details().projectId(), run.id(), assignment.id(), assignment.fence(),
                rules.violations(details.filesChanged().stream().map(FileChange::path).toList()));
    }
}
