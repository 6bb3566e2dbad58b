package dev.steward.http.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.steward.application.Clock;
import dev.steward.domain.workspace.WebhookDelivery.Outcome;
import dev.steward.domain.workspace.WebhookUrl;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a message goes, whatever a name says, and what is said of those who do not answer well. */
final class WebhookSenderTest {

    private static final Instant NOW = Instant.parse("2026-04-06T09:00:00Z");
    private static final Clock CLOCK = new Clock() {
        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public ZoneId zone() {
            return ZoneOffset.UTC;
        }
    };
    private static final String NAME = "hooks.example.test";
    private static final List<byte[]> SECRET = List.of(new byte[32]);

    @TempDir
    Path folder;

    private final Queue<AutoCloseable> open = new ArrayDeque<>();
    private final BlockingQueue<String> hosts = new LinkedBlockingQueue<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private HttpServer endpoint(HttpServer server, HttpHandler handler) {
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            exchange.getRequestBody().readAllBytes();
            handler.handle(exchange);
        });
        server.start();
        open.add(() -> server.stop(0));
        return server;
    }

    private HttpServer plain(HttpHandler handler) throws Exception {
        return endpoint(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10), handler);
    }

    private WebhookSender sender(WebhookAddresses addresses, SSLContext trust) {
        WebhookSender sender = new WebhookSender(addresses, CLOCK, trust, Duration.ofSeconds(2), Duration.ofSeconds(5), "Steward (test)");
        open.add(sender);
        return sender;
    }

    private static List<InetAddress> addresses(String... literals) {
        return List.of(literals).stream().map(InetAddress::ofLiteral).toList();
    }

    private static Outcome send(WebhookSender sender, String url) {
        return sender.send(new WebhookUrl(url), "msg_1", "{}", SECRET);
    }

    private static void ok(com.sun.net.httpserver.HttpExchange exchange) throws java.io.IOException {
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    @Test
    void aNameThatMovesInsideAfterItWasCheckedIsNotFollowed() throws Exception {
        HttpServer inside = plain(WebhookSenderTest::ok);
        Queue<List<InetAddress>> answers = new ArrayDeque<>(List.of(addresses("8.8.8.8"), addresses("127.0.0.1"), addresses("8.8.8.8", "127.0.0.1")));
        WebhookAddresses addresses = WebhookAddresses.of("", host -> answers.remove());
        WebhookUrl url = new WebhookUrl("https://" + NAME + ":" + inside.getAddress().getPort() + "/");

        addresses.check(url);
        WebhookSender sender = sender(addresses, SSLContext.getDefault());
        for (int i = 0; i < 2; i++) {
            Outcome outcome = sender.send(url, "msg_1", "{}", SECRET);
            assertThat(outcome.statusCode()).isNull();
            assertThat(outcome.error()).contains("private, local or reserved").doesNotContain("127.0.0.1");
        }
        assertThat(answers).as("the name was looked up once for each connection").isEmpty();
        assertThat(hosts).isEmpty();
    }

    @Test
    void theCheckedAddressIsConnectedToUnderTheHostsName() throws Exception {
        HttpServer server = plain(WebhookSenderTest::ok);
        WebhookSender sender = sender(WebhookAddresses.of("127.0.0.0/8", host -> addresses("127.0.0.1")), SSLContext.getDefault());

        Outcome outcome = send(sender, "http://" + NAME + ":" + server.getAddress().getPort() + "/x");

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.isDelivered()).isTrue();
        assertThat(hosts).containsExactly(NAME + ":" + server.getAddress().getPort());
    }

    @Test
    void theNextAddressIsTakenWhenOneDoesNotListen() throws Exception {
        HttpServer server = plain(WebhookSenderTest::ok);
        WebhookSender sender = sender(WebhookAddresses.of("127.0.0.0/8", host -> addresses("127.0.0.2", "127.0.0.1")), SSLContext.getDefault());

        assertThat(send(sender, "http://" + NAME + ":" + server.getAddress().getPort() + "/").isDelivered()).isTrue();
    }

    @Test
    void tlsHoldsTheHostsNameAgainstTheCertificate() throws Exception {
        SSLContext context = certified(NAME);
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        endpoint(server, WebhookSenderTest::ok);
        WebhookSender trusting = sender(WebhookAddresses.of("127.0.0.0/8", host -> addresses("127.0.0.1")), context);
        int port = server.getAddress().getPort();

        assertThat(send(trusting, "https://" + NAME + ":" + port + "/").error()).isEmpty();
        assertThat(send(trusting, "https://other.example.test:" + port + "/").error()).startsWith("TLS failed");
        WebhookSender strange = sender(WebhookAddresses.of("127.0.0.0/8", host -> addresses("127.0.0.1")), SSLContext.getDefault());
        assertThat(send(strange, "https://" + NAME + ":" + port + "/").error()).startsWith("TLS failed");
        assertThat(hosts).hasSize(1);
    }

    /** Both a server's key and the trust in it. */
    private SSLContext certified(String name) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "hook", "-keyalg", "EC",
                "-dname", "CN=" + name, "-ext", "SAN=dns:" + name, "-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit")
                .redirectErrorStream(true).start();
        assertThat(keytool.waitFor()).as(() -> "keytool").isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("hook", keys.getCertificate("hook"));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void anEndpointSaysHowLongToLeaveItAlone() throws Exception {
        for (String value : List.of("120", "Mon, 06 Apr 2026 09:02:00 GMT")) {
            HttpServer server = plain(exchange -> {
                exchange.getResponseHeaders().add("Retry-After", value);
                exchange.sendResponseHeaders(503, -1);
                exchange.close();
            });
            WebhookSender sender = sender(WebhookAddresses.of("true"), SSLContext.getDefault());
            Outcome outcome = send(sender, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
            assertThat(outcome.statusCode()).isEqualTo(503);
            assertThat(outcome.retryAfter()).isEqualTo(Duration.ofMinutes(2));
        }
    }

    @Test
    void whoCannotBeReachedIsSaidInASentence() throws Exception {
        WebhookSender nowhere = sender(WebhookAddresses.of("", host -> {
            throw new UnknownHostException(host);
        }), SSLContext.getDefault());
        assertThat(send(nowhere, "https://" + NAME + "/").error()).isEqualTo("The host has no address.");
        HttpServer closed = plain(WebhookSenderTest::ok);
        closed.stop(0);
        WebhookSender local = sender(WebhookAddresses.of("true"), SSLContext.getDefault());
        assertThat(send(local, "http://127.0.0.1:" + closed.getAddress().getPort() + "/").error()).isEqualTo("The connection was refused.");
    }

    @Test
    void whatIsKeptOfAnAnswerFitsBothDatabases() {
        assertThat(WebhookSender.cleaned("a\u0000b\u001b[31mc\n\ud83d\ude00", 100)).isEqualTo("ab[31mc\n\ud83d\ude00");
        assertThat(WebhookSender.cleaned("\ud83d\ude00".repeat(10), 3)).isEqualTo("\ud83d\ude00".repeat(3));
        assertThat(WebhookSender.cleaned("a\ud83db", 100)).isEqualTo("ab");
    }
}
