package dev.steward.jdbc.workspace;

import dev.steward.domain.Word;
import dev.steward.domain.workspace.ApiToken;
import dev.steward.domain.workspace.Scope;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row of {@code api_token}; the scopes are words separated by blanks. */
@MappedEntity("api_token")
public record ApiTokenRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        String name,
        String scopes,
        String secretHash,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    static ApiTokenRow from(ApiToken token, RowKey key) {
        return new ApiTokenRow(key, token.version(), token.meta().createdAt(), token.meta().updatedAt(), token.details().name(),
                token.details().orderedScopes().stream().map(Scope::word).collect(Collectors.joining(" ")),
                token.secretHash(), token.details().expiresAt(), token.lastUsedAt(), token.revokedAt());
    }

    ApiToken toToken() {
        return new ApiToken(key.meta(version, createdAt, updatedAt),
                new ApiToken.Details(name,
                        Arrays.stream(scopes.split(" ")).map(word -> Word.of(Scope.class, word)).collect(Collectors.toSet()), expiresAt),
                secretHash, lastUsedAt, revokedAt);
    }
}
