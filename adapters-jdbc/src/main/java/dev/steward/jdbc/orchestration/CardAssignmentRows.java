package dev.steward.jdbc.orchestration;

import dev.steward.jdbc.Rows;

/** The table {@code card_assignment}. */
public interface CardAssignmentRows extends Rows<CardAssignmentRow> {
}
