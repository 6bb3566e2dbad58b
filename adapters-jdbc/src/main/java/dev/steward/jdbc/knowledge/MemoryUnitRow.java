package dev.steward.jdbc.knowledge;

import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code memory_unit}. */
@MappedEntity("memory_unit")
public record MemoryUnitRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable UUID projectId,
        @Nullable UUID cardId,
        String kind,
        String status,
        String contentType,
        String mimeType,
        String title,
        String content,
        String linkUrl,
        String subjectType,
        UUID subjectId,
        String contentHash,
        String source,
        String createdBy,
        @Nullable UUID supersededBy,
        int timesSeen,
        Instant lastSeenAt) {

    static MemoryUnitRow from(MemoryUnit unit, RowKey key) {
        MemoryUnit.Details details = unit.details();
        return new MemoryUnitRow(key, unit.version(), unit.meta().createdAt(), unit.meta().updatedAt(), Columns.uuid(unit.projectId()), Columns.uuid(unit.cardId()),
                unit.kind().word(), unit.status().word(), unit.contentType().word(), details.mimeType(), details.title(), details.content(), details.linkUrl(),
                unit.subject().type(), unit.subject().id(), unit.contentHash(), unit.source().word(), unit.createdBy(), Columns.uuid(unit.supersededBy()),
                unit.timesSeen(), unit.lastSeenAt());
    }

    MemoryUnit toMemoryUnit() {
        return new MemoryUnit(key.meta(version, createdAt, updatedAt), Columns.id(projectId), Columns.id(cardId), Word.of(MemoryUnit.Kind.class, kind),
                new MemoryUnit.Subject(subjectType, subjectId), contentHash, Word.of(MemoryUnit.Source.class, source), createdBy,
                new MemoryUnit.Details(title, content, linkUrl, mimeType), Word.of(MemoryUnit.Status.class, status), Columns.id(supersededBy), timesSeen, lastSeenAt);
    }

    /** A unit's id from a text. */
    static Id<MemoryUnit> id(String text) {
        return new Id<>(UUID.fromString(text));
    }
}
