package dev.steward.jdbc.planning;

import dev.steward.jdbc.Rows;

/** The table {@code planning_action}. */
public interface PlanningActionRows extends Rows<PlanningActionRow> {
}
