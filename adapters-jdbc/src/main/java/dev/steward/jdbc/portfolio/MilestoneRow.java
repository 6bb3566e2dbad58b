package dev.steward.jdbc.portfolio;

import dev.steward.domain.Id;
import dev.steward.domain.SearchText;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code milestone}. */
@MappedEntity("milestone")
public record MilestoneRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        String description,
        String status,
        @Nullable String targetDate,
        @Nullable String completedDate,
        int sortOrder,
        String notes,
        String searchText) {

    static MilestoneRow from(Milestone milestone, RowKey key) {
        Milestone.Details details = milestone.details();
        return new MilestoneRow(key, milestone.version(), milestone.meta().createdAt(), milestone.meta().updatedAt(), details.projectId().value(),
                details.description(), details.status().word(), Columns.text(details.targetDate()),
                Columns.text(milestone.completedDate()), details.sortOrder(), details.notes(),
                SearchText.of(details.description(), details.notes()));
    }

    Milestone toMilestone() {
        return new Milestone(key.meta(version, createdAt, updatedAt),
                new Milestone.Details(new Id<>(projectId), description, Word.of(ProgressStatus.class, status), Columns.date(targetDate),
                        sortOrder, notes),
                Columns.date(completedDate));
    }
}
