package dev.steward.application;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of one kind of entity in one workspace. Rows of other workspaces do not exist for it.
 *
 * @param <E> the entity
 */
public interface Store<E extends Entity<E>> {

    /** What stands for a long text that was left out. One that is empty stays so: rules look at whether there is a text. */
    String LEFT_OUT = "…";

    /** A stored version, and the one that replaces it. */
    record Change<E>(E before, E after) {
    }

    Optional<E> find(Id<E> id);

    /** Those of these ids that are there, in no order. */
    List<E> findAll(Set<Id<E>> ids);

    /** @throws StoreException.AlreadyExists when a unique key is taken; names the constraint */
    void insert(E entity);

    /** {@link #insert} of each. */
    default void insertAll(List<E> entities) {
        entities.forEach(this::insert);
    }

    /**
     * Replaces a stored version by the next one. Only what differs between them is written.
     *
     * @throws StoreException.StaleVersion when another version than {@code before}, or none, is stored
     * @throws StoreException.AlreadyExists when a unique key is taken
     */
    void update(E before, E after);

    /** {@link #update} of each, no entity twice. */
    default void updateAll(List<Change<E>> changes) {
        changes.forEach(change -> update(change.before(), change.after()));
    }

    /**
     * Removes the entity and, as the database's cascades say, what cannot be without it.
     *
     * @throws StoreException.StaleVersion when another version, or none, is stored
     */
    void delete(E entity);

    /** At most {@code query.limit()} entities in the query's order, after its position. */
    List<E> list(Query query);

    /**
     * {@link #list} without long texts: in these entities they are {@value #LEFT_OUT}, and long documents are empty. For looking at the rest; what
     * {@link #update} changes of one keeps what is stored of those.
     */
    default List<E> outlines(Query query) {
        return list(query);
    }

    /** {@link #list}, ended early where long texts would fill the memory. */
    default Part<E> part(Query query) {
        return Part.of(list(query.limitedTo(query.limit() + 1)), query.limit());
    }

    /** How many match the filters; limit, order and position play no part. */
    long count(Query query);
}
