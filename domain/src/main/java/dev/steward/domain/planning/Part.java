package dev.steward.domain.planning;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Project;

/**
 * Something that belongs to the plan of one project and never leaves it.
 *
 * @param <E> the entity itself
 */
public interface Part<E extends Part<E>> extends Entity<E> {

    Id<Project> projectId();
}
