package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every route does by the rules of HTTP. */
abstract class ProtocolSuite extends Suite {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    ProtocolSuite(Engine engine) {
        super(engine);
    }

    @Test
    void everyAnswerCarriesTheRequestIdAndTheTrace() {
        Client traced = person.with("X-Request-Id", "me:1.2-3_4").with("traceparent", TRACE);
        List<Reply> replies = List.of(traced.get("/projects"), traced.get("/projects/none"), traced.get("/no-route"), traced.post("/projects", "{"),
                traced.bearer("stw_x").get("/projects"), traced.get("/health/live"), traced.send("PUT", "/projects", BodyPublishers.noBody()),
                traced.with("If-None-Match", "*").get("/projects/" + project("Novel")));
        for (Reply reply : replies) {
            assertThat(reply.headers().allValues("x-request-id")).as(reply.request()).containsExactly("me:1.2-3_4");
            assertThat(reply.headers().allValues("traceparent")).as(reply.request()).containsExactly(TRACE);
        }
        for (String bad : List.of("a b", "x".repeat(129), "<script>", "a\"b")) {
            Reply reply = person.with("X-Request-Id", bad).with("traceparent", bad).get("/projects").is(200);
            assertThat(reply.header("x-request-id").orElseThrow()).isNotEqualTo(bad).matches("[0-9a-f-]{36}");
            assertThat(reply.header("traceparent")).isEmpty();
        }
        assertThat(person.get("/projects").header("x-request-id")).isNotEqualTo(person.get("/projects").header("x-request-id"));
    }

    @Test
    void noRouteAndNoMethodAreProblems() {
        person.get("/no-route").refused(ErrorCode.NOT_FOUND);
        person.get("/unicorns").refused(ErrorCode.NOT_FOUND);
        person.get("/projects/a/b/c/d").refused(ErrorCode.NOT_FOUND);
        Reply put = person.send("PUT", "/projects", BodyPublishers.noBody()).refused(ErrorCode.METHOD_NOT_ALLOWED);
        assertThat(put.header("allow").orElse("")).contains("GET").contains("POST");
        Reply trace = person.send("TRACE", "/projects", BodyPublishers.noBody());
        assertThat(trace.status()).isEqualTo(405);
        trace.isProblem();
        Reply verb = person.get("/sessions/x/start").refused(ErrorCode.METHOD_NOT_ALLOWED);
        assertThat(verb.header("allow")).hasValue("POST");
        person.with("Accept", "application/xml").get("/projects").refused(ErrorCode.NOT_ACCEPTABLE);
        person.with("Accept", "application/json;q=0.5, */*;q=0.1").get("/projects").is(200);
        person.with("Accept", "*/*").get("/projects").is(200);
        server.stranger().get("/no-route").refused(ErrorCode.UNAUTHENTICATED).header("www-authenticate", "Bearer realm=\"steward\"");
        server.stranger().send("PUT", "/projects", BodyPublishers.noBody()).isProblem();
    }

    @Test
    void headIsGetWithoutABody() {
        String at = "/projects/" + project("Novel");
        for (String path : List.of(at, "/projects", "/health/live", "/weeks/current", "/settings/theme")) {
            Reply get = person.get(path).is(200);
            Reply head = person.send("HEAD", path, BodyPublishers.noBody()).is(200);
            assertThat(head.bytes()).isEmpty();
            assertThat(head.header("etag")).isEqualTo(get.header("etag"));
        }
        assertThat(person.send("HEAD", "/projects/none", BodyPublishers.noBody()).is(404).bytes()).isEmpty();
        assertThat(server.stranger().send("HEAD", at, BodyPublishers.noBody()).is(401).bytes()).isEmpty();
    }

    @Test
    void oddPathsAreRefusedNotFailed() {
        for (String path : List.of("/projects/%00", "/projects/a%00b", "/settings/%00", "/settings/a%00b", "/reviews/%00", "/weeks/%00", "/tags/%00",
                "/projects/%2e%2e", "/projects/%2F", "/projects/a%2Fb", "/projects/%ED%A0%80", "/projects/%C0%80", "/projects/%FF", "/projects/" + "x".repeat(5_000),
                "/projects/..%2f..%2fetc", "/projects/%0d%0aX-Evil:1", "/events?type=%00", "/events?project_id=%00", "/projects?cursor=%0d%0a", "/projects/%20",
                "/tags/x/links?cursor=%00:0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b", "//", "/projects//", "/;a=b", "/projects;a=b")) {
            for (String method : List.of("GET", "DELETE")) {
                Reply reply = person.send(method, path, BodyPublishers.noBody());
                assertThat(reply.status()).as(reply.request() + " " + reply.body()).isLessThan(500);
                if (reply.status() >= 400) {
                    reply.isProblem();
                }
                assertThat(reply.headers().map()).doesNotContainKey("x-evil");
            }
        }
        String tag = person.create("/tags", "{'label':'T'}");
        person.get("/tags/" + tag + "/links?cursor=A:0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b").refused(ErrorCode.INVALID_CURSOR);
        for (Reply reply : List.of(person.get("/settings/%00"), person.get("/events?type=a%00"), person.get("/projects?q=%00"), person.get("/tags?cursor=%00"),
                person.put("/tags/" + tag + "/links/%00/x", ""), person.put("/settings/%00", "{'value':1}"))) {
            reply.refused(ErrorCode.MALFORMED);
        }
    }

