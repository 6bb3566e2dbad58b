package dev.steward.jdbc.orchestration;

import dev.steward.jdbc.Rows;

/** The table {@code orchestration_run}. */
public interface OrchestrationRunRows extends Rows<OrchestrationRunRow> {
}
