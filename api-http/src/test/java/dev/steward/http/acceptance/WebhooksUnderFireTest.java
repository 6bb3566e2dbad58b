package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.http.app.Installation;
import dev.steward.http.cli.ServerProcess;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers are killed while webhooks are sent: every message arrives, under its one id. */
@Order(1)
final class WebhooksUnderFireTest {

    private static final Map<String, String> QUICK = Map.of("steward.webhooks.interval", "200ms", "steward.webhooks.lease", "3s",
            "steward.webhooks.retries", "300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms,300ms");
    private static final int PLACES = 4;

    private static ServerProcess start(Installation installation, String key) throws Exception {
        Map<String, String> environment = new HashMap<>(ServerProcess.environment(installation));
        environment.put("STEWARD_WEBHOOKS_ALLOW_PRIVATE", "127.0.0.1");
        environment.put("STEWARD_SECRET_KEY", key);
        return ServerProcess.start(installation.dataDir(), environment, QUICK);
    }

    private static Client admin(Installation installation, ServerProcess server) throws Exception {
        return new Client(server.port(), Map.of(), null).bearer(Files.readString(installation.dataDir().resolve("admin.token")).strip());
    }

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatAKilledServerHadTakenIsSentByTheNext(Engine engine) throws Exception {
        Installation installation = Databases.fresh(engine);
        Set<String> taken = ConcurrentHashMap.newKeySet();
        boolean[] well = {false};
        try (Endpoint endpoint = new Endpoint().answers((exchange, message) -> {
            boolean now;
            synchronized (well) {
                now = well[0];
            }
            if (now) {
                taken.add(message.id());
            }
            Endpoint.status(now ? 204 : 500, "").answer(exchange, message);
        })) {
            int events = 12;
            String secret;
            String webhook;
            try (ServerProcess first = start(installation, KEY)) {
                Client admin = admin(installation, first);
                Reply made = admin.post("/webhooks", "{'url':'" + endpoint.url() + "','event_types':['project.created']}").is(201);
                secret = made.text("/secret");
                webhook = made.text("/id");
                for (int i = 0; i < events; i++) {
                    admin.create("/projects", "{'name':'Novel " + i + "'}");
                }
                WebhookSuite.await("some attempts have failed", () -> endpoint.received.size() >= events);
                first.kill();
            }
            int before = endpoint.received.size();
            synchronized (well) {
                well[0] = true;
            }
            try (ServerProcess second = start(installation, KEY)) {
                Client admin = admin(installation, second);
                String path = "/webhooks/" + webhook + "/deliveries?status=delivered";
                WebhookSuite.await("all are delivered", () -> admin.get(path).is(200).items("/items").size() == events);
                assertThat(admin.get(path).each("message_id")).containsExactlyInAnyOrderElementsOf(taken);
            }
            assertThat(taken).hasSize(events);
            assertThat(endpoint.received.subList(before, endpoint.received.size())).as("after the kill each is taken once").hasSize(events).allMatch(message -> message.isSignedBy(secret));
            assertThat(endpoint.received.stream().map(Endpoint.Message::id).distinct()).as("no message has two ids").hasSize(events);
        }
    }

    @Test
    void ofTwoServersOneSendsEachAndWhenOneIsKilledTheOtherSendsTheRest() throws Exception {
        Installation one = Databases.fresh(Engine.POSTGRES);
        Installation two = new Installation(Files.createTempDirectory("steward-second-"), one.database(), one.user(), one.password(), "FULL");
        try (Endpoint endpoint = new Endpoint().answers((exchange, message) -> {
            try {
                TimeUnit.MILLISECONDS.sleep(30);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Endpoint.status(204, "").answer(exchange, message);
        }); ServerProcess first = start(one, KEY); ServerProcess second = start(two, KEY)) {
            Client[] clients = {admin(one, first), new Client(second.port(), admin(one, first).headers(), null)};
            clients[0].create("/webhooks", "{'url':'" + endpoint.url() + "','event_types':['project.created']}");
            int each = 40;
            for (int i = 0; i < each; i++) {
                clients[i % 2].create("/projects", "{'name':'Novel " + i + "'}");
            }
            WebhookSuite.await("all have come", () -> endpoint.received.size() >= each);
            TimeUnit.SECONDS.sleep(1); // both look five times meanwhile
            assertThat(ids(endpoint.received)).as("each once").hasSize(each).doesNotHaveDuplicates();

            for (int i = 0; i < each; i++) {
                clients[1].create("/projects", "{'name':'Second " + i + "'}");
                if (i == each / 2) {
                    first.kill();
                }
            }
            WebhookSuite.await("all have come", () -> new HashSet<>(ids(endpoint.received)).size() == 2 * each);
            assertThat(endpoint.received.size()).as("twice came at most what the killed one was sending").isBetween(2 * each, 2 * each + PLACES);
        }
    }

    private static List<String> ids(List<Endpoint.Message> messages) {
        return messages.stream().map(Endpoint.Message::id).toList();
    }
}
