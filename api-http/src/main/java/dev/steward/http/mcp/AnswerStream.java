package dev.steward.http.mcp;

import dev.steward.application.Clock;
import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The stream of one answer: what there is to tell before it, then the answer, then the end. While nothing happens a client that wants
 * progress is told for how long, any other gets a comment, so that the connection is not taken for dead. A client that leaves has
 * cancelled its request.
 */
final class AnswerStream {

    private static final Duration TELLING = Duration.ofSeconds(5);
    /** A mere executor: see EventStreams. */
    private static final Scheduler THREADS = Schedulers.fromExecutor(task -> Thread.ofVirtual().name("mcp").start(task));

    private final Exchange exchange;
    private final Supplier<Json.Obj> work;
    private final Clock clock;
    private final Duration heartbeat;
    private final BlockingQueue<Json.Obj> ready = new LinkedBlockingQueue<>();
    private @Nullable Instant begun;
    private volatile Json.@Nullable Obj answer;

    AnswerStream(Exchange exchange, Supplier<Json.Obj> work, Clock clock, Duration heartbeat) {
        this.exchange = exchange;
        this.work = work;
        this.clock = clock;
        this.heartbeat = heartbeat;
        exchange.streamTo(ready::add);
    }

    Flux<byte[]> open() {
        return Flux.<byte[]>generate(this::next).subscribeOn(THREADS).doOnCancel(exchange.patience()::end);
    }

    /** Called by one thread at a time, whenever the client has taken what was sent. */
    private void next(SynchronousSink<byte[]> client) {
        if (begun == null) {
            begun = clock.now();
            Thread.ofVirtual().name("mcp-work").start(() -> {
                Json.Obj last = work.get();
                answer = last;
                ready.add(last);
            });
            client.next(": asked\n\n".getBytes(StandardCharsets.UTF_8)); // only with its first bytes is a stream one whose client can be seen to leave
            return;
        }
        try {
            Json.Obj message = waited();
            if (message == null) {
                client.next(": waiting\n\n".getBytes(StandardCharsets.UTF_8));
                return;
            }
            if (exchange.patience().ended()) {
                client.complete(); // nobody wants to hear of what was cancelled
                return;
            }
            client.next(("event: message\ndata: " + JsonText.write(message) + "\n\n").getBytes(StandardCharsets.UTF_8));
            if (message == answer) {
                client.complete();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            client.complete();
        }
    }

    private Json.@Nullable Obj waited() throws InterruptedException {
        boolean telling = exchange.progressToken().isPresent() && TELLING.compareTo(heartbeat) < 0;
        Json.Obj message = ready.poll((telling ? TELLING : heartbeat).toMillis(), TimeUnit.MILLISECONDS);
        if (message == null && exchange.progressToken().isPresent()) {
            long seconds = Duration.between(begun, clock.now()).toSeconds();
            exchange.progress(seconds, Optional.empty(), "Waiting for " + seconds + " s.");
            message = ready.poll();
        }
        return message;
    }
}
