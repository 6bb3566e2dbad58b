package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Workspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** JWTs of an issuer whose keys are served on this machine. */
final class JwtAcceptanceTest {

    private static final String ISSUER = "https://id.example";

    private static ECKey key;
    private static HttpServer issuer;
    private static Server server;
    private static Id<Workspace> workspace;

    @BeforeAll
    static void startIssuerAndServer() throws IOException, JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        issuer.start();
        server = Engine.SQLITE.fresh(Map.of(
                "steward.jwt.jwks-url", "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys",
                "steward.jwt.issuer", ISSUER));
        workspace = server.newWorkspace();
    }

    @AfterAll
    static void stop() {
        server.close();
        issuer.stop(0);
    }

    @Test
    void aJwtOfTheIssuerActsInItsWorkspaceUnderItsName() throws JOSEException {
        Client ada = bearer(signed(claims -> claims));

        ada.post("/api/v1/projects", "{\"name\": \"By JWT\"}").is(201);
        Reply events = ada.get("/api/v1/events?type=project.created");
        assertThat(events.body()).contains("\"label\":\"Ada Lovelace\"", "\"id\":\"ada\"", "\"kind\":\"user\"");
    }

    @Test
    void scopesHoldAndAnAgentMustSayWhatItRead() throws JOSEException {
        bearer(signed(claims -> claims.claim("scope", "openid read"))).post("/api/v1/projects", "{\"name\": \"No\"}").is(403);

        Client agent = bearer(signed(claims -> claims.claim("steward_agent", true)));
        agent.post("/api/v1/projects", "{\"name\": \"Agents\", \"slug\": \"agents\"}").is(201);
        agent.patch("/api/v1/projects/agents", "{\"priority\": 1}").is(428);
    }

    @Test
    void nothingElseIsAccepted() throws JOSEException {
        Date past = Date.from(Instant.now().minusSeconds(600));
        assertRefused(signed(claims -> claims.expirationTime(past)));
        assertRefused(signed(claims -> claims.issuer("https://other.example")));
        assertRefused(signed(claims -> claims.audience("other")));
        assertRefused(signed(claims -> claims.claim("scope", "openid")));
        assertRefused(signed(claims -> claims.claim("steward_workspace", null)));
        assertRefused(signed(claims -> claims.claim("steward_workspace", UUID.randomUUID().toString())));

        ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        SignedJWT forged = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(), claims().build());
        forged.sign(new ECDSASigner(stranger));
        assertRefused(forged.serialize());

        SignedJWT symmetric = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
        symmetric.sign(new MACSigner(key.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8)));
        assertRefused(symmetric.serialize());

        String good = signed(claims -> claims);
        assertRefused(good.substring(0, good.lastIndexOf('.') + 1));
        assertRefused("eyJhbGciOiJub25lIn0." + good.split("\\.")[1] + ".");
    }

    private static void assertRefused(String token) {
        bearer(token).get("/api/v1/projects").is(401);
    }

    private static Client bearer(String token) {
        return server.stranger().bearer(token);
    }

    private static String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(), change.apply(claims()).build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().issuer(ISSUER).audience("steward").subject("ada").claim("name", "Ada Lovelace")
                .claim("scope", "read write").claim("steward_workspace", workspace.toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    /** The same walk over every route as with tokens of Steward's own. */
    @Nested
    class Access extends AccessSuite {
        Access() {
            super(Engine.SQLITE);
        }

        @Override
        Server server() {
            return JwtAcceptanceTest.server;
        }

        @Override
        Client caller(Id<Workspace> workspace, Scope scope) {
            String token = sign(claims().claim("steward_workspace", workspace.toString()).claim("scope", scope.word()));
            return new Client(JwtAcceptanceTest.server.port(), Map.of(), workspace).bearer(token);
        }

        @Override
        List<Client> moreStrangers() {
            Client nobody = JwtAcceptanceTest.server.stranger();
            return List.of(nobody.bearer(sign(claims().expirationTime(Date.from(Instant.now().minusSeconds(3_600))))),
                    nobody.bearer(sign(claims().audience("another"))), nobody.bearer(sign(claims().issuer("https://elsewhere.example"))),
                    nobody.bearer(sign(claims().claim("steward_workspace", null))));
        }

        private String sign(JWTClaimsSet.Builder claims) {
            try {
                return signed(none -> claims);
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
