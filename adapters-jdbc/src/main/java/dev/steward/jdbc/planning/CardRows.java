package dev.steward.jdbc.planning;

import dev.steward.jdbc.Rows;

/** The table {@code card}. */
public interface CardRows extends Rows<CardRow> {
}
