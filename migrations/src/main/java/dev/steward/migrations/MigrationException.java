package dev.steward.migrations;

/** The schema could not be brought up to date; the message is for the operator. */
public final class MigrationException extends RuntimeException {

    public MigrationException(String message) {
        super(message);
    }

    public MigrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
