package dev.steward.application;

import java.util.UUID;

/** Makes identities: UUIDv7 (RFC 9562), never the same twice, rising within one process. Thread-safe. */
public interface IdGenerator {

    UUID next();
}
