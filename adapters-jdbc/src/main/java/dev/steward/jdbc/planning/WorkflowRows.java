package dev.steward.jdbc.planning;

import dev.steward.jdbc.Rows;

/** The table {@code workflow}. */
public interface WorkflowRows extends Rows<WorkflowRow> {
}
