package dev.steward.domain.planning;

import dev.steward.domain.NumberRule;
import java.time.Instant;
import java.util.UUID;

/**
 * A part with a place among its siblings. The places of siblings are 0, 1, 2 … without gaps.
 *
 * @param <E> the entity itself
 */
public interface Placed<E extends Placed<E>> extends Part<E> {

    /** What callers may ask for; beyond the last place means the last one. */
    NumberRule POSITION = new NumberRule(0, 1_000_000);

    /** What it hangs below; those with the same parent are its siblings, of the same kind where there are kinds. */
    UUID parent();

    int position();

    /** The same at another place. */
    E at(Instant now, int position);
}
