package dev.steward.application.portfolio;

import dev.steward.application.Store;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Slug;
import java.util.Optional;
import java.util.Set;

/** The projects of a workspace, unique by slug. */
public interface ProjectStore extends Store<Project> {

    Optional<Project> findBySlug(Slug slug);

    /** Of {@code base} and its numbered forms {@code base-2}, {@code base-3}, …, those that are taken. */
    Set<String> takenSlugs(Slug base);
}
