package dev.steward.application.workspace;

import dev.steward.application.Caller;
import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Violations;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.ApiToken;
import dev.steward.domain.workspace.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Keys to a workspace: made, listed, revoked, and recognised when a caller presents one. */
public final class Tokens {

    private static final Duration USE_RESOLUTION = Duration.ofMinutes(1);
    private static final int MAX = 1_000;

    public static final Shape<ApiToken> SHAPE = Shape.<ApiToken>ofEntity("token")
            .output(Field.text("name", ApiToken.NAME), token -> token.details().name())
            .output(Field.of("scopes", Type.list(Type.word(Scope.class), 5)), token -> List.copyOf(token.details().orderedScopes()))
            .output(Field.instant("expires_at").optional(), token -> token.details().expiresAt())
            .output(Field.instant("last_used_at").optional(), ApiToken::lastUsedAt)
            .output(Field.instant("revoked_at").optional(), ApiToken::revokedAt)
            .build();

    private final Units units;
    private final Secrets secrets;

    public Tokens(Units units, Secrets secrets) {
        this.units = units;
        this.secrets = secrets;
    }

    /** @param text the token itself: the only time it is known */
    public record Created(ApiToken token, TokenText text) {
    }

    public Created create(UnitOfWork unit, ApiToken.Details details) {
        Violations.check().rule(details.expiresAt() == null || details.expiresAt().isAfter(unit.now()),
                "expires_at", "out_of_range", "A token expires in the future.").done();
        TokenText text = TokenText.create(unit.caller().workspace(), secrets);
        ApiToken token = new ApiToken(unit.firstMeta(), details, text.hash(), null, null);
        unit.store(TokenStore.class).insert(token);
        record(unit, token, "created", Json.obj("token", SHAPE.render(token)));
        return new Created(token, text);
    }

    /** Newest last. */
    public List<ApiToken> list(UnitOfWork unit) {
        return unit.store(TokenStore.class).list(Query.all(MAX));
    }

    /** A token revoked already stays as it is. */
    public ApiToken revoke(UnitOfWork unit, Id<ApiToken> id) {
        ApiToken token = unit.store(TokenStore.class).find(id).orElseThrow(() ->
                new RefusedException(ErrorCode.NOT_FOUND, "There is no token '" + id + "' in this workspace; see 'steward token list'."));
        ApiToken revoked = token.revoke(unit.now());
        if (revoked != token) {
            unit.store(TokenStore.class).update(token, revoked);
            record(unit, revoked, "revoked", Json.obj("changes", SHAPE.changes(token, revoked)));
        }
        return revoked;
    }

    /** The token that {@code text} is, when it is valid now. Remembers the use, to about a minute, without waiting for it. */
    public Optional<ApiToken> authenticate(TokenText text, Instant now) {
        Caller anonymous = new Caller(text.workspace(), Actor.SYSTEM, Set.of(), "");
        Optional<ApiToken> found = units.read(anonymous, unit -> unit.store(TokenStore.class).findByHash(text.hash()))
                .filter(token -> token.validAt(now));
        found.filter(token -> token.lastUsedAt() == null || token.lastUsedAt().plus(USE_RESOLUTION).isBefore(now))
                .ifPresent(token -> touch(anonymous, token, now));
        return found;
    }

    private void touch(Caller caller, ApiToken token, Instant now) {
        CompletableFuture<Boolean> written = units.write(caller, unit -> {
            unit.store(TokenStore.class).touch(token, now);
            return true;
        });
        written.exceptionally(failure -> false); // a missed note is no reason to refuse the caller
    }

    private static void record(UnitOfWork unit, ApiToken token, String verb, Json.Obj payload) {
        unit.record("token." + verb, "token", token.id().value(), null, payload);
    }
}
