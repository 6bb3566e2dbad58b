package dev.steward.application.imports;

import dev.steward.application.Shape;
import dev.steward.application.Store;
import dev.steward.application.UnitOfWork;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The entities of one kind inside one import: found once a unit, kept with their events, in the form of every other change. */
final class Kind<E extends Entity<E>> {

    private final Supplier<UnitOfWork> unit;
    private final Shape<E> shape;
    private final Class<? extends Store<E>> port;
    private final Function<E, @Nullable UUID> projectOf;
    private final Function<E, Json.Obj> context;
    private final Function<E, @Nullable UUID> runOf;
    private final Map<UUID, Optional<E>> found = new HashMap<>();

    /**
     * @param unit the one that is at work now
     * @param context what every event of an entity says first
     */
    Kind(Supplier<UnitOfWork> unit, Shape<E> shape, Class<? extends Store<E>> port, Function<E, @Nullable UUID> projectOf, Function<E, Json.Obj> context,
            Function<E, @Nullable UUID> runOf) {
        this.unit = unit;
        this.shape = shape;
        this.port = port;
        this.projectOf = projectOf;
        this.context = context;
        this.runOf = runOf;
    }

    String name() {
        return shape.name();
    }

    Optional<E> find(@Nullable UUID id) {
        return id == null ? Optional.empty() : found.computeIfAbsent(id, key -> store().find(new Id<>(key)));
    }

    private Store<E> store() {
        return unit.get().store(port);
    }

    /** What was found is looked for again: others of its kind may have changed beside it. */
    void forget() {
        found.clear();
    }

    void add(E entity) {
        store().insert(entity);
        found.put(entity.id().value(), Optional.of(entity));
        record(entity, "created", context.apply(entity).with(shape.name(), shape.record(entity)));
    }

    /** False when nothing changed. */
    boolean save(E before, E after) {
        Json.Obj changes = shape.changes(before, after);
        if (changes.members().isEmpty()) {
            return false;
        }
        store().update(before, after);
        found.put(after.id().value(), Optional.of(after));
        record(after, "updated", context.apply(after).with("changes", changes));
        return true;
    }

    private void record(E entity, String verb, Json.Obj payload) {
        unit.get().record(shape.name() + "." + verb, shape.name(), entity.id().value(), projectOf.apply(entity), runOf.apply(entity), payload);
    }
}
