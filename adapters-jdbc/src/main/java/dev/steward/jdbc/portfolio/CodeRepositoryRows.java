package dev.steward.jdbc.portfolio;

import dev.steward.jdbc.Rows;

/** The table {@code project_repository}. */
public interface CodeRepositoryRows extends Rows<CodeRepositoryRow> {
}
