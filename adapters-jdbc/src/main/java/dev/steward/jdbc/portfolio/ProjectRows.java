package dev.steward.jdbc.portfolio;

import dev.steward.jdbc.Rows;

/** The table {@code project}. */
public interface ProjectRows extends Rows<ProjectRow> {
}
