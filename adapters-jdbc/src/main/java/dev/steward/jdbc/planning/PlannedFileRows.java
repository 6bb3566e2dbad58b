package dev.steward.jdbc.planning;

import dev.steward.jdbc.Rows;

/** The table {@code planned_file}. */
public interface PlannedFileRows extends Rows<PlannedFileRow> {
}
