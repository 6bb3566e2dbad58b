package dev.steward.jdbc.copy;

/** Rows could not be read or written; the message is a sentence for the operator. */
public final class CopyException extends RuntimeException {

    public CopyException(String message) {
        super(message);
    }

    public CopyException(String message, Throwable cause) {
        super(message, cause);
    }
}
