package dev.steward.jdbc.planning;

import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.SearchText;
import dev.steward.domain.Word;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code context_artifact}. */
@MappedEntity("context_artifact")
public record ContextArtifactRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        String name,
        String type,
        String title,
        @Nullable String content,
        @Nullable Long contentLength,
        @Nullable String uri,
        String locator,
        String mimeType,
        @Nullable String integrationRef,
        String checksum,
        String searchText) {

    static ContextArtifactRow from(ContextArtifact artifact, RowKey key) {
        ContextArtifact.Details details = artifact.details();
        Json.Obj reference = details.integrationRef();
        String uri = details.uri();
        return new ContextArtifactRow(key, artifact.version(), artifact.meta().createdAt(), artifact.meta().updatedAt(), artifact.projectId().value(),
                details.name(), details.type().word(), details.title(), ContentColumns.text(details.content()),
                ContentColumns.length(details.content()), uri, details.locator(), details.mimeType(),
                reference == null ? null : JsonText.write(reference), artifact.checksum(),
                SearchText.of(details.name(), details.title(), uri == null ? "" : uri, details.locator()));
    }

    ContextArtifact toContextArtifact() {
        return new ContextArtifact(key.meta(version, createdAt, updatedAt), new Id<>(projectId),
                new ContextArtifact.Details(name, Word.of(ContextArtifact.Type.class, type), title, ContentColumns.of(content, contentLength),
                        uri, locator, mimeType, integrationRef == null ? null : JsonText.storedObject(integrationRef)),
                checksum);
    }
}
