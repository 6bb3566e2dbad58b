package dev.steward.application.orchestration;

import static dev.steward.application.orchestration.DeliverySamples.aPullRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.PullRequestCandidate;
import dev.steward.domain.orchestration.PullRequestCandidate.Status;
import dev.steward.domain.workspace.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public interface PullRequestCandidateStoreContract extends StoreContract<PullRequestCandidate> {

    @Override
    default Class<PullRequestCandidateStore> port() {
        return PullRequestCandidateStore.class;
    }

    @Override
    default PullRequestCandidate sample(Id<Workspace> workspace) {
        return aPullRequest(OrchestrationSamples.run(database(), workspace));
    }

    @Override
    default PullRequestCandidate changed(PullRequestCandidate candidate) {
        return new PullRequestCandidate(candidate.meta().next(TestDatabase.now()), new PullRequestCandidate.Details("größe", PortfolioSamples.FOREIGN,
                PortfolioSamples.FOREIGN, PortfolioSamples.FOREIGN, PortfolioSamples.FOREIGN), candidate.projectId(), candidate.runId(), Status.DRAFT_OPEN);
    }

    @Override
    default List<PullRequestCandidate> edges(Id<Workspace> workspace) {
        return Arrays.stream(Status.values()).map(status -> {
            PullRequestCandidate one = aPullRequest(OrchestrationSamples.run(database(), workspace));
            return new PullRequestCandidate(one.meta(), new PullRequestCandidate.Details("b", PortfolioSamples.text(200), PortfolioSamples.text(300),
                    PortfolioSamples.text(65_536), PortfolioSamples.text(500)), one.projectId(), one.runId(), status);
        }).toList();
    }

    @Override
    default Map<String, PullRequestCandidate> taken(Id<Workspace> workspace, PullRequestCandidate stored) {
        return Map.of("pull_request_candidate_run_id_unique",
                new PullRequestCandidate(PortfolioSamples.meta(), stored.details(), stored.projectId(), stored.runId(), Status.CLOSED));
    }

    @Test
    default void itIsFoundByItsRun() {
        Id<Workspace> workspace = newWorkspace();
        PullRequestCandidate candidate = insert(workspace);
        insert(workspace);

        assertThat(lookUp(workspace, stores -> stores.of(PullRequestCandidateStore.class).findByRun(candidate.runId()))).contains(candidate);
        assertThat(lookUp(workspace, stores -> stores.of(PullRequestCandidateStore.class).findByRun(new Id<>(TestDatabase.newId())))).isEmpty();
        assertThat(lookUp(newWorkspace(), stores -> stores.of(PullRequestCandidateStore.class).findByRun(candidate.runId()))).isEmpty();
    }
}
