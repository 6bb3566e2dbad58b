package dev.steward.jdbc.portfolio;

import dev.steward.domain.SearchText;
import dev.steward.domain.portfolio.Tag;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;

/** A row of {@code tag}. */
@MappedEntity("tag")
public record TagRow(
        @EmbeddedId RowKey rowKey,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        String key,
        String label,
        String searchText) {

    static TagRow from(Tag tag, RowKey key) {
        String label = tag.details().label();
        return new TagRow(key, tag.version(), tag.meta().createdAt(), tag.meta().updatedAt(), tag.key(), label, SearchText.of(label));
    }

    Tag toTag() {
        return new Tag(rowKey.meta(version, createdAt, updatedAt), new Tag.Details(label));
    }
}
