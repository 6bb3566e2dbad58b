package dev.steward.application.planning;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Shape;
import dev.steward.application.Store;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.TagStore;
import dev.steward.application.portfolio.TagStore.Target;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.Violation;
import dev.steward.domain.planning.Part;
import dev.steward.domain.portfolio.Project;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a story map share. They are read here; {@link Planning} changes them, because each change is an action in the log.
 *
 * @param <E> the part
 */
public abstract class Parts<E extends Part<E>> extends Entities<E> {

    static final Field<Id<Project>> PROJECT_ID = Field.<Project>id("project_id").doc("The project it belongs to.");

    Parts(Shape<E> shape, Class<? extends Store<E>> port) {
        super(shape, port);
    }

    static Field<Integer> count(String name) {
        return Field.integer(name, new NumberRule(0, Integer.MAX_VALUE));
    }

    @Override
    protected @Nullable UUID projectOf(E part) {
        return part.projectId().value();
    }

    /** The actions that change such a part. */
    abstract Verbs verbs();

    /**
     * @param create makes one; the same as {@code update} where an id decides which it is
     * @param id the member that names one
     */
    record Verbs(ActionType create, ActionType update, ActionType delete, String id) {
    }

    /** A new part from a body's values. Throws when they break a rule. */
    abstract E create(MapChange change, Id<E> id, Values values);

    /** The part with the values of a patched body. */
    abstract E update(MapChange change, E current, Json.Obj patch, Values values);

    /** Removes it, and with {@code cascade} what hangs below it. */
    abstract void delete(MapChange change, E part, boolean cascade);

    /** The part of this project that a member names. */
    final E require(MapChange change, String field, String key) {
        return find(change.unit(), key).filter(part -> part.projectId().equals(change.project().id())).orElseThrow(() ->
                refusal(field, "unknown_reference", "There is no " + name().replace('_', ' ') + " '" + key + "' in this project."));
    }

    /** Whether anything in the workspace has this id already. */
    final boolean taken(UnitOfWork unit, Id<E> id) {
        return store(unit).find(id).isPresent();
    }

    final E insert(MapChange change, E part) {
        change.made(name(), add(change.unit(), part));
        return part;
    }

    final E replace(MapChange change, E before, E after, String verb) {
        E saved = save(change.unit(), before, after, verb);
        if (saved.version() != before.version()) {
            change.changed(name(), before, saved);
        }
        return saved;
    }

    final void take(MapChange change, E part, boolean cascade) {
        remove(change.unit(), part, cascade);
        change.removed(name(), part);
    }

    /** Takes the tags off what goes with its parent, by the database's cascade. */
    final void untag(UnitOfWork unit, List<E> parts) {
        TagStore tags = unit.store(TagStore.class);
        parts.forEach(part -> tags.unlinkAll(new Target(name(), part.id().value())));
    }

    static InvalidException refusal(String field, String code, String message) {
        return new InvalidException(List.of(new Violation(field.isEmpty() ? "" : "/" + field, code, message)));
    }

    /** The values of a create, from a body without what the actions' envelope says. */
    final Values read(Json.Obj body) {
        return shape().read(body);
    }

    static Optional<Json> member(Json.Obj object, String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !(value instanceof Json.Null));
    }
}
