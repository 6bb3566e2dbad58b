package dev.steward.jdbc.planning;

import dev.steward.domain.Id;
import dev.steward.domain.SearchText;
import dev.steward.domain.Word;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code knowledge_item}. */
@MappedEntity("knowledge_item")
public record KnowledgeItemRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        UUID cardId,
        String kind,
        String text,
        String status,
        String source,
        @Nullable Double confidence,
        String evidenceSource,
        String answer,
        String answeredBy,
        @Nullable Instant answeredAt,
        int position,
        String searchText) {

    static KnowledgeItemRow from(KnowledgeItem item, RowKey key) {
        KnowledgeItem.Details details = item.details();
        KnowledgeItem.Answered answered = item.answered();
        return new KnowledgeItemRow(key, item.version(), item.meta().createdAt(), item.meta().updatedAt(), item.projectId().value(),
                item.cardId().value(), item.kind().word(), details.text(), details.status().word(), details.source().word(),
                details.confidence(), details.evidenceSource(), details.answer(), answered == null ? "" : answered.by(),
                answered == null ? null : answered.at(), item.position(), SearchText.of(details.text(), details.evidenceSource(), details.answer()));
    }

    KnowledgeItem toKnowledgeItem() {
        return new KnowledgeItem(key.meta(version, createdAt, updatedAt), new Id<>(projectId), new Id<>(cardId),
                Word.of(KnowledgeItem.Kind.class, kind),
                new KnowledgeItem.Details(text, Word.of(KnowledgeItem.Status.class, status), Word.of(KnowledgeItem.Source.class, source),
                        confidence, evidenceSource, answer),
                answeredAt == null ? null : new KnowledgeItem.Answered(answeredAt, answeredBy), position);
    }
}
