package dev.steward.jdbc.orchestration;

import dev.steward.jdbc.Rows;

/** The table {@code agent_commit}. */
public interface AgentCommitRows extends Rows<AgentCommitRow> {
}
