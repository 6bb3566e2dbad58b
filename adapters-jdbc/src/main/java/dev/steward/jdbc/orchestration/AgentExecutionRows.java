package dev.steward.jdbc.orchestration;

import dev.steward.jdbc.Rows;

/** The table {@code agent_execution}. */
public interface AgentExecutionRows extends Rows<AgentExecutionRow> {
}
