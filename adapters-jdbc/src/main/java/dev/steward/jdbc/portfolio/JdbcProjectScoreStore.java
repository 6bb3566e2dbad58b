package dev.steward.jdbc.portfolio;

import dev.steward.application.portfolio.ProjectScoreStore;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
final class JdbcProjectScoreStore extends JdbcStore<ProjectScore, ProjectScoreRow> implements ProjectScoreStore {

    JdbcProjectScoreStore(Jdbc jdbc, ProjectScoreRows rows) {
        super(jdbc, rows, ProjectScoreRow.class, ProjectScoreRow::from, ProjectScoreRow::toProjectScore);
    }

    @Override
    public Optional<ProjectScore> find(Id<Project> project, WeekKey week) {
        return first("project_id = ? AND week_key = ?", project.value(), week.toString());
    }
}
