package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.http.cli.ServerProcess;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is kept, whatever becomes of the process. */
final class CrashAcceptanceTest {

    @TempDir
    Path data;

    private final AtomicInteger counter = new AtomicInteger();
    /** Idempotency key to the id that was acknowledged under it. */
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    /** Keys of requests that got no answer. */
    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();

    private Client admin(ServerProcess server) throws Exception {
        return new Client(server.port(), Map.of(), null).bearer(Files.readString(data.resolve("admin.token")).strip());
    }

    /** Creates until the server is gone, or says that it stops. */
    private void write(Client client) {
        while (true) {
            String key = "key-" + counter.incrementAndGet();
            try {
                Reply reply = client.with("Idempotency-Key", key).post("/areas", "{'name':'" + key + "','type':'home'}");
                if (reply.status() == 503) {
                    return;
                }
                acknowledged.put(key, reply.is(201).text("/id"));
            } catch (UncheckedIOException e) {
                unanswered.add(key);
                return;
            }
        }
    }

    private ExecutorService load(Client client) {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            threads.submit(() -> write(client));
        }
        threads.shutdown();
        return threads;
    }

    private void awaitAcknowledgements(int count) throws InterruptedException {
        int target = acknowledged.size() + count;
        for (int i = 0; i < 3_000 && acknowledged.size() < target; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(target);
    }

    @Test
    void anAcknowledgedWriteSurvivesKill() throws Exception {
        for (int round = 0; round < 2; round++) {
            try (ServerProcess server = ServerProcess.start(data)) {
                Client client = admin(server);
                settle(client);
                ExecutorService threads = load(client);
                awaitAcknowledgements(100);
                server.kill();
                assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        try (ServerProcess server = ServerProcess.start(data)) {
            settle(admin(server));
        }
    }

    /** All that was acknowledged is there, and repeating any request changes nothing more than carrying it out once. */
    private void settle(Client client) {
        Set<String> there = all(client);
        assertThat(there).containsAll(acknowledged.values());
        acknowledged.entrySet().stream().limit(20).forEach(entry ->
                client.with("Idempotency-Key", entry.getKey()).post("/areas", "{'name':'" + entry.getKey() + "','type':'home'}").is(201)
                        .has("/id", entry.getValue()).header("idempotency-replayed", "true"));
        for (String key = unanswered.poll(); key != null; key = unanswered.poll()) {
            for (int i = 0; i < 2; i++) {
                acknowledged.put(key, client.with("Idempotency-Key", key).post("/areas", "{'name':'" + key + "','type':'home'}").is(201).text("/id"));
            }
        }
        assertThat(all(client)).containsExactlyInAnyOrderElementsOf(acknowledged.values());
        assertThat(client.get("/events?limit=1").is(200).json("/items/0/sequence").toString()).isNotEmpty();
    }

    private static Set<String> all(Client client) {
        Set<String> ids = new HashSet<>();
        String at = "/areas?limit=200";
        while (true) {
            Reply page = client.get(at).is(200);
            ids.addAll(page.each("id"));
            if (page.header("link").isEmpty()) {
                return ids;
            }
            at = "/areas?limit=200&cursor=" + page.text("/next");
        }
    }

    @Test
    void aStopFinishesWhatItAccepted() throws Exception {
        try (ServerProcess server = ServerProcess.start(data)) {
            Client client = admin(server);
            try (EventClient stream = EventClient.open(client, "?after=0")) {
                ExecutorService threads = load(client);
                awaitAcknowledgements(100);
                assertThat(server.stop()).isIn(0, 143);
                assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
                stream.awaitEnd(Duration.ofSeconds(20));
            }
            assertThat(server.logged()).doesNotContain("Exception");
        }
        try (ServerProcess server = ServerProcess.start(data)) {
            settle(admin(server));
        }
    }
}
