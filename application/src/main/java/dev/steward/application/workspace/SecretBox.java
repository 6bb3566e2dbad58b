package dev.steward.application.workspace;

/**
 * Keeps small secrets unreadable for whoever has only the database: sealed by a key that is not in it. What is sealed is bound to the
 * context that it was sealed for, so it does not open in another row. Thread-safe, and quick enough for a unit of work.
 */
public interface SecretBox {

    /**
     * @param context names the row and what is sealed there
     * @return ASCII, different at each call
     */
    String seal(byte[] secret, String context);

    /** @throws CannotOpen when the key is not there, the context is another one, or the text was changed */
    byte[] open(String sealed, String context);

    /** Whether it is sealed by the key that seals now; what is not can be sealed again, and the old key retired. */
    boolean isCurrent(String sealed);

    /** The message says why, and never has anything of what was sealed. */
    final class CannotOpen extends RuntimeException {
        public CannotOpen(String message) {
            super(message);
        }
    }
}
