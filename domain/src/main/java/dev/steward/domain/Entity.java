package dev.steward.domain;

import java.time.Instant;

/**
 * Something with an identity that is stored, versioned and reported in events.
 *
 * @param <E> the entity itself
 */
public interface Entity<E extends Entity<E>> {

    Meta<E> meta();

    default Id<E> id() {
        return meta().id();
    }

    default long version() {
        return meta().version();
    }

    /**
     * What every entity carries.
     *
     * @param version starts at 1, raised by one at every update; the ETag of the entity
     * @param createdAt UTC, millisecond precision
     * @param updatedAt UTC, millisecond precision, never before {@code createdAt} of the same clock
     */
    record Meta<E>(Id<E> id, long version, Instant createdAt, Instant updatedAt) {

        public static <E> Meta<E> first(Id<E> id, Instant now) {
            return new Meta<>(id, 1, now, now);
        }

        public Meta<E> next(Instant now) {
            return new Meta<>(id, version + 1, createdAt, now);
        }
    }
}
