package dev.steward.application.workspace;

/** A source of bytes that nobody can guess. Thread-safe. */
public interface Secrets {

    byte[] random(int bytes);
}
