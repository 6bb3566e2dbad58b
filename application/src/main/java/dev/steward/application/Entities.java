package dev.steward.application;

import dev.steward.application.Query.Filter;
import dev.steward.application.Store.Change;
import dev.steward.application.portfolio.TagStore;
import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the use cases of every kind of entity share: finding, listing and rendering them, and keeping changes together with their
 * events. {@link Resource} adds what clients create, change and delete freely.
 *
 * @param <E> the entity
 */
public abstract class Entities<E extends Entity<E>> {

    /** How many are read at once where all are needed. */
    private static final int BATCH = 500;
    private static final List<Query.Order> BY_ID = Query.all(BATCH).order();

    private final Shape<E> shape;
    private final Class<? extends Store<E>> port;

    protected Entities(Shape<E> shape, Class<? extends Store<E>> port) {
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

    /** The project that this entity and its events belong to. */
    protected @Nullable UUID projectOf(E entity) {
        return null;
    }

    /** The run of agents that this entity and its events are part of. */
    protected @Nullable UUID runOf(E entity) {
        return null;
    }

    /** What a list request asks for; see {@link Listing#parse}. */
    public final Query query(Map<String, String> parameters) {
        return Listing.parse(shape, parameters, defaultOrder());
    }

    /** The query with names in its filters, such as slugs, replaced by what the store knows. */
    protected Query resolve(UnitOfWork unit, Query query) {
        return query;
    }

    /**
     * How entities look outside, with the {@linkplain Shape#extras() extras} that other stores know: asked for once, not for each.
     * Call it inside the unit that read or changed them.
     */
    public List<Json.Obj> render(UnitOfWork unit, List<E> entities) {
        return entities.stream().map(shape::render).toList();
    }

    public final Json.Obj render(UnitOfWork unit, E entity) {
        return render(unit, List.of(entity)).getFirst();
    }

    public final Page<E> page(UnitOfWork unit, Query asked) {
        Query query = resolve(unit, asked);
        Part<E> part = store(unit).part(query);
        return new Page<>(part.items(), part.more() ? Optional.of(shape.position(part.items().getLast(), query.order())) : Optional.empty());
    }

    /** All entities for which every filter holds, oldest first, however many: for what a use case must look at as a whole. */
    public final List<E> all(UnitOfWork unit, Filter... filters) {
        return all(BY_ID, filters, query -> Part.of(store(unit).list(query.limitedTo(BATCH + 1)), BATCH));
    }

    /** The same {@linkplain Store#outlines without long texts}: for who looks at the rest. */
    public final List<E> outlines(UnitOfWork unit, Filter... filters) {
        return outlines(unit, BY_ID, filters);
    }

    /** The same in another order, which is that of the index that answers it where few of many are wanted. */
    protected final List<E> outlines(UnitOfWork unit, List<Query.Order> order, Filter... filters) {
        return all(order, filters, query -> Part.of(store(unit).outlines(query.limitedTo(BATCH + 1)), BATCH));
    }

    /**
     * The same with their texts, as a piece of an answer that has them all.
     *
     * @throws RefusedException {@code answer_too_large}
     */
    public final List<E> whole(UnitOfWork unit, WholeAnswer answer, Filter... filters) {
        return whole(unit, answer, BY_ID, filters);
    }

    protected final List<E> whole(UnitOfWork unit, WholeAnswer answer, List<Query.Order> order, Filter... filters) {
        return all(order, filters, query -> answer.with(store(unit).part(query)));
    }

    private List<E> all(List<Query.Order> order, Filter[] filters, Function<Query, Part<E>> read) {
        List<E> all = new ArrayList<>();
        Query query = new Query(Arrays.asList(filters), order, BATCH, Optional.empty());
        while (true) {
            Part<E> part = read.apply(query);
            all.addAll(part.items());
            if (!part.more()) {
                return all;
            }
            query = new Query(query.filters(), order, BATCH, Optional.of(shape.position(part.items().getLast(), order)));
        }
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

    /** The entity that {@code key} names within a project; for routes below {@code /projects/{p}}, where another project's is not found. */
    public final E getWithin(UnitOfWork unit, Id<?> project, String key) {
        return find(unit, key).filter(entity -> project.value().equals(projectOf(entity))).orElseThrow(() -> notFound(key));
    }

    /** The entity that {@code key} names: its id, unless a subclass knows more. */
    public Optional<E> find(UnitOfWork unit, String key) {
        return Id.<E>parse(key).flatMap(id -> store(unit).find(id));
    }

    /** Keeps a new entity and records {@code <name>.created}. */
    public final E add(UnitOfWork unit, E entity) {
        store(unit).insert(entity);
        record(unit, entity, "created", Json.obj(name(), shape.record(entity)));
        return entity;
    }

    /** The same for several. */
    public final void addAll(UnitOfWork unit, List<E> entities) {
        store(unit).insertAll(entities);
        entities.forEach(entity -> record(unit, entity, "created", Json.obj(name(), shape.record(entity))));
    }

    /** Keeps a change and records {@code <name>.<verb>} with what changed; when nothing did, does nothing. */
    public final E save(UnitOfWork unit, E before, E after, String verb) {
        Json.Obj changes = shape.changes(before, after);
        if (changes.members().isEmpty()) {
            return before;
        }
        store(unit).update(before, after);
        record(unit, after, verb, Json.obj("changes", changes));
        return after;
    }

    /**
     * A change that is one of several in a unit.
     *
     * @param by that unit, in the name of who makes this change
     */
    public record Step<E>(UnitOfWork by, E before, E after) {
    }

    /** Keeps some changes, no entity twice, and records {@code <name>.<verb>} of each with what changed. */
    public final void saveAll(UnitOfWork unit, List<Step<E>> steps, String verb) {
        updateAll(unit, steps);
        steps.forEach(step -> record(step.by(), step.after(), verb, Json.obj("changes", shape.changes(step.before(), step.after()))));
    }

    protected final void updateAll(UnitOfWork unit, List<Step<E>> steps) {
        store(unit).updateAll(steps.stream().map(step -> new Change<>(step.before(), step.after())).toList());
    }

    /** How many rows, by their plural names, cannot be as they are without this one; only those above zero are reported. */
    protected Map<String, Long> dependents(UnitOfWork unit, E entity) {
        return Map.of();
    }

    /** Lets go what may stay without the entity; what cannot is removed by the database's cascades. */
    protected void beforeDelete(UnitOfWork unit, E entity) {
    }

    /**
     * Removes the entity, its tags, and what cannot be without it, and records {@code <name>.deleted}.
     *
     * @throws RefusedException with {@link ErrorCode#HAS_DEPENDENTS} and their counts, unless {@code cascade}
     */
    protected final void remove(UnitOfWork unit, E entity, boolean cascade) {
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
        Json.Obj payload = Json.obj(name(), shape.record(entity));
        record(unit, entity, "deleted", counts.isEmpty() ? payload : payload.with("dependents", new Json.Obj(counts)));
    }

    protected final void record(UnitOfWork unit, E entity, String verb, Json.Obj payload) {
        unit.record(name() + "." + verb, name(), entity.id().value(), projectOf(entity), runOf(entity), payload);
    }

    protected final RefusedException notFound(String key) {
        return new RefusedException(ErrorCode.NOT_FOUND, "There is no " + words() + " '" + key + "' in this workspace.");
    }

    /** The name for people. */
    final String words() {
        return name().replace('_', ' ');
    }
}
