package dev.steward.http.workspace;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.StoreException;
import dev.steward.application.Units;
import dev.steward.application.workspace.EventLog;
import dev.steward.application.workspace.EventSignals;
import dev.steward.application.workspace.EventStore.Filter;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.Credential;
import dev.steward.http.Credentials;
import dev.steward.http.Problems;
import dev.steward.jdbc.JsonText;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Value;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Server-sent events of the log. A stream reads the log from where its client was until it has come to what the {@link EventFeed} of its workspace
 * keeps, so it has neither gap nor duplicate whichever server wrote. It reads on only when the client has taken what was sent: a slow client costs
 * no memory. When the log forgets what a stream has not come to, the stream says {@code gone} and ends.
 */
@Singleton
final class EventStreams implements GracefulShutdownCapable {

    private static final int PAGE = 100;
    private static final int MAX_STREAMS = 2_000;
    /** How long a stream waits before it asks again a database that did not answer. */
    private static final Duration UNAVAILABLE = Duration.ofSeconds(1);
    private static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.UTF_8);

    private final Units units;
    private final EventLog log;
    private final EventSignals signals;
    private final Credentials credentials;
    private final Clock clock;
    private final Duration heartbeat;
    /** A mere executor: an executor service would interrupt a stream whose client leaves, and so break the database connection it reads from. */
    private final Scheduler threads = Schedulers.fromExecutor(task -> Thread.ofVirtual().start(task));
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final Map<Id<Workspace>, EventFeed> feeds = new HashMap<>();
    private volatile boolean stopping;

    EventStreams(Units units, EventLog log, EventSignals signals, Credentials credentials, Clock clock, @Value("${steward.heartbeat}") Duration heartbeat,
            MeterRegistry metrics) {
        this.units = units;
        this.log = log;
        this.signals = signals;
        this.credentials = credentials;
        this.clock = clock;
        this.heartbeat = heartbeat;
        metrics.gauge("steward.event.streams", open, Set::size);
    }

    /**
     * @param after the last sequence number the client has; empty to begin with what happens next
     * @throws dev.steward.domain.RefusedException {@code gone} when events after it are no longer kept
     */
    Flux<byte[]> open(Caller caller, Credential credential, Filter filter, OptionalLong after) {
        if (stopping || open.size() >= MAX_STREAMS) {
            throw new StoreException.Unavailable(stopping ? "The server is stopping" : "This server has no room for another stream", Duration.ofSeconds(5));
        }
        long start = units.read(caller, unit -> {
            if (after.isEmpty()) {
                return log.last(unit);
            }
            log.requireKeptAfter(unit, after.getAsLong());
            return after.getAsLong();
        });
        return Flux.defer(() -> {
            Stream stream = new Stream(caller, credential, filter, start);
            return Flux.<byte[], Stream>generate(() -> stream, Stream::next, Stream::close).subscribeOn(threads).doOnCancel(stream::close);
        });
    }

    private EventFeed enter(Id<Workspace> workspace, Runnable wake) {
        synchronized (feeds) {
            EventFeed feed = feeds.computeIfAbsent(workspace, id -> new EventFeed(id, units, log, signals, heartbeat));
            feed.add(wake);
            return feed;
        }
    }

    private void leave(Id<Workspace> workspace, Runnable wake) {
        synchronized (feeds) {
            EventFeed feed = feeds.get(workspace);
            if (feed != null && !feed.remove(wake)) {
                feeds.remove(workspace);
                feed.close();
            }
        }
    }

    /** Streams end at a frame boundary; their clients come back to another server, or to this one when it is up again. */
    @Override
    public CompletionStage<?> shutdownGracefully() {
        stopping = true;
        open.forEach(Stream::wake);
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public OptionalLong reportActiveTasks() {
        return OptionalLong.of(open.size());
    }

    /** One client. Its methods are called by one thread at a time; only {@link #wake} and {@link #close} come from others. */
    private final class Stream {
        private final Caller caller;
        private final Credential credential;
        private final Filter filter;
        private final Semaphore news = new Semaphore(0);
        private final Queue<byte[]> ready = new ArrayDeque<>();
        private final Runnable wake = this::wake;
        private final EventFeed feed;
        private long seen;
        private volatile boolean closed;
        /** When to speak whatever happens, and to ask whether the token still holds: also of a stream that is never quiet. */
        private Instant beat;

        Stream(Caller caller, Credential credential, Filter filter, long seen) {
            this.caller = caller;
            this.credential = credential;
            this.filter = filter;
            this.seen = seen;
            this.beat = clock.now().plus(heartbeat);
            this.feed = enter(caller.workspace(), wake);
            open.add(this);
            ready.add(": connected\nretry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
        }

        void wake() {
            if (news.availablePermits() == 0) {
                news.release();
            }
        }

        Stream next(SynchronousSink<byte[]> client) {
            byte[] frame = frame();
            if (frame == null) {
                client.complete();
            } else {
                client.next(frame);
            }
            return this;
        }

        /** The next frame, after waiting for it; null when the stream is over. */
        private byte @Nullable [] frame() {
            while (ready.isEmpty()) {
                if (stopping || closed) {
                    return null;
                }
                try {
                    if (!clock.now().isBefore(beat)) {
                        boolean welcome = credentials.find(credential.presented()).isPresent();
                        beat = clock.now().plus(heartbeat);
                        return welcome ? HEARTBEAT : null;
                    }
                    read();
                } catch (StoreException.Unavailable e) {
                    waitForNews(UNAVAILABLE); // the client keeps its connection, and misses nothing
                    continue;
                }
                if (ready.isEmpty()) {
                    waitForNews(Duration.between(clock.now(), beat));
                }
            }
            return ready.remove();
        }

        private void read() {
            Optional<EventFeed.Piece> newest = feed.after(seen, filter);
            if (newest.isPresent()) {
                seen = newest.get().position();
                if (!newest.get().isEmpty()) {
                    ready.add(newest.get().bytes());
                }
                return;
            }
            EventLog.Look look;
            try {
                look = units.read(caller, unit -> log.look(unit, seen, filter, PAGE));
            } catch (RefusedException e) {
                ready.add(last(e));
                closed = true;
                return;
            }
            look.events().forEach(event -> ready.add(EventFeed.frame(event)));
            seen = look.position();
        }

        /** Its client was too slow, or away from its own database for longer than events are kept. Without an id, so that it cannot resume as if nothing were missing. */
        private static byte[] last(RefusedException gone) {
            return ("event: " + gone.code().word() + "\ndata: " + JsonText.write(Problems.body(gone.code(), gone.getMessage())) + "\n\n").getBytes(StandardCharsets.UTF_8);
        }

        private void waitForNews(Duration atMost) {
            try {
                news.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Called when it is over, and when its client leaves, by another thread; a second call does nothing. */
        void close() {
            closed = true;
            if (open.remove(this)) {
                leave(caller.workspace(), wake);
            }
            wake();
        }
    }
}
