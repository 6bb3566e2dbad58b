package dev.steward.application;

import java.time.Duration;

/** Why a store could not do what it was asked to; nothing else comes out of an adapter. */
public abstract sealed class StoreException extends RuntimeException {

    private StoreException(String message) {
        super(message);
    }

    private StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A unique key is taken. */
    public static final class AlreadyExists extends StoreException {
        private final String constraint;

        /** @param constraint its name in the schema, the same on both databases, such as {@code project_slug_unique} */
        public AlreadyExists(String constraint, Throwable cause) {
            super("Unique key taken: " + constraint, cause);
            this.constraint = constraint;
        }

        public String constraint() {
            return constraint;
        }
    }

    /** The stored version is not the one the change was made from, or the row is gone. */
    public static final class StaleVersion extends StoreException {
        public StaleVersion(String message) {
            super(message);
        }
    }

    /** A statement failed in a way that no use case foresaw, such as a broken CHECK: a fault of ours. */
    public static final class Fault extends StoreException {
        public Fault(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The database does not answer, stays busy, or too much waits for it; the same call may succeed later. */
    public static final class Unavailable extends StoreException {
        private final transient Duration retryAfter;

        public Unavailable(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
            this.retryAfter = Duration.ofSeconds(1);
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
