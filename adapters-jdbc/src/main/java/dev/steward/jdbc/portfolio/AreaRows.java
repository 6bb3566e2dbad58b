package dev.steward.jdbc.portfolio;

import dev.steward.jdbc.Rows;

/** The table {@code area}. */
public interface AreaRows extends Rows<AreaRow> {
}
