package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Writers that each use an Idempotency-Key a write, and remember what was acknowledged to them. */
final class Load {

    private static final int WRITERS = 4;
    private static final int ATTEMPTS = 2_000;

    private final AtomicInteger counter = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    /** Idempotency key to the id that was acknowledged under it. */
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    /** Keys of requests that got no answer. */
    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> writers = new ArrayList<>();
    private CountDownLatch ended = new CountDownLatch(1);

    /** Each writes until the server is gone, or says that it stops. */
    void startUntilGone(Client client) {
        start(writer -> {
            boolean more = true;
            while (more) {
                String key = nextKey();
                try {
                    Reply reply = create(client, key);
                    more = reply.status() != 503;
                    if (more) {
                        acknowledged.put(key, reply.is(201).text("/id"));
                    }
                } catch (UncheckedIOException e) {
                    unanswered.add(key);
                    more = false;
                }
            }
        });
    }

    /** Each writes until {@link #end}, asks one server after the other, and repeats what was not acknowledged under the same key. */
    void start(List<Supplier<Client>> servers) {
        start(writer -> {
            while (ended.getCount() > 0) {
                persist(servers, writer, nextKey());
                TimeUnit.MILLISECONDS.sleep(2); // leaves room for a server that starts
            }
        });
    }

    private interface Writer {
        void write(int number) throws InterruptedException;
    }

    private void start(Writer writer) {
        ended = new CountDownLatch(1);
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                writer.write(number);
                return true;
            });
            Thread.ofPlatform().name("writer-" + i).start(task);
            writers.add(task);
        }
    }

    private void persist(List<Supplier<Client>> servers, int writer, String key) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Reply reply = create(servers.get((writer + counter.get() + attempt) % servers.size()).get(), key);
                if (reply.status() == 503) {
                    reply.refused(ErrorCode.UNAVAILABLE);
                    assertThat(reply.header("retry-after")).as("Retry-After of %s", reply.body()).isPresent();
                    refusals.incrementAndGet();
                } else if (reply.status() == 409) {
                    reply.refused(ErrorCode.IDEMPOTENCY_IN_FLIGHT);
                } else {
                    acknowledged.put(key, reply.is(201).text("/id"));
                    return;
                }
            } catch (UncheckedIOException e) {
                // gone; the next one is asked
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("Nobody acknowledged " + key);
    }

    private String nextKey() {
        return "key-" + counter.incrementAndGet();
    }

    private static Reply create(Client client, String key) {
        return client.with("Idempotency-Key", key).post("/areas", "{'name':'" + key + "','type':'home'}");
    }

    void awaitAcknowledgements(int count) throws InterruptedException {
        int target = acknowledged.size() + count;
        await(() -> acknowledged.size() >= target);
    }

    void awaitRefusals(int count) throws InterruptedException {
        int target = refusals.get() + count;
        await(() -> refusals.get() >= target);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 6_000 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** Waits for the writers, and throws what made one of them fail. */
    void end() throws InterruptedException, ExecutionException {
        ended.countDown();
        for (Future<?> writer : writers) {
            writer.get();
        }
        writers.clear();
    }

    /** All that was acknowledged is there, and repeating any request changes nothing more than carrying it out once. */
    void settle(Client client) {
        assertThat(all(client)).containsAll(acknowledged.values());
        acknowledged.entrySet().stream().limit(20).forEach(entry ->
                create(client, entry.getKey()).is(201).has("/id", entry.getValue()).header("idempotency-replayed", "true"));
        for (String key = unanswered.poll(); key != null; key = unanswered.poll()) {
            for (int i = 0; i < 2; i++) {
                acknowledged.put(key, create(client, key).is(201).text("/id"));
            }
        }
        assertThat(all(client)).containsExactlyInAnyOrderElementsOf(acknowledged.values());
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
}
