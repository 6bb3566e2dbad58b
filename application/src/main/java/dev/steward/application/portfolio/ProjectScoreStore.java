package dev.steward.application.portfolio;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.WeekKey;
import java.util.Optional;

/** Scores, unique by project and week. Lists can be sorted by {@code week_start}, the Monday of the week. */
public interface ProjectScoreStore extends Store<ProjectScore> {

    Optional<ProjectScore> find(Id<Project> project, WeekKey week);
}
