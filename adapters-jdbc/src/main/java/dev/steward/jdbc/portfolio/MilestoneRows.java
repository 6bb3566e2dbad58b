package dev.steward.jdbc.portfolio;

import dev.steward.jdbc.Rows;

/** The table {@code milestone}. */
public interface MilestoneRows extends Rows<MilestoneRow> {
}
