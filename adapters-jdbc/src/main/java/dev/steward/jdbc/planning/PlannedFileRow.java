package dev.steward.jdbc.planning;

import dev.steward.domain.Id;
import dev.steward.domain.PathGlob;
import dev.steward.domain.Word;
import dev.steward.domain.planning.PlannedFile;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code planned_file}. */
@MappedEntity("planned_file")
public record PlannedFileRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        UUID cardId,
        String logicalFileName,
        String moduleHint,
        String artifactKind,
        String action,
        String intentSummary,
        String contractNotes,
        String status,
        int position) {

    static PlannedFileRow from(PlannedFile file, RowKey key) {
        PlannedFile.Details details = file.details();
        return new PlannedFileRow(key, file.version(), file.meta().createdAt(), file.meta().updatedAt(), file.projectId().value(),
                file.cardId().value(), details.logicalFileName().text(), details.moduleHint(), details.artifactKind().word(),
                details.action().word(), details.intentSummary(), details.contractNotes(), details.status().word(), file.position());
    }

    PlannedFile toPlannedFile() {
        return new PlannedFile(key.meta(version, createdAt, updatedAt), new Id<>(projectId), new Id<>(cardId),
                new PlannedFile.Details(PathGlob.parse("logical_file_name", logicalFileName), moduleHint,
                        Word.of(PlannedFile.Kind.class, artifactKind), Word.of(PlannedFile.Action.class, action), intentSummary, contractNotes,
                        Word.of(PlannedFile.Status.class, status)),
                position);
    }
}
