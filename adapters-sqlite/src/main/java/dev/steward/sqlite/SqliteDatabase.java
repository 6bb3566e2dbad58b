package dev.steward.sqlite;

import dev.steward.application.DbAdapter;
import dev.steward.application.StoreException;
import dev.steward.application.Stores;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.Dialect;
import dev.steward.jdbc.EventHub;
import dev.steward.jdbc.Session;
import dev.steward.jdbc.SessionDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread owns the only writing connection. Writes queue up; the thread takes what waits, runs each in a savepoint of one
 * IMMEDIATE transaction, commits once, and only then answers them all. So an acknowledged write is on disk at the price of a
 * shared fsync, writers never meet SQLITE_BUSY, and none waits behind more than one commit.
 */
final class SqliteDatabase implements DbAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final int GROUP = 128;
    private static final int BEGIN_ATTEMPTS = 3;
    private static final Duration READER_WAIT = Duration.ofSeconds(10);

    private final SqliteConnections connections;
    private final Dialect dialect;
    private final Supplier<Stores> stores;
    private final EventHub hub;
    private final BlockingQueue<Job<?>> waiting;
    private final BlockingQueue<Connection> readers;
    private final int readerCount;
    private final Thread writer;
    private final ExecutorService answers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;
    private @Nullable Connection writing;

    SqliteDatabase(SqliteSettings settings, Dialect dialect, Supplier<Stores> stores, EventHub hub) {
        this.connections = new SqliteConnections(settings);
        this.dialect = dialect;
        this.stores = stores;
        this.hub = hub;
        this.waiting = new ArrayBlockingQueue<>(settings.queue());
        this.readers = new ArrayBlockingQueue<>(settings.readers());
        this.readerCount = settings.readers();
        try {
            writing = connections.writer();
            for (int i = 0; i < settings.readers(); i++) {
                readers.add(connections.reader());
            }
        } catch (SQLException e) {
            throw dialect.classify(e);
        }
        this.writer = Thread.ofPlatform().name("sqlite-writer").daemon().start(this::writeUntilClosed);
    }

    @Override
    public <R> R read(Id<Workspace> workspace, Function<Stores, R> work) {
        return reading(connection -> session(connection, workspace, false).run(() -> work.apply(stores.get())));
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

    private static Session session(Connection connection, Id<Workspace> workspace, boolean writable) {
        return new Session(SessionDataSource.bound(connection), workspace.value(), writable);
    }

    private <R> R reading(Reading<R> work) {
        Connection connection = null;
        try {
            connection = readers.poll(READER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (connection == null || closed) {
                throw new StoreException.Unavailable(closed ? "The server is stopping" : "Too many reads are waiting", Duration.ofSeconds(1));
            }
            return work.run(connection);
        } catch (SQLException e) {
            throw dialect.classify(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("The read was interrupted", e);
        } finally {
            if (connection != null) {
                readers.add(connection);
            }
        }
    }

    private interface Reading<R> {
        R run(Connection connection) throws SQLException;
    }

    @Override
    public <R> CompletableFuture<R> write(Id<Workspace> workspace, Function<Stores, R> work) {
        Job<R> job = new Job<>(workspace, work);
        if (closed) {
            job.fail(new StoreException.Unavailable("The server is stopping", Duration.ofSeconds(2)));
            job.answer();
        } else if (!waiting.offer(job)) {
            job.fail(new StoreException.Unavailable("Too many writes are waiting", Duration.ofSeconds(1)));
            job.answer();
        } else if (closed && waiting.remove(job)) {
            job.fail(new StoreException.Unavailable("The server is stopping", Duration.ofSeconds(2)));
            job.answer();
        }
        return job.future;
    }

    @Override
    public void ping() {
        reading(connection -> {
            execute(connection, "SELECT 1");
            return true;
        });
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        writer.interrupt();
        try {
            writer.join();
            for (int i = 0; i < readerCount; i++) {
                Connection reader = readers.poll(READER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
                if (reader != null) {
                    closeQuietly(reader);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answers.close();
        if (writing != null) {
            closeQuietly(writing);
        }
    }

    private void writeUntilClosed() {
        List<Job<?>> group = new ArrayList<>(GROUP);
        while (true) {
            try {
                group.clear();
                // An interrupt means close: what was accepted is still written.
                Job<?> first = closed ? waiting.poll() : take();
                if (first == null) {
                    if (closed) {
                        return;
                    }
                    continue;
                }
                group.add(first);
                waiting.drainTo(group, GROUP - 1);
                commit(group);
            } catch (Throwable e) {
                LOG.error("The writer met an unforeseen error and goes on with a new connection", e);
                failAll(group, new StoreException.Unavailable("The write failed", e));
                reopen();
            }
            List<Job<?>> answered = List.copyOf(group);
            answers.execute(() -> answered.forEach(Job::answer));
            group.stream().filter(Job::announcesEvents).map(job -> job.workspace.value()).distinct().forEach(hub::signal);
        }
    }

    private @Nullable Job<?> take() {
        try {
            return waiting.take();
        } catch (InterruptedException e) {
            return null;
        }
    }

    private void commit(List<Job<?>> group) {
        try {
            Connection connection = writing == null ? reopen() : writing;
            if (connection == null) {
                failAll(group, new StoreException.Unavailable("The database file cannot be opened", Duration.ofSeconds(5)));
                return;
            }
            begin(connection);
            for (Job<?> job : group) {
                execute(connection, "SAVEPOINT work");
                if (!job.run(connection, stores.get())) {
                    execute(connection, "ROLLBACK TO work");
                }
                execute(connection, "RELEASE work");
            }
            execute(connection, "COMMIT");
        } catch (SQLException e) {
            // Some errors (disk full, I/O) roll back the whole transaction by themselves. Nothing of the group is kept.
            failAll(group, dialect.classify(e));
            reopen();
        }
    }

    private void begin(Connection connection) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                execute(connection, "BEGIN IMMEDIATE");
                return;
            } catch (SQLException e) {
                if (attempt == BEGIN_ATTEMPTS || !dialect.retryable(e)) {
                    throw e;
                }
            }
        }
    }

    private static void failAll(List<Job<?>> group, StoreException cause) {
        group.forEach(job -> job.fail(cause));
    }

    private @Nullable Connection reopen() {
        if (writing != null) {
            closeQuietly(writing);
            writing = null;
        }
        try {
            writing = connections.writer();
        } catch (SQLException e) {
            LOG.error("The database file cannot be opened for writing: {}", e.getMessage());
        }
        return writing;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("A connection did not close: {}", e.getMessage());
        }
    }

    /** A write that waits, and then its outcome until the commit. */
    private static final class Job<R> {
        private final Id<Workspace> workspace;
        private final Function<Stores, R> work;
        private final CompletableFuture<R> future = new CompletableFuture<>();
        private @Nullable R result;
        private @Nullable Throwable failure;
        private boolean announcesEvents;

        Job(Id<Workspace> workspace, Function<Stores, R> work) {
            this.workspace = workspace;
            this.work = work;
        }

        /** Runs the work; false when it failed and is to be rolled back. */
        boolean run(Connection connection, Stores stores) {
            Session session = session(connection, workspace, true);
            try {
                result = session.run(() -> work.apply(stores));
                announcesEvents = session.announcesEvents();
                return true;
            } catch (Throwable e) {
                failure = e;
                return false;
            }
        }

        void fail(Throwable cause) {
            failure = failure == null ? cause : failure;
            announcesEvents = false;
        }

        boolean announcesEvents() {
            return announcesEvents;
        }

        void answer() {
            if (failure != null) {
                future.completeExceptionally(failure);
            } else {
                future.complete(result);
            }
        }
    }
}
