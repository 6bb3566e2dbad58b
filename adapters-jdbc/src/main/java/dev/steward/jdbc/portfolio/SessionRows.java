package dev.steward.jdbc.portfolio;

import dev.steward.jdbc.Rows;

/** The table {@code session}. */
public interface SessionRows extends Rows<SessionRow> {
}
