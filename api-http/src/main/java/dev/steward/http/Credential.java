package dev.steward.http;

import dev.steward.domain.Id;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller presented and what it is good for: one of our tokens, or a JWT of the configured issuer.
 *
 * @param presented the text itself, to look again later whether it still holds; never logged
 * @param expiresAt first instant at which it is no longer valid; null for never
 */
public record Credential(
        String presented, Id<Workspace> workspace, Actor actor, Set<Scope> scopes, @Nullable Instant expiresAt) {

    boolean validAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    @Override
    public String toString() {
        return "Credential[" + workspace + ", " + actor + "]";
    }
}
