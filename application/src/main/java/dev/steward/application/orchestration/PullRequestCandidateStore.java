package dev.steward.application.orchestration;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.PullRequestCandidate;
import java.util.Optional;

/** The pull requests of runs, one a run at most. */
public interface PullRequestCandidateStore extends Store<PullRequestCandidate> {

    Optional<PullRequestCandidate> findByRun(Id<OrchestrationRun> run);
}
