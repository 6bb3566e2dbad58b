package dev.steward.jdbc.portfolio;

import dev.steward.domain.Id;
import dev.steward.domain.SearchText;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Session;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code session}. */
@MappedEntity("session")
public record SessionRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        String kind,
        UUID projectId,
        @Nullable UUID milestoneId,
        String title,
        String description,
        String notes,
        String summary,
        String scheduledDate,
        String weekKey,
        int durationMinutes,
        @Nullable Integer actualMinutes,
        String status,
        @Nullable Instant completedAt,
        String filesChanged,
        String body,
        String searchText) {

    static SessionRow from(Session session, RowKey key) {
        Session.Details details = session.details();
        return new SessionRow(key, session.version(), session.meta().createdAt(), session.meta().updatedAt(), details.kind().word(),
                details.projectId().value(), Columns.uuid(details.milestoneId()), details.title(), details.description(), details.notes(),
                details.summary(), details.scheduledDate().toString(), session.weekKey().toString(), details.durationMinutes(),
                details.actualMinutes(), details.status().word(), session.completedAt(), FilesChanged.write(details.filesChanged()), details.body(),
                SearchText.of(details.title(), details.description(), details.notes(), details.summary()));
    }

    Session toSession() {
        return new Session(key.meta(version, createdAt, updatedAt),
                new Session.Details(Word.of(Session.Kind.class, kind), new Id<>(projectId), Columns.id(milestoneId), title, description,
                        notes, summary, Columns.day(scheduledDate), durationMinutes, actualMinutes,
                        Word.of(ProgressStatus.class, status), FilesChanged.read(filesChanged), body),
                completedAt);
    }
}
