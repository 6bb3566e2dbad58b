package dev.steward.jdbc.orchestration;

import dev.steward.application.orchestration.AgentCommitStore;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@Singleton
final class JdbcAgentCommitStore extends JdbcStore<AgentCommit, AgentCommitRow> implements AgentCommitStore {

    JdbcAgentCommitStore(Jdbc jdbc, AgentCommitRows rows) {
        super(jdbc, rows, AgentCommitRow.class, AgentCommitRow::from, AgentCommitRow::toAgentCommit, LongTexts.of("message").andArrays("files_changed", "violations"));
    }

    @Override
    public Optional<AgentCommit> findBySha(Id<CardAssignment> assignment, String sha) {
        return first("assignment_id = ? AND sha = ?", assignment.value(), sha);
    }

    @Override
    public List<Reference> references(Id<OrchestrationRun> run) {
        return jdbc.query("""
                SELECT assignment_id, sha FROM agent_commit
                WHERE workspace_id = ? AND run_id = ?
                ORDER BY assignment_id, sha""",
                List.of(jdbc.workspace(), run.value()),
                row -> new Reference(new Id<>(UUID.fromString(row.getString("assignment_id"))), row.getString("sha")));
    }
}
