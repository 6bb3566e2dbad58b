package dev.steward.jdbc.orchestration;

import dev.steward.application.orchestration.AgentExecutionStore;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.AgentExecution;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
final class JdbcAgentExecutionStore extends JdbcStore<AgentExecution, AgentExecutionRow> implements AgentExecutionStore {

    JdbcAgentExecutionStore(Jdbc jdbc, AgentExecutionRows rows) {
        super(jdbc, rows, AgentExecutionRow.class, AgentExecutionRow::from, AgentExecutionRow::toAgentExecution, LongTexts.of("summary", "error"));
    }

    @Override
    public Optional<AgentExecution> findByFence(Id<CardAssignment> assignment, long fence) {
        return first("assignment_id = ? AND fence = ?", assignment.value(), fence);
    }
}
