package dev.steward.jdbc.portfolio;

import dev.steward.jdbc.Rows;

/** The table {@code project_score}. */
public interface ProjectScoreRows extends Rows<ProjectScoreRow> {
}
