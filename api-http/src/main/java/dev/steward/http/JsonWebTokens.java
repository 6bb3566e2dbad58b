package dev.steward.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Workspace;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JWTs (RFC 7519) of one OpenID Connect issuer, for hosted installations: signed with a key of its JWKS, for our audience, not expired.
 * The claim {@code steward_workspace} is the id of the workspace, {@code scope} our scopes separated by blanks (others are ignored),
 * {@code steward_agent} true makes the caller an agent. Nothing is accepted while no issuer is configured.
 */
@Singleton
final class JsonWebTokens {

    private static final Logger LOG = LoggerFactory.getLogger(JsonWebTokens.class);
    private static final int MAX_LENGTH = 8_000;
    /** Asymmetric ones only: the issuer's public keys must not serve as a secret. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.EdDSA);

    private final Workspaces workspaces;
    private final @Nullable DefaultJWTProcessor<SecurityContext> processor;

    JsonWebTokens(Workspaces workspaces, @Value("${steward.jwt.jwks-url:}") String jwks, @Value("${steward.jwt.issuer:}") String issuer,
            @Value("${steward.jwt.audience:steward}") String audience) {
        this.workspaces = workspaces;
        this.processor = jwks.isEmpty() ? null : processor(url(jwks), issuer, audience);
    }

    private static URL url(String jwks) {
        try {
            return URI.create(jwks).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("STEWARD_JWT_JWKS_URL is not a URL: " + jwks, e);
        }
    }

    private static DefaultJWTProcessor<SecurityContext> processor(URL jwks, String issuer, String audience) {
        if (issuer.isEmpty()) {
            throw new IllegalArgumentException("STEWARD_JWT_JWKS_URL needs STEWARD_JWT_ISSUER beside it");
        }
        // Keys are kept for minutes and fetched again, at a bounded rate, when a token names one that is not known.
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(jwks).retrying(true).build();
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp", "steward_workspace")));
        return processor;
    }

    /** Empty when the text is no JWT that holds; why is in the log, without the token. */
    Optional<Credential> verify(String text) {
        if (processor == null || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = processor.process(text, null);
            Optional<Id<Workspace>> workspace = Id.parse(claims.getStringClaim("steward_workspace"));
            Set<Scope> scopes = scopes(claims.getStringClaim("scope"));
            if (workspace.isEmpty() || scopes.isEmpty() || !workspaces.exists(workspace.get())) {
                return Optional.empty();
            }
            boolean agent = Boolean.TRUE.equals(claims.getBooleanClaim("steward_agent"));
            String name = claims.getStringClaim("name");
            Actor actor = new Actor(agent ? Actor.Kind.AGENT : Actor.Kind.USER, claims.getSubject(), name == null ? claims.getSubject() : name);
            return Optional.of(new Credential(text, workspace.get(), actor, scopes, claims.getExpirationTime().toInstant()));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            LOG.debug("A JWT was refused: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Set<Scope> scopes(@Nullable String words) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (words != null) {
            Arrays.stream(words.split(" ")).forEach(word -> Word.find(Scope.class, word).ifPresent(scopes::add));
        }
        return scopes;
    }
}
