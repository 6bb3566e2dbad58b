package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody else's server that takes webhooks, and keeps what it got. */
final class Endpoint implements AutoCloseable {

    /** What it answers; a script of statuses is worked off, then 204. */
    interface Answering {
        void answer(HttpExchange exchange, Message message) throws IOException;
    }

    record Message(HttpHeaders headers, String body) {

        String id() {
            return headers.firstValue("webhook-id").orElseThrow();
        }

        Json.Obj json() {
            try {
                return (Json.Obj) JsonText.parse(body.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String type() {
            return ((Json.Text) json().members().get("type")).value();
        }

        Json data() {
            return json().members().get("data");
        }

        /** By the library that receivers take. */
        boolean isSignedBy(String secret) {
            return isSignedBy(secret, body);
        }

        boolean isSignedBy(String secret, String text) {
            try {
                new Webhook(secret).verify(text, headers);
                return true;
            } catch (WebhookVerificationException e) {
                return false;
            } catch (EmptyWebhookSecretException e) {
                throw new AssertionError("There is no secret", e);
            }
        }
    }

    private final HttpServer server;
    private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>();
    final List<Message> received = new CopyOnWriteArrayList<>();
    private volatile Answering answering = Endpoint::done;

    Endpoint() {
        this(0);
    }

    Endpoint(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            Message message = new Message(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            received.add(message);
            waiting.add(message);
            answering.answer(exchange, message);
        });
        server.start();
    }

    private static void done(HttpExchange exchange, Message message) throws IOException {
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    static Answering status(int status, String body, String... headers) {
        return (exchange, message) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        };
    }

    Endpoint answers(Answering how) {
        answering = how;
        return this;
    }

    /** These in turn, then 204. */
    Endpoint answers(int... statuses) {
        int[] next = {0};
        answering = (exchange, message) -> {
            int status;
            synchronized (next) {
                status = next[0] < statuses.length ? statuses[next[0]++] : 204;
            }
            status(status, status == 204 ? "" : "It is " + status).answer(exchange, message);
        };
        return this;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    Message next(Duration patience) {
        try {
            @Nullable Message message = waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(message).as("a message within %s", patience).isNotNull();
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
