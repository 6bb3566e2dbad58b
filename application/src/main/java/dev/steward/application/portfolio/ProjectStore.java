package dev.steward.application.portfolio;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Slug;
import java.util.Optional;
import java.util.Set;

/** The projects of a workspace, unique by slug. */
public interface ProjectStore extends Store<Project> {

    Optional<Project> findBySlug(Slug slug);

    /**
     * The project as it is committed; until this unit ends, every other unit that locks it waits, and so does one that updates it. For
     * changes that must not run side by side within a project, such as those of its map. Only in a writing unit.
     */
    Optional<Project> lock(Id<Project> id);

    /** Of {@code base} and its numbered forms {@code base-2}, {@code base-3}, …, those that are taken. */
    Set<String> takenSlugs(Slug base);
}
