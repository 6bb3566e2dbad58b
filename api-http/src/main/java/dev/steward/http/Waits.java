package dev.steward.http;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.StoreException;
import dev.steward.application.workspace.EventSignals;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpRequest;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Requests that wait for something to happen in their workspace, such as an answer to an approval. They are woken by commits, on whichever
 * server, and look then; nobody polls. Waiting holds a virtual thread and no connection.
 */
@Singleton
public final class Waits implements GracefulShutdownCapable {

    private static final int MAX_SECONDS = 30;
    private static final int MAX_WAITING = 2_000;

    private final EventSignals signals;
    private final Clock clock;
    private final Set<Semaphore> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Waits(EventSignals signals, Clock clock, MeterRegistry metrics) {
        this.signals = signals;
        this.clock = clock;
        metrics.gauge("steward.requests.waiting", waiting, Set::size);
    }

    /**
     * Returns as soon as {@code happened} is true, at the latest after {@code atMost}, when the server stops, or when the client leaves.
     *
     * @param happened asks the database, outside any unit of work
     * @throws StoreException.Unavailable when too many requests wait already
     */
    public void until(HttpRequest<?> request, Duration atMost, BooleanSupplier happened) {
        Caller caller = Requests.caller(request);
        Instant end = clock.now().plus(atMost);
        Semaphore news = new Semaphore(0);
        if (waiting.size() >= MAX_WAITING) {
            throw new StoreException.Unavailable("Too many requests wait at this server", Duration.ofSeconds(5));
        }
        waiting.add(news);
        try (EventSignals.Subscription subscription = signals.subscribe(caller.workspace(), news::release);
                Presence client = Presence.of(request, news::release)) {
            while (!happened.getAsBoolean() && !stopping && client.isHere() && clock.now().isBefore(end)) {
                if (news.tryAcquire(Math.max(1, Duration.between(clock.now(), end).toMillis()), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("The wait was interrupted", e);
        } finally {
            waiting.remove(news);
        }
    }

    /** The parameter {@code wait_seconds}: 0 to 30, 0 when it is not given. */
    public static Duration asked(HttpRequest<?> request) {
        String text = request.getParameters().get("wait_seconds");
        try {
            int seconds = text == null ? 0 : Integer.parseInt(text);
            if (seconds >= 0 && seconds <= MAX_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Requests.invalidParameter("wait_seconds", "wait_seconds is a whole number from 0 to " + MAX_SECONDS + ".");
    }

    /** Who waits is answered with what is there; their clients ask again elsewhere. */
    @Override
    public CompletionStage<?> shutdownGracefully() {
        stopping = true;
        waiting.forEach(Semaphore::release);
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public OptionalLong reportActiveTasks() {
        return OptionalLong.of(waiting.size());
    }
}
