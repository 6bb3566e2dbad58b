package dev.steward.domain.workspace;

import java.time.Duration;
import java.time.Instant;

/**
 * The answer to a request that carried an {@code Idempotency-Key}, kept so that a repetition gets the same.
 *
 * @param key the caller's key, unique in the workspace
 * @param requestHash hex SHA-256 of method, path and body; another hash under the same key is another request
 * @param headers one {@code Name: value} per line
 */
public record StoredAnswer(String key, String requestHash, int status, String headers, String body, Instant createdAt) {

    /** How long a repeated request gets it. */
    public static final Duration KEPT = Duration.ofHours(24);
}
