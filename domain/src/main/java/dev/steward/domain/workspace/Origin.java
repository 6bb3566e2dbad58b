package dev.steward.domain.workspace;

import dev.steward.domain.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row of another system from which an entity was made, kept exactly as it was read, so that nothing that was normalized is lost.
 *
 * @param entityId null when the row could not be placed; it is kept all the same
 * @param rawHash hex SHA-256 of {@code raw} as written
 */
public record Origin(
        Source source,
        String entityType,
        @Nullable UUID entityId,
        Json.Obj raw,
        String rawHash,
        UUID importId,
        Instant importedAt) {

    /**
     * @param system such as {@code portfolio-manager}
     * @param instance tells two databases of one system apart
     */
    public record Source(String system, String instance, String table, String key) {
    }
}
