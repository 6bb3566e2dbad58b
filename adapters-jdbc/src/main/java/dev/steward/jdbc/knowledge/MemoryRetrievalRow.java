package dev.steward.jdbc.knowledge;

import dev.steward.domain.Json;
import dev.steward.domain.Word;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code memory_retrieval}. */
@MappedEntity("memory_retrieval")
public record MemoryRetrievalRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        String purpose,
        String query,
        @Nullable UUID projectId,
        @Nullable UUID cardId,
        String asked,
        String vectors,
        String hits,
        String askedBy) {

    static MemoryRetrievalRow from(MemoryRetrieval one, RowKey key) {
        return new MemoryRetrievalRow(key, one.version(), one.meta().createdAt(), one.meta().updatedAt(), one.purpose().word(), one.query(), Columns.uuid(one.projectId()),
                Columns.uuid(one.cardId()), JsonText.write(one.asked()), JsonText.write(one.vectors()), JsonText.write(Json.of(one.hits())), one.askedBy());
    }

    MemoryRetrieval toMemoryRetrieval() {
        return new MemoryRetrieval(key.meta(version, createdAt, updatedAt), Word.of(MemoryRetrieval.Purpose.class, purpose), query, Columns.id(projectId), Columns.id(cardId),
                JsonText.storedObject(asked), JsonText.storedObject(vectors), JsonText.storedObjects(hits), askedBy);
    }
}
