package dev.steward.jdbc.orchestration;

import dev.steward.application.orchestration.PullRequestCandidateStore;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.PullRequestCandidate;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
final class JdbcPullRequestCandidateStore extends JdbcStore<PullRequestCandidate, PullRequestCandidateRow> implements PullRequestCandidateStore {

    JdbcPullRequestCandidateStore(Jdbc jdbc, PullRequestCandidateRows rows) {
        super(jdbc, rows, PullRequestCandidateRow.class, PullRequestCandidateRow::from, PullRequestCandidateRow::toPullRequestCandidate, LongTexts.of("description"));
    }

    @Override
    public Optional<PullRequestCandidate> findByRun(Id<OrchestrationRun> run) {
        return first("run_id = ?", run.value());
    }
}
