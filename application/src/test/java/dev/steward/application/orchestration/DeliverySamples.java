package dev.steward.application.orchestration;

import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.PathRules;
import dev.steward.domain.orchestration.PullRequestCandidate;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.domain.portfolio.FileChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes of runs. */
public final class DeliverySamples {

    static final Instant COMMITTED = Instant.parse("2026-04-06T09:00:00.001Z");

    private DeliverySamples() {
    }

    /** A sha that is different for each number. */
    public static String sha(int number) {
        return "%040x".formatted(number);
    }

    public static AgentCommit aCommit(CardAssignment assignment, String sha, String... files) {
        return new AgentCommit(PortfolioSamples.meta(), new AgentCommit.Details(sha, "feat/x", "Outline", COMMITTED,
                List.of(files).stream().map(file -> new FileChange(file, 1, 0)).toList()),
                assignment.details().projectId(), assignment.details().runId(), assignment.id(), 1,
                new PathRules(PathGlobs.of("src/**"), PathGlobs.of("**/*.pem"), PathGlobs.of("db")).violations(List.of(files)));
    }

    public static RunCheck aCheck(OrchestrationRun run, @Nullable Id<CardAssignment> assignment, CheckType type, int attempt, RunCheck.Status status) {
        return RunCheck.create(PortfolioSamples.meta(), run, assignment, type, attempt, status, "ok", COMMITTED);
    }

    public static ApprovalRequest anApproval(OrchestrationRun run, ApprovalRequest.Type type) {
        return ApprovalRequest.create(PortfolioSamples.meta(), run, type, "0".repeat(64), "worker-1");
    }

    public static PullRequestCandidate aPullRequest(OrchestrationRun run) {
        return PullRequestCandidate.create(PortfolioSamples.meta(), new PullRequestCandidate.Details("main", "feat/x", "Outline", "", ""), run);
    }
}
