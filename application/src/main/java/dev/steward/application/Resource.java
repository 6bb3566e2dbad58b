package dev.steward.application;

import dev.steward.domain.Entity;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The use cases that every kind of entity has: list, read, create, change, delete, each with its events. A context adds one
 * subclass per entity, which says how an entity is made from the values of a body and what depends on it.
 *
 * @param <E> the entity
 */
public abstract class Resource<E extends Entity<E>> {

    private final Shape<E> shape;
    private final Class<? extends Store<E>> port;

    protected Resource(Shape<E> shape, Class<? extends Store<E>> port) {
        this.shape = shape;
        this.port = port;
    }

    public final Shape<E> shape() {
        return shape;
    }

    /** Singular, as in event types and messages. */
    public final String name() {
        return shape.name();
    }

    /** The order of a list that asks for none. */
    public List<Query.Order> defaultOrder() {
        return List.of();
    }

    protected final Store<E> store(UnitOfWork unit) {
        return unit.store(port);
    }

    /** A new entity from a body's values. Throws when they break a rule. */
    protected abstract E make(UnitOfWork unit, Meta<E> meta, Values values);

    /** The entity with a body's values. Throws when they break a rule. */
    protected abstract E revise(UnitOfWork unit, E current, Values values);

    /** The project that events of this entity belong to. */
    protected @Nullable UUID projectOf(E entity) {
        return null;
    }

    /** How many rows, by their plural names, cannot be without this one; only those above zero are reported. */
    protected Map<String, Long> dependents(UnitOfWork unit, E entity) {
        return Map.of();
    }

    /** Lets go what may stay without the entity; what cannot is removed by the database's cascades. */
    protected void beforeDelete(UnitOfWork unit, E entity) {
    }

    /** What follows from an entity's birth. */
    protected void afterCreate(UnitOfWork unit, E entity) {
    }

    /** What a list request asks for; see {@link Listing#parse}. */
    public Query query(Map<String, String> parameters) {
        return Listing.parse(shape, parameters, defaultOrder());
    }

    /** The query with names in its filters, such as slugs, replaced by what the store knows. */
    protected Query resolve(UnitOfWork unit, Query query) {
        return query;
    }

    public final Page<E> page(UnitOfWork unit, Query asked) {
        Query query = resolve(unit, asked);
        List<E> found = store(unit).list(new Query(query.filters(), query.order(), query.limit() + 1, query.after()));
        if (found.size() <= query.limit()) {
            return new Page<>(found, Optional.empty());
        }
        List<E> items = found.subList(0, query.limit());
        return new Page<>(items, Optional.of(shape.position(items.getLast(), query.order())));
    }

    /**
     * The entity that {@code key} names.
     *
     * @throws RefusedException with {@link ErrorCode#NOT_FOUND}
     */
    public final E get(UnitOfWork unit, String key) {
        return find(unit, key).orElseThrow(() -> notFound(key));
    }

    public final E get(UnitOfWork unit, Id<E> id) {
        return store(unit).find(id).orElseThrow(() -> notFound(id.toString()));
    }

    /** The entity that {@code key} names: its id, unless a subclass knows more. */
    public Optional<E> find(UnitOfWork unit, String key) {
        return Id.<E>parse(key).flatMap(id -> store(unit).find(id));
    }

    /**
     * The entity that a body's member refers to.
     *
     * @throws InvalidException naming the member, when there is none in this workspace
     */
    public final E referred(UnitOfWork unit, String field, String key) {
        return find(unit, key).orElseThrow(() -> new InvalidException(List.of(new Violation(
                "/" + field, "unknown_reference", "There is no " + words() + " '" + key + "' in this workspace."))));
    }

    public final E create(UnitOfWork unit, Values values) {
        return add(unit, make(unit, unit.firstMeta(), values));
    }

    /** Keeps a new entity and records {@code <name>.created}. */
    public final E add(UnitOfWork unit, E entity) {
        store(unit).insert(entity);
        record(unit, entity, "created", Json.obj(name(), shape.render(entity)));
        afterCreate(unit, entity);
        return entity;
    }

    public final E update(UnitOfWork unit, E current, Values values) {
        return save(unit, current, revise(unit, current, values), "updated");
    }

    /** Keeps a change and records {@code <name>.<verb>} with what changed; when nothing did, does nothing. */
    public final E save(UnitOfWork unit, E before, E after, String verb) {
        Json.Obj changes = shape.changes(before, after);
        if (changes.members().isEmpty()) {
            return before;
        }
        store(unit).update(after);
        record(unit, after, verb, Json.obj("changes", changes));
        return after;
    }

    /** @throws RefusedException with {@link ErrorCode#HAS_DEPENDENTS} and their counts, unless {@code cascade} */
    public final void delete(UnitOfWork unit, E entity, boolean cascade) {
        Map<String, Long> dependents = new LinkedHashMap<>(dependents(unit, entity));
        dependents.values().removeIf(count -> count == 0);
        Map<String, Json> counts = new LinkedHashMap<>();
        dependents.forEach((kind, count) -> counts.put(kind, Json.of(count)));
        if (!dependents.isEmpty() && !cascade) {
            String list = dependents.entrySet().stream().map(e -> e.getValue() + " " + e.getKey().replace('_', ' ')).collect(Collectors.joining(", "));
            throw new RefusedException(ErrorCode.HAS_DEPENDENTS, "This " + words() + " has " + list
                    + "; delete those first, or repeat with ?cascade=true to delete them with it.", Map.of("dependents", new Json.Obj(counts)));
        }
        beforeDelete(unit, entity);
        store(unit).delete(entity);
        Json.Obj payload = Json.obj(name(), shape.render(entity));
        record(unit, entity, "deleted", counts.isEmpty() ? payload : payload.with("dependents", new Json.Obj(counts)));
    }

    protected final void record(UnitOfWork unit, E entity, String verb, Json.Obj payload) {
        unit.record(name() + "." + verb, name(), entity.id().value(), projectOf(entity), payload);
    }

    protected final RefusedException notFound(String key) {
        return new RefusedException(ErrorCode.NOT_FOUND, "There is no " + words() + " '" + key + "' in this workspace.");
    }

    private String words() {
        return name().replace('_', ' ');
    }
}
