package dev.steward.application.planning;

import dev.steward.application.Store;
import dev.steward.domain.planning.Placed;
import java.time.Instant;

/**
 * A store of what has a place among siblings.
 *
 * @param <E> the entity
 */
public interface PlacedStore<E extends Placed<E>> extends Store<E> {

    /** How many siblings there are of {@code one}, itself included when it is stored. */
    int siblings(E one);

    /**
     * Moves the siblings of {@code one} that stand from place {@code from} up to, not including, {@code to} by {@code by} places. Each
     * gets its next version and {@code now} as the instant of its update.
     */
    void shift(E one, int from, int to, int by, Instant now);
}
