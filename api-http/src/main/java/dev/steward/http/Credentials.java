package dev.steward.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.steward.application.Clock;
import dev.steward.application.workspace.TokenText;
import dev.steward.application.workspace.Tokens;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Recognises what callers present. What was recognised is trusted for a second, so that not each request asks the database. */
@Singleton
public final class Credentials {

    /** How long a revoked token may still pass on this server. */
    private static final Duration TRUST = Duration.ofSeconds(1);

    private final Tokens tokens;
    private final JsonWebTokens jwts;
    private final Clock clock;
    /** By the SHA-256 of what was presented, so that no key lies in memory for longer than its request. */
    private final Cache<String, Optional<Credential>> known = Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(TRUST).executor(Runnable::run).build();

    Credentials(Tokens tokens, JsonWebTokens jwts, Clock clock) {
        this.tokens = tokens;
        this.jwts = jwts;
        this.clock = clock;
    }

    /** What {@code presented} is good for; empty when it is unknown, expired or revoked. Asks the database, so not on the event loop. */
    public Optional<Credential> find(String presented) {
        return known.get(hash(presented), unseen -> look(presented)).filter(credential -> credential.validAt(clock.now()));
    }

    /** The same, of what was recognised within the last second; asks nobody. */
    Optional<Credential> known(String presented) {
        Optional<Credential> found = known.getIfPresent(hash(presented));
        return found == null ? Optional.empty() : found.filter(credential -> credential.validAt(clock.now()));
    }

    private Optional<Credential> look(String presented) {
        Optional<TokenText> token = TokenText.parse(presented);
        if (token.isEmpty()) {
            return jwts.verify(presented);
        }
        return tokens.authenticate(token.get(), clock.now()).map(found -> new Credential(
                presented, token.get().workspace(), found.actor(), found.details().scopes(), found.details().expiresAt()));
    }

    private static String hash(String presented) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(presented.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
