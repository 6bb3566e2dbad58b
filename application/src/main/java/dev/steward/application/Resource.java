package dev.steward.application;

import dev.steward.domain.Entity;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;

/**
 * The use cases of a kind of entity that clients list, read, create, change and delete, each change with its events. A context adds
 * one subclass per entity, which says how an entity is made from the values of a body and what depends on it.
 *
 * @param <E> the entity
 */
public abstract class Resource<E extends Entity<E>> extends Entities<E> {

    protected Resource(Shape<E> shape, Class<? extends Store<E>> port) {
        super(shape, port);
    }

    /** A new entity from a body's values. Throws when they break a rule. */
    protected abstract E make(UnitOfWork unit, Meta<E> meta, Values values);

    /** The entity with a body's values. Throws when they break a rule. */
    protected abstract E revise(UnitOfWork unit, E current, Values values);

    /** Refuses changing or deleting what is closed to changes, such as a part of an archived project. */
    protected void requireOpen(UnitOfWork unit, E entity) {
    }

    public final E create(UnitOfWork unit, Values values) {
        return add(unit, make(unit, unit.firstMeta(), values));
    }

    public final E update(UnitOfWork unit, E current, Values values) {
        requireOpen(unit, current);
        return save(unit, current, revise(unit, current, values), "updated");
    }

    /**
     * Removes the entity, its tags, and what cannot be without it.
     *
     * @throws RefusedException with {@link ErrorCode#HAS_DEPENDENTS} and their counts, unless {@code cascade}
     */
    public final void delete(UnitOfWork unit, E entity, boolean cascade) {
        requireOpen(unit, entity);
        remove(unit, entity, cascade);
    }
}