    /** Where Netty or Micronaut answers before any route: still a problem that a client can read. */
    @Test
    void whatIsNoHttpIsAProblemToo() {
        String host = "Host: x\r\nConnection: close\r\nAuthorization: " + person.headers().get("Authorization") + "\r\n";
        Map<String, Integer> requests = Map.ofEntries(
                Map.entry("GET /api/v1/projects/%zz HTTP/1.1\r\n" + host + "\r\n", 400),
                Map.entry("GET /api/v1/projects/% HTTP/1.1\r\n" + host + "\r\n", 400),
                Map.entry("GET /api/v1/projects?q=%zz HTTP/1.1\r\n" + host + "\r\n", 400),
                Map.entry("GET /api/v1/projects?q=% HTTP/1.1\r\n" + host + "\r\n", 400),
                Map.entry("GET /api/v1/projects/a|b HTTP/1.1\r\n" + host + "\r\n", 400),
                Map.entry("GET /api/v1/projects?q=a|b\"<> HTTP/1.1\r\n" + host + "\r\n", 400),
                Map.entry("GET /api/v1/projects/" + "x".repeat(9_000) + " HTTP/1.1\r\n" + host + "\r\n", 413),
                Map.entry("GET /api/v1/projects HTTP/1.1\r\n" + host + "X-Big: " + "x".repeat(20_000) + "\r\n\r\n", 413),
                Map.entry("GET /api/v1/projects HTTP/1.1\r\n" + host + "Bad Header: x\r\n\r\n", 400),
                Map.entry("POST /api/v1/projects HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400),
                Map.entry("POST /api/v1/projects HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
                Map.entry("POST /api/v1/projects HTTP/1.1\r\n" + host + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
                Map.entry("POST /api/v1/projects HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
                Map.entry("POST /api/v1/projects HTTP/1.1\r\n" + host + "Idempotency-Key: \u00e4\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"name\":\"x\"}", 400),
                Map.entry("NONSENSE\r\n\r\n", 400),
                Map.entry("FOO /api/v1/projects HTTP/1.1\r\n" + host + "\r\n", 405));
        requests.forEach((request, status) -> {
            String shown = request.length() > 300 ? request.substring(0, 300) + "…" : request;
            String answer = Wire.exchange(server.port(), request);
            assertThat(answer).as(shown).containsPattern("^HTTP/1\\.[01] " + status + " ").containsIgnoringCase("content-type: application/problem+json")
                    .containsIgnoringCase("x-request-id: ").contains("\"code\":").doesNotContain("\"request_id\":\"\"").doesNotContain("Exception").doesNotContain("dev.steward");
        });
    }

    @Test
    void aTokenHasItsRate() {
        try (Server limited = engine.fresh(Map.of("steward.rate-limit", 5))) {
            Client client = limited.person();
            for (int i = 4; i >= 0; i--) {
                Reply reply = client.get("/projects").is(200).header("ratelimit-policy", "\"token\";q=5;w=60");
                assertThat(reply.header("ratelimit").orElseThrow()).startsWith("\"token\";r=" + i + ";t=");
            }
            Reply refused = client.get("/projects").refused(ErrorCode.RATE_LIMITED);
            assertThat(Integer.parseInt(refused.header("retry-after").orElseThrow())).isBetween(1, 60);
            assertThat(refused.header("ratelimit").orElseThrow()).startsWith("\"token\";r=0;t=");
            limited.person().get("/projects").is(200);
            limited.stranger().get("/health/live").is(200);
        }
    }

    @Test
    void healthDocsAndMetrics() {
        Client stranger = server.stranger();
        stranger.get("/health/live").is(200).has("/status", "up");
        stranger.get("/health/ready").is(200).has("/status", "up");
        assertThat(stranger.get("/docs").is(200).body()).doesNotContain("http://").doesNotContain("https://");
        assertThat(stranger.get("/docs/errors").is(200).body()).contains("id=\"has_dependents\"");
        stranger.get("/docs/assets/swagger-ui-bundle.js").is(200);
        stranger.get("/docs/assets/start.js").is(200);
        stranger.get("/docs/assets/..%2f..%2fapplication.properties").is(404);
        stranger.get("/docs/assets/none.js").refused(ErrorCode.NOT_FOUND);
        stranger.get("/openapi.yaml").is(200);
        stranger.get("/metrics").refused(ErrorCode.UNAUTHENTICATED);
        assertThat(person.get("/metrics").is(200).body()).contains("jvm_memory_used_bytes");
    }
}
