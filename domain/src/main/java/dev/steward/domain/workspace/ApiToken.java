package dev.steward.domain.workspace;

import dev.steward.domain.Entity;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key to one workspace. Only the SHA-256 of its text is kept, so a token is shown once and never again.
 *
 * @param secretHash lower-case hex of the SHA-256 of the whole token text
 * @param lastUsedAt to about a minute; null until first use
 */
public record ApiToken(
        Meta<ApiToken> meta,
        Details details,
        String secretHash,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) implements Entity<ApiToken> {

    public static final TextRule NAME = TextRule.required(100);

    /** @param expiresAt first instant at which the token is no longer valid; null for never */
    public record Details(String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
        public Details {
            Violations.check()
                    .text("name", name, NAME)
                    .rule(!scopes.isEmpty(), "scopes", "required", "A token needs at least one scope.")
                    .done();
            scopes = Set.copyOf(scopes);
        }

        /** The scopes in the order of the vocabulary. */
        public Set<Scope> orderedScopes() {
            return EnumSet.copyOf(scopes);
        }
    }

    public boolean validAt(Instant now) {
        return revokedAt == null && (details.expiresAt() == null || now.isBefore(details.expiresAt()));
    }

    /** Revoking twice changes nothing. */
    public ApiToken revoke(Instant now) {
        return revokedAt != null ? this : new ApiToken(meta.next(now), details, secretHash, lastUsedAt, now);
    }

    /** An agent's token may do what agents do; everything else is a person's. */
    public Actor actor() {
        boolean agent = details.scopes().contains(Scope.AGENT) && !details.scopes().contains(Scope.ADMIN);
        return new Actor(agent ? Actor.Kind.AGENT : Actor.Kind.USER, id().toString(), details.name());
    }

    @Override
    public String toString() {
        return "ApiToken[" + id() + ", " + Json.of(details.name()) + "]";
    }
}
