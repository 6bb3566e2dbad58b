package dev.steward.jdbc;

import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import io.micronaut.data.annotation.Embeddable;
import io.micronaut.data.annotation.MappedProperty;
import java.time.Instant;
import java.util.UUID;

/** The primary key of every table: the tenant first, then the row. */
@Embeddable
public record RowKey(@MappedProperty("workspace_id") UUID workspaceId, @MappedProperty("id") UUID id) {

    public <E> Meta<E> meta(long version, Instant createdAt, Instant updatedAt) {
        return new Meta<>(new Id<>(id), version, createdAt, updatedAt);
    }
}
