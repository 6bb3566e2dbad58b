package dev.steward.jdbc.workspace;

import dev.steward.jdbc.Rows;

/** The table {@code workspace}. */
public interface WorkspaceRows extends Rows<WorkspaceRow> {
}
