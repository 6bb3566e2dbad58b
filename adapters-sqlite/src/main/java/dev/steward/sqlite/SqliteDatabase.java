package dev.steward.sqlite;

import dev.steward.application.DbAdapter;
import dev.steward.application.StoreException;
import dev.steward.application.StoreException.Unavailable;
import dev.steward.application.Stores;
import dev.steward.application.workspace.EventStore;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.Dialect;
import dev.steward.jdbc.EventHub;
import dev.steward.jdbc.PendingWrite;
import dev.steward.jdbc.ReadingThreads;
import dev.steward.jdbc.Session;
import dev.steward.jdbc.SessionDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread owns the only writing connection. Writes queue up; the thread takes what waits, runs each in a savepoint of one
 * IMMEDIATE transaction, commits once, and only then answers them all, on another thread. So an acknowledged write is on
 * disk at the price of a shared fsync, writers of this process never meet SQLITE_BUSY, and none waits behind more than one commit.
 *
 * <p>A work that throws is rolled back alone. Where the transaction itself fails (disk full, I/O error, another process holds
 * the lock), every write of the group is {@link Unavailable} and nothing of it is kept; the next group gets a new connection.
 * The writer thread ends only with {@link #close}.
 */
final class SqliteDatabase implements DbAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    /** How often to look for the writes of other processes. */
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration READER_WAIT = Duration.ofSeconds(10);
    private static final Duration LOG_WAIT = Duration.ofMillis(250);
    private static final Duration ANSWERS_WAIT = Duration.ofSeconds(10);

    private final SqliteConnections connections;
    private final Dialect dialect;
    private final Supplier<Stores> stores;
    private final EventHub hub;
    private final @Nullable Object file;
    private final int groupSize;
    private final BlockingQueue<PendingWrite<?>> waiting;
    private final BlockingQueue<ReopeningConnection> readers;
    private final ReadingThreads readerThreads;
    private final ReopeningConnection writing;
    private final @Nullable Checkpoints checkpoints;
    /** Shared by those who read; the writer's alone while it shortens the log. */
    private final ReentrantReadWriteLock log = new ReentrantReadWriteLock();
    private final Thread writer;
    /** Ends the writer's waiting, and is no write. */
    private final PendingWrite<Boolean> wake = new PendingWrite<>(new Id<>(new UUID(0, 0)), none -> true);
    /**
     * Platform threads, a few of them most of the time. On virtual threads an answer starved for minutes behind readers that never
     * paused: their scheduler prefers who is there already.
     */
    private final ExecutorService answers = Executors.newCachedThreadPool(Thread.ofPlatform().name("sqlite-answers-", 1).daemon().factory());
    /** At what size the writer does something about the log; only the writer's. */
    private long longLog = SqliteConnections.LONG_LOG_BYTES;
    private volatile boolean closed;
    /** Of the writer thread: when it looked for the writes of others, in terms of {@link System#nanoTime}, and what it saw. */
    private long looked = System.nanoTime() - LOOK.toNanos();
    private long seen;

    SqliteDatabase(SqliteSettings settings, Dialect dialect, Supplier<Stores> stores, EventHub hub) {
        this.connections = new SqliteConnections(settings);
        this.dialect = dialect;
        this.stores = stores;
        this.hub = hub;
        this.groupSize = settings.group();
        this.waiting = new ArrayBlockingQueue<>(settings.queue());
        this.readers = new ArrayBlockingQueue<>(settings.readers());
        this.readerThreads = new ReadingThreads("sqlite-reader-", settings.readers(), READER_WAIT);
        this.writing = new ReopeningConnection(connections::writer);
        try {
            writing.get(); // a file that cannot be used is told now, not at the first request
        } catch (SQLException e) {
            throw dialect.classify(e);
        }
        for (int i = 0; i < settings.readers(); i++) {
            readers.add(new ReopeningConnection(connections::reader));
        }
        this.file = connections.identity();
        this.checkpoints = settings.checkpoint() == 0 ? null : new Checkpoints(connections, settings.checkpoint());
        this.writer = Thread.ofPlatform().name("sqlite-writer").daemon().start(this::writeUntilClosed);
    }

    @Override
    public <R> R read(Id<Workspace> workspace, Function<Stores, R> work) {
        return reading(connection -> session(connection, workspace, false).run(() -> work.apply(stores.get())));
    }

    @Override
    public <R> CompletableFuture<R> readAsync(Id<Workspace> workspace, Function<Stores, R> work) {
        Session.refuseNesting();
        return readerThreads.run(() -> read(workspace, work));
    }

    @Override
    public <R> R snapshot(Id<Workspace> workspace, Function<Stores, R> work) {
        return reading(connection -> {
            execute(connection, "BEGIN");
            try {
                return session(connection, workspace, false).run(() -> work.apply(stores.get()));
            } finally {
                execute(connection, "COMMIT");
            }
        });
    }

    @Override
    public <R> CompletableFuture<R> snapshotAsync(Id<Workspace> workspace, Function<Stores, R> work) {
        Session.refuseNesting();
        return readerThreads.run(() -> snapshot(workspace, work));
    }

    /** A row from a local file takes some microseconds, less than a change of threads. When all readers are busy somebody would have to wait. */
    @Override
    public <R> Optional<R> readAtOnce(Id<Workspace> workspace, Function<Stores, R> work) {
        Session.refuseNesting();
        refuseWhenClosed();
        ReopeningConnection reader = log.hasQueuedThreads() ? null : readers.poll();
        return reader == null ? Optional.empty()
                : Optional.of(reading(stillOpen(reader), connection -> session(connection, workspace, false).run(() -> work.apply(stores.get()))));
    }

    private static Session session(Connection connection, Id<Workspace> workspace, boolean writable) {
        return new Session(SessionDataSource.bound(connection), workspace.value(), writable);
    }

    private <R> R reading(Reading<R> work) {
        Session.refuseNesting();
        return reading(freeReader(), work);
    }

    private <R> R reading(ReopeningConnection reader, Reading<R> work) {
        log.readLock().lock();
        try {
            return work.run(reader.get());
        } catch (SQLException e) {
            reader.giveUp();
            throw dialect.classify(e);
        } catch (Unavailable | Error e) {
            reader.giveUp();
            throw e;
        } finally {
            log.readLock().unlock();
            readers.add(reader);
        }
    }

    private ReopeningConnection freeReader() {
        refuseWhenClosed();
        try {
            ReopeningConnection reader = readers.poll(READER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (reader == null) {
                throw new Unavailable("Too many reads are waiting", Duration.ofSeconds(1));
            }
            return stillOpen(reader);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("The read was interrupted", e);
        }
    }

    private ReopeningConnection stillOpen(ReopeningConnection reader) {
        if (closed) {
            readers.add(reader);
            refuseWhenClosed();
        }
        return reader;
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw stopping();
        }
    }

    private static Unavailable stopping() {
        return new Unavailable("The server is stopping", Duration.ofSeconds(2));
    }

    private interface Reading<R> {
        R run(Connection connection) throws SQLException;
    }

    @Override
    public <R> CompletableFuture<R> write(Id<Workspace> workspace, Function<Stores, R> work) {
        Session.refuseNesting();
        PendingWrite<R> job = new PendingWrite<>(workspace, work);
        if (closed) {
            return CompletableFuture.failedFuture(stopping());
        }
        if (!waiting.offer(job)) {
            return CompletableFuture.failedFuture(new Unavailable("Too many writes are waiting", Duration.ofSeconds(1)));
        }
        if (closed && waiting.remove(job)) { // closed in between, and the writer will not see it any more
            return CompletableFuture.failedFuture(stopping());
        }
        return job.future();
    }

    @Override
    public void ping() {
        requireSameFile();
        reading(connection -> {
            // Reads the file, which SELECT 1 does not.
            try (PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM sqlite_master"); ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        });
    }

    private void requireSameFile() {
        if (file == null || !file.equals(connections.identity())) {
            throw new Unavailable("The database file " + connections.file() + " was moved, replaced or deleted under the running server; "
                    + "put it back, or stop the server, restore a backup and start again", Duration.ofSeconds(30));
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            waiting.put(wake); // what was accepted is before it
            writer.join();
            answers.shutdown();
            if (!answers.awaitTermination(ANSWERS_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Someone still works on the answer to a write; the database closes all the same");
            }
            readerThreads.close();
            if (checkpoints != null) {
                checkpoints.close();
            }
            closeReaders();
            writing.giveUp(); // last of all: this puts the log into the database
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what is open ends with the process
        }
    }

    private void closeReaders() throws InterruptedException {
        List<ReopeningConnection> all = new ArrayList<>();
        for (int i = readers.size() + readers.remainingCapacity(); i > 0; i--) {
            ReopeningConnection reader = readers.poll(READER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (reader != null) {
                reader.giveUp();
                all.add(reader);
            }
        }
        readers.addAll(all); // who still waits for one finds the database closed
    }

    private void writeUntilClosed() {
        List<PendingWrite<?>> group = new ArrayList<>(groupSize);
        while (!closed || !waiting.isEmpty()) {
            try {
                group.clear();
                PendingWrite<?> first = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    waiting.drainTo(group, groupSize - 1);
                    group.remove(wake);
                }
                if (!group.isEmpty()) {
                    write(group);
                    answer(group);
                    if (checkpoints != null) {
                        checkpoints.committed(group.size());
                    }
                    shortenLog();
                }
                lookForOthers();
            } catch (Throwable e) {
                // Out of memory or threads, or interrupted by mistake. Nothing here may end the thread or leave anyone waiting.
                group.forEach(PendingWrite::answer);
            }
        }
    }

    /** Other processes write, too, such as an import beside a running server; and SQLite tells nobody. */
    private void lookForOthers() {
        if (System.nanoTime() - looked < LOOK.toNanos()) {
            return;
        }
        looked = System.nanoTime();
        try {
            requireSameFile();
            // Changes with each commit that was not this connection's. It costs a look at shared memory.
            try (PreparedStatement statement = writing.get().prepareStatement("PRAGMA data_version"); ResultSet row = statement.executeQuery()) {
                long version = row.next() ? row.getLong(1) : 0;
                if (version != seen) {
                    seen = version;
                    answers.execute(hub::signalAll);
                }
            }
        } catch (SQLException | Unavailable e) {
            LOG.debug("Nobody knows whether others write: {}", e.getMessage()); // the next write says what is wrong
        }
    }

    private void write(List<PendingWrite<?>> group) {
        try {
            requireSameFile();
            if (commit(group, writing.get())) {
                group.forEach(PendingWrite::committed);
            } else {
                group.forEach(job -> {
                    job.again();
                    write(List.of(job));
                });
            }
        } catch (Throwable e) {
            // SQLite has rolled back already, or does when the connection closes: nothing of the group is kept.
            writing.giveUp();
            Unavailable cause = unavailable(e);
            group.forEach(job -> job.fail(cause));
            LOG.error("{} writes were given up: {}", group.size(), cause.getMessage(), e);
        }
    }

    /** False when nothing was kept because some job's events broke a rule, and nobody knows whose: alone, each writes its own. */
    private boolean commit(List<PendingWrite<?>> group, Connection connection) throws SQLException {
        execute(connection, "BEGIN IMMEDIATE");
        Map<Id<Workspace>, List<Event>> events = new LinkedHashMap<>();
        for (PendingWrite<?> job : group) {
            execute(connection, "SAVEPOINT work");
            Session session = session(connection, job.workspace(), true);
            if (group.size() > 1) {
                session.gatherEvents();
            }
            if (job.run(session, stores.get())) {
                events.computeIfAbsent(job.workspace(), first -> new ArrayList<>()).addAll(session.gatheredEvents());
            } else {
                execute(connection, "ROLLBACK TO work");
            }
            execute(connection, "RELEASE work");
        }
        try {
            events.forEach((workspace, all) -> append(session(connection, workspace, true), all));
        } catch (StoreException.Fault e) {
            execute(connection, "ROLLBACK");
            return false;
        }
        execute(connection, "COMMIT");
        return true;
    }

    private void append(Session session, List<Event> events) {
        if (!events.isEmpty()) {
            session.run(() -> {
                stores.get().of(EventStore.class).append(events);
                return true;
            });
        }
    }

    /**
     * SQLite starts its log anew only at a commit at which nobody reads an older state. Readers that never pause leave none: they
     * hand the few marks that SQLite has for them on to each other. So now and then new reads wait until those that run have ended,
     * a moment at most; while a long one goes on this is tried again whenever the log has grown as much again.
     */
    private void shortenLog() throws InterruptedException {
        if (connections.logBytes() < longLog) {
            return;
        }
        if (log.writeLock().tryLock(LOG_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
            try (Statement statement = writing.get().createStatement()) { // not one that is kept: this gives rows, and nothing may stay open
                statement.execute("PRAGMA busy_timeout = " + LOG_WAIT.toMillis()); // a backup or another process may read, too
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                statement.execute("PRAGMA busy_timeout = " + SqliteConnections.BUSY_TIMEOUT_MILLIS);
            } catch (SQLException e) {
                writing.giveUp();
                LOG.warn("The log of the database could not be shortened: {}", e.getMessage());
            } finally {
                log.writeLock().unlock();
            }
        }
        longLog = connections.logBytes() + SqliteConnections.LONG_LOG_BYTES;
    }

    private Unavailable unavailable(Throwable e) {
        if (e instanceof Unavailable known) {
            return known;
        }
        if (e instanceof SQLException sql && dialect.classify(sql) instanceof Unavailable known) {
            return known;
        }
        return new Unavailable("The transaction failed; nothing of it was kept", e);
    }

    /** Never on the writer thread: what is done with an answer must not hold up the next group. */
    private void answer(List<PendingWrite<?>> group) {
        List<PendingWrite<?>> answered = List.copyOf(group);
        answers.execute(() -> {
            answered.forEach(PendingWrite::answer);
            answered.stream().filter(PendingWrite::announcesEvents).map(job -> job.workspace().value()).distinct().forEach(hub::signal);
        });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
