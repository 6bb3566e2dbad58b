package dev.steward.jdbc.portfolio;

import dev.steward.domain.Id;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code project_repository}. No path is null, so that two without one do not collide. */
@MappedEntity("project_repository")
public record CodeRepositoryRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        String remoteUrl,
        @Nullable String normalizedRemote,
        String defaultBranch,
        @Nullable String localPath,
        boolean isPrimary) {

    static CodeRepositoryRow from(CodeRepository repository, RowKey key) {
        CodeRepository.Details details = repository.details();
        return new CodeRepositoryRow(key, repository.version(), repository.meta().createdAt(), repository.meta().updatedAt(),
                repository.projectId().value(), details.remoteUrl(), repository.normalizedRemote(), details.defaultBranch(),
                details.localPath().isEmpty() ? null : details.localPath(), details.isPrimary());
    }

    CodeRepository toCodeRepository() {
        return new CodeRepository(key.meta(version, createdAt, updatedAt),
                new CodeRepository.Details(remoteUrl, defaultBranch, localPath == null ? "" : localPath, isPrimary),
                new Id<>(projectId), normalizedRemote);
    }
}
