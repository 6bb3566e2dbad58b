package dev.steward.jdbc.planning;

import dev.steward.jdbc.Rows;

/** The table {@code workflow_activity}. */
public interface WorkflowActivityRows extends Rows<WorkflowActivityRow> {
}
