package dev.steward.jdbc.orchestration;

import dev.steward.jdbc.Rows;

/** The table {@code run_check}. */
public interface RunCheckRows extends Rows<RunCheckRow> {
}
