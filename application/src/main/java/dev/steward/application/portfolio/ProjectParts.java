package dev.steward.application.portfolio;

import dev.steward.application.UnitOfWork;
import dev.steward.domain.portfolio.Project;
import java.util.Map;

/** What other contexts keep below a project, which this one cannot know. */
public interface ProjectParts {

    /** Nothing is below projects but what this context keeps. */
    ProjectParts NONE = new ProjectParts() {
        @Override
        public Map<String, Long> dependents(UnitOfWork unit, Project project) {
            return Map.of();
        }

        @Override
        public void beforeDelete(UnitOfWork unit, Project project) {
        }

        @Override
        public void replanned(UnitOfWork unit, Project before, Project after) {
        }
    };

    /** How many rows, by their plural names, cannot be without the project. */
    Map<String, Long> dependents(UnitOfWork unit, Project project);

    /** Lets go what may stay without the project; what cannot is removed by the database's cascades. */
    void beforeDelete(UnitOfWork unit, Project project);

    /** Called before {@code after} is kept, when its name, description or brief are not those of {@code before}. */
    void replanned(UnitOfWork unit, Project before, Project after);
}
