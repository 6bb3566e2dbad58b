package dev.steward.jdbc.planning;

import dev.steward.domain.Id;
import dev.steward.domain.SearchText;
import dev.steward.domain.Word;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Card;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code card}. */
@MappedEntity("card")
public record CardRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        UUID workflowActivityId,
        String title,
        String description,
        String status,
        int priority,
        int position,
        String quickAnswer,
        @Nullable String buildState,
        @Nullable Instant lastBuiltAt,
        String lastBuildRef,
        String lastBuildError,
        long contentRevision,
        @Nullable Instant finalizedAt,
        String finalizedBy,
        @Nullable Long finalizedRevision,
        String searchText) {

    static CardRow from(Card card, RowKey key) {
        Card.Details details = card.details();
        Card.Build build = card.build();
        Card.Finalized finalized = card.finalized();
        return new CardRow(key, card.version(), card.meta().createdAt(), card.meta().updatedAt(), card.projectId().value(),
                card.workflowActivityId().value(), details.title(), details.description(), details.status().word(), details.priority(),
                card.position(), details.quickAnswer(), Columns.text(build.state()), build.lastAt(), build.lastRef(), build.lastError(),
                card.contentRevision(), finalized == null ? null : finalized.at(), finalized == null ? "" : finalized.by(),
                finalized == null ? null : finalized.revision(), SearchText.of(details.title(), details.description(), details.quickAnswer()));
    }

    Card toCard() {
        return new Card(key.meta(version, createdAt, updatedAt), new Id<>(projectId), new Id<>(workflowActivityId),
                new Card.Details(title, description, Word.of(Card.Status.class, status), priority, quickAnswer), position,
                new Card.Build(Columns.word(BuildState.class, buildState), lastBuiltAt, lastBuildRef, lastBuildError), contentRevision,
                finalizedAt == null || finalizedRevision == null ? null : new Card.Finalized(finalizedAt, finalizedBy, finalizedRevision));
    }
}
