package dev.steward.application;

import dev.steward.application.portfolio.TagStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

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

    /** How many rows, by their plural names, cannot be as they are without this one; only those above zero are reported. */
    protected Map<String, Long> dependents(UnitOfWork unit, E entity) {
        return Map.of();
    }

    /** Lets go what may stay without the entity; what cannot is removed by the database's cascades. */
    protected void beforeDelete(UnitOfWork unit, E entity) {
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
        Map<String, Long> dependents = new LinkedHashMap<>(dependents(unit, entity));
        dependents.values().removeIf(count -> count == 0);
        Map<String, Json> counts = new LinkedHashMap<>();
        dependents.forEach((kind, count) -> counts.put(kind, Json.of(count)));
        if (!dependents.isEmpty() && !cascade) {
            String list = dependents.entrySet().stream().map(e -> e.getValue() + " " + e.getKey().replace('_', ' ')).collect(Collectors.joining(", "));
            throw new RefusedException(ErrorCode.HAS_DEPENDENTS, "This " + words() + " has " + list
                    + "; delete or move those first, or repeat with ?cascade=true: what cannot be without it is deleted with it, the rest lets it go.",
                    Map.of("dependents", new Json.Obj(counts)));
        }
        beforeDelete(unit, entity);
        unit.store(TagStore.class).unlinkAll(new TagStore.Target(name(), entity.id().value()));
        store(unit).delete(entity);
        Json.Obj payload = Json.obj(name(), shape().render(entity));
        record(unit, entity, "deleted", counts.isEmpty() ? payload : payload.with("dependents", new Json.Obj(counts)));
    }
}
