package dev.steward.application.orchestration;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.AgentExecution;
import dev.steward.domain.orchestration.CardAssignment;
import java.util.Optional;

/** The tries of assignments, one for each fence. */
public interface AgentExecutionStore extends Store<AgentExecution> {

    Optional<AgentExecution> findByFence(Id<CardAssignment> assignment, long fence);
}
