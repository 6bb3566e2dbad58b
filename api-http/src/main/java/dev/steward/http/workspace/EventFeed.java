package dev.steward.http.workspace;

import dev.steward.application.Caller;
import dev.steward.application.StoreException;
import dev.steward.application.Units;
import dev.steward.application.workspace.EventLog;
import dev.steward.application.workspace.EventLog.Look;
import dev.steward.application.workspace.EventSignals;
import dev.steward.application.workspace.EventStore.Filter;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest events of one workspace, read and rendered once for all of its streams, from when the first of them opens until the last one closes.
 * The more streams there are, the more of what happens is put into one piece for them: what each of them takes is a part of a second that stays
 * the same, however much happens.
 */
final class EventFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private static final int PAGE = 200;
    /** What is kept of what was rendered; a stream that is further behind reads the log itself. */
    private static final int MAX_KEPT_BYTES = 1 << 20;
    private static final int MAX_PIECE_BYTES = 256 << 10;
    /** Streams that are equally far and ask for the same take the same one. */
    private static final int MAX_PIECES = 8;
    /** How long the feed rests after each piece, for each stream that takes it, and at most. */
    private static final Duration REST = Duration.ofNanos(200_000);
    private static final Duration MAX_REST = Duration.ofMillis(250);
    private static final Duration UNAVAILABLE = Duration.ofSeconds(1);
    private static final long UNKNOWN = -1;

    private final Units units;
    private final EventLog log;
    private final Duration patience;
    private final Caller caller;
    private final EventSignals.Subscription subscription;
    private final Semaphore news = new Semaphore(1);
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);

    /** What follows is guarded by this object: events after {@code floor} up to {@code head}, oldest first. */
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<Asked, Piece> pieces = new HashMap<>();
    private long floor = UNKNOWN;
    private long head = UNKNOWN;
    private long kept;

    private record Frame(long sequence, String type, @Nullable UUID project, @Nullable UUID run, byte[] bytes) {
        static Frame of(Event event) {
            return new Frame(event.sequence(), event.type(), event.projectId(), event.runId(), frame(event));
        }
    }

    private record Asked(long position, Filter filter) {
    }

    /** Rendered events, maybe none, and how far the log was looked at for them. */
    record Piece(byte[] bytes, long position) {
        boolean isEmpty() {
            return bytes.length == 0;
        }
    }

    /** @param patience after how long to look at the log although nobody told of news, which may get lost with a connection */
    EventFeed(Id<Workspace> workspace, Units units, EventLog log, EventSignals signals, Duration patience) {
        this.units = units;
        this.log = log;
        this.patience = patience;
        this.caller = Caller.system(workspace, Actor.SYSTEM);
        this.subscription = signals.subscribe(workspace, this::signal);
        Thread.ofVirtual().name("events").start(this::follow);
    }

    /** {@code wake} is called when there may be something new; it returns at once. */
    void add(Runnable wake) {
        listeners.add(wake);
    }

    /** Whether anybody is left. */
    boolean remove(Runnable wake) {
        listeners.remove(wake);
        return !listeners.isEmpty();
    }

    /** What has happened after {@code position}; empty when that is not kept here, but in the log. Whoever is told that there is nothing is woken later. */
    synchronized Optional<Piece> after(long position, Filter filter) {
        if (floor == UNKNOWN || position < floor) {
            return Optional.empty();
        }
        if (position >= head) {
            return Optional.of(new Piece(new byte[0], position));
        }
        Asked asked = new Asked(position, filter);
        Piece piece = pieces.get(asked);
        if (piece == null) {
            piece = piece(asked);
            if (pieces.size() < MAX_PIECES) {
                pieces.put(asked, piece);
            }
        }
        return Optional.of(piece);
    }

    private Piece piece(Asked asked) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            if (frame.sequence > asked.position && asked.filter.matches(frame.type, frame.project, frame.run)) {
                bytes.writeBytes(frame.bytes);
                if (bytes.size() >= MAX_PIECE_BYTES) {
                    return new Piece(bytes.toByteArray(), frame.sequence);
                }
            }
        }
        return new Piece(bytes.toByteArray(), head);
    }

    /** An event as a stream sends it. */
    static byte[] frame(Event event) {
        return ("id: " + event.sequence() + "\nevent: " + event.type() + "\ndata: " + JsonText.write(EventLog.SHAPE.render(event)) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private void signal() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    private void follow() {
        boolean ended = false;
        while (!ended) {
            try {
                if (news.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
                ended = over.getCount() == 0;
                while (!ended && advance()) {
                    listeners.forEach(Runnable::run);
                    Duration rest = REST.multipliedBy(listeners.size());
                    ended = rests(rest.compareTo(MAX_REST) < 0 ? rest : MAX_REST);
                }
            } catch (StoreException.Unavailable e) {
                ended = again(); // streams keep their connections, and miss nothing
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("The event log cannot be followed; going on in a second", e);
                ended = again();
            }
        }
    }

    private boolean again() {
        signal();
        try {
            return rests(UNAVAILABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Whether the feed was closed meanwhile. */
    private boolean rests(Duration time) throws InterruptedException {
        return over.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether there was something. */
    private boolean advance() {
        long position = head(); // changed by this thread alone
        if (position == UNKNOWN) {
            begin();
            return true; // streams that have opened meanwhile read from the log up to here
        }
        Look look;
        try {
            look = units.read(caller, unit -> log.look(unit, position, Filter.NONE, PAGE));
        } catch (RefusedException gone) {
            begin(); // the log has forgotten what this feed, kept from reading for long, has not come to; so the streams will be told
            return true;
        }
        if (look.position() == position) {
            return false;
        }
        List<Frame> fresh = look.events().stream().map(Frame::of).toList();
        synchronized (this) {
            for (Frame frame : fresh) {
                frames.add(frame);
                kept += frame.bytes.length;
            }
            while (kept > MAX_KEPT_BYTES) {
                Frame oldest = frames.remove();
                kept -= oldest.bytes.length;
                floor = oldest.sequence;
            }
            head = look.position();
            pieces.clear();
        }
        return true;
    }

    private synchronized long head() {
        return head;
    }

    private void begin() {
        long last = units.read(caller, log::last);
        synchronized (this) {
            frames.clear();
            pieces.clear();
            kept = 0;
            floor = last;
            head = last;
        }
    }

    @Override
    public void close() {
        over.countDown();
        subscription.close();
        signal();
    }
}
