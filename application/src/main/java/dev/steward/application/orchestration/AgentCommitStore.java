package dev.steward.application.orchestration;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import java.util.List;
import java.util.Optional;

/** The commits that agents reported, each sha once an assignment. */
public interface AgentCommitStore extends Store<AgentCommit> {

    /** Which commit of which assignment. */
    record Reference(Id<CardAssignment> assignment, String sha) {
    }

    Optional<AgentCommit> findBySha(Id<CardAssignment> assignment, String sha);

    /** All commits of a run, by assignment, then sha. */
    List<Reference> references(Id<OrchestrationRun> run);
}
