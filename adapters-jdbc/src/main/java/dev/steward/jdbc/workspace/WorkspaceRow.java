package dev.steward.jdbc.workspace;

import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;

/** A row of {@code workspace}. */
@MappedEntity("workspace")
public record WorkspaceRow(@EmbeddedId RowKey key, @Version long version, Instant createdAt, Instant updatedAt, String slug, String owner) {

    static WorkspaceRow from(Workspace workspace, RowKey key) {
        return new WorkspaceRow(key, workspace.version(), workspace.meta().createdAt(), workspace.meta().updatedAt(), workspace.slug(), workspace.owner());
    }

    Workspace toWorkspace() {
        return new Workspace(key.meta(version, createdAt, updatedAt), slug, owner);
    }
}
