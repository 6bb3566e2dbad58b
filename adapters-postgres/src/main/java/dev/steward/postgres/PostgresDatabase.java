package dev.steward.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.steward.application.DbAdapter;
import dev.steward.application.StoreException;
import dev.steward.application.StoreException.Unavailable;
import dev.steward.application.Stores;
import dev.steward.application.workspace.EventStore;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.Dialect;
import dev.steward.jdbc.PendingWrite;
import dev.steward.jdbc.ReadingThreads;
import dev.steward.jdbc.Session;
import dev.steward.jdbc.SessionDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes of a workspace that wait are committed together, as {@link WriteLanes} hands them over.
 *
 * <p>Every connection of the pool has taken the role {@code steward_app}, which owns nothing and is subject to row-level security,
 * and gets the workspace of its unit before the first statement. So a statement that forgot its workspace sees nothing.
 */
final class PostgresDatabase implements DbAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
    private static final int ATTEMPTS = 10;
    private static final int MAX_WAITING_WRITES = 1_024;
    /** PostgreSQL keeps 64 savepoints that wrote within easy reach. */
    private static final int GROUP = 32;
    /** For one transaction: the driver's own way sets it for the connection, and back again, each with an exchange. */
    private static final String ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
    private static final String SAVEPOINT = "SAVEPOINT work";
    private static final String IMPATIENT = "SET LOCAL lock_timeout = '10ms'";
    private static final String PATIENT = "SET LOCAL lock_timeout = 0";
    /** After so much time no more writes are taken into a transaction. */
    private static final Duration LONG_ENOUGH = Duration.ofMillis(10);
    private static final int START_MILLIS = 10_000;
    private static final int CONNECTION_WAIT_MILLIS = 5_000;
    /** For how long nobody waits again, once a wait showed that the server is gone. */
    private static final Duration GONE = Duration.ofSeconds(2);
    /** A request's statement that is not answered in this time is given up with its connection; migrations and copies have no such bound. */
    static final int STATEMENT_SECONDS = 60;
    /** After so much silence inside a transaction the database server rolls it back: whoever began it is dead, but holds locks. */
    static final int ABANDONED_SECONDS = 60;

    private final HikariDataSource pool;
    private final Dialect dialect;
    private final Supplier<Stores> stores;
    private final WriteLanes lanes;
    private final Semaphore waiting = new Semaphore(MAX_WAITING_WRITES);
    /** As many as connections. Whoever waited in the pool itself would wake its thread that opens more, though there are to be no more. */
    private final Semaphore turns;
    private final ReadingThreads readers;
    private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().name("postgres-", 0).daemon().factory());
    /** Which workspace a connection has now: setting it costs a round trip, so it is set only when it changes. */
    private final Map<PGConnection, UUID> workspaces = Collections.synchronizedMap(new WeakHashMap<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    /** In terms of {@link System#nanoTime}. */
    private volatile long goneSince = System.nanoTime() - GONE.toNanos();

    PostgresDatabase(PostgresSettings settings, Dialect dialect, Supplier<Stores> stores) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(CONNECTION_WAIT_MILLIS);
        config.setInitializationFailTimeout(START_MILLIS);
        config.setConnectionInitSql("SET ROLE steward_app; " + PostgresConnections.KEEP_ALIVE
                + "; SET idle_in_transaction_session_timeout = '" + ABANDONED_SECONDS + "s'");
        config.setPoolName("postgres");
        PostgresConnections.PROPERTIES.forEach(config::addDataSourceProperty);
        // Every statement is prepared on the server from its second use.
        config.addDataSourceProperty("prepareThreshold", "2");
        config.addDataSourceProperty("preparedStatementCacheQueries", "512");
        // Rows that are inserted in one exchange are inserted by one statement.
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("socketTimeout", String.valueOf(STATEMENT_SECONDS));
        this.dialect = dialect;
        this.pool = open(config);
        this.stores = stores;
        this.turns = new Semaphore(settings.connections());
        this.readers = new ReadingThreads("postgres-reader-", settings.connections(), Duration.ofMillis(CONNECTION_WAIT_MILLIS));
        this.lanes = new WriteLanes(Math.max(1, settings.connections() / 2), (workspace, queue) -> commit(workspace, queue, 1));
    }

    private HikariDataSource open(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause ? new Unavailable(PostgresConnections.sentence(cause), cause) : e;
        }
    }

    @Override
    public <R> R read(Id<Workspace> workspace, Function<Stores, R> work) {
        // No transaction around a single read: it would cost two more round trips.
        refuseNestedOrClosed();
        return on(workspace, connection -> session(connection, workspace, false).run(() -> work.apply(stores.get())));
    }

    @Override
    public <R> CompletableFuture<R> readAsync(Id<Workspace> workspace, Function<Stores, R> work) {
        Session.refuseNesting();
        return readers.run(() -> read(workspace, work));
    }

    @Override
    public <R> R snapshot(Id<Workspace> workspace, Function<Stores, R> work) {
        refuseNestedOrClosed();
        return apart(workspace, connection -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(ONE_MOMENT);
                return session(connection, workspace, false).run(() -> work.apply(stores.get()));
            } finally {
                rollback(connection);
            }
        });
    }

    @Override
    public <R> CompletableFuture<R> snapshotAsync(Id<Workspace> workspace, Function<Stores, R> work) {
        Session.refuseNesting();
        return readers.run(() -> snapshot(workspace, work));
    }

    @Override
    public <R> CompletableFuture<R> write(Id<Workspace> workspace, Function<Stores, R> work) {
        Session.refuseNesting();
        if (closed.getCount() == 0) {
            return CompletableFuture.failedFuture(stopping());
        }
        if (!waiting.tryAcquire()) {
            return CompletableFuture.failedFuture(new Unavailable("Too many writes are waiting", Duration.ofSeconds(1)));
        }
        PendingWrite<R> write = new PendingWrite<>(workspace, work);
        if (!lanes.add(write)) { // closed in between
            waiting.release();
            return CompletableFuture.failedFuture(stopping());
        }
        return write.future();
    }

    private void refuseNestedOrClosed() {
        Session.refuseNesting();
        if (closed.getCount() == 0) {
            throw stopping();
        }
    }

    private static Unavailable stopping() {
        return new Unavailable("The server is stopping", Duration.ofSeconds(2));
    }

    /** Commits some of {@code queue} together, and answers them. */
    private void commit(Id<Workspace> workspace, Queue<PendingWrite<?>> queue, int attempt) {
        if (queue.isEmpty()) {
            return; // another one took them
        }
        List<PendingWrite<?>> taken = new ArrayList<>();
        try {
            apart(workspace, connection -> together(connection, workspace, queue, taken, attempt > 1));
            taken.forEach(PendingWrite::committed);
        } catch (EventsRefused e) {
            taken.forEach(write -> write.fail(taken.size() > 1 ? e : e.fault));
        } catch (Throwable e) {
            if (taken.isEmpty()) { // there is no connection, also for those who wait
                for (PendingWrite<?> write = queue.poll(); write != null; write = queue.poll()) {
                    taken.add(write);
                }
            }
            Throwable cause = e instanceof Error ? new Unavailable("The transaction failed; nothing of it was kept", e) : e;
            taken.forEach(write -> write.fail(cause));
        }
        taken.forEach(write -> lanes.elsewhere(() -> settle(write, attempt))); // each by itself: who waits for an answer may take its time
    }

    /** The events of some write of a group broke a rule; nobody knows of which. */
    private static final class EventsRefused extends RuntimeException {
        private final StoreException.Fault fault;

        EventsRefused(StoreException.Fault fault) {
            super(fault);
            this.fault = fault;
        }
    }

    /** Answers, or tries again alone. */
    private void settle(PendingWrite<?> write, int attempt) {
        if (attempt < ATTEMPTS && worthRetrying(write.failure(), attempt)) {
            pause(attempt);
            write.again();
            commit(write.workspace(), new ArrayDeque<>(List.of(write)), attempt + 1);
        } else {
            waiting.release();
            write.answer();
        }
    }

    /**
     * One transaction for all: each write after the first in a savepoint, so that one that fails is rolled back alone; and the events of all
     * numbered at its end, because from the numbering until PostgreSQL has synced its log, other servers' writers of the workspace wait.
     *
     * <p>Two transactions that each hold rows of several writes could wait for each other. So only the first write waits for rows of others
     * as long as it takes; for any other the group would rather commit what it has, and that write begins the next one.
     */
    private boolean together(Connection connection, Id<Workspace> workspace, Queue<PendingWrite<?>> queue, List<PendingWrite<?>> taken, boolean again)
            throws SQLException {
        List<Event> events = new ArrayList<>();
        boolean committed = false;
        connection.setAutoCommit(false);
        try {
            long start = System.nanoTime();
            boolean changed = false;
            boolean impatient = false;
            PendingWrite<?> write = queue.poll();
            while (write != null) {
                taken.add(write);
                Session session = session(connection, workspace, true);
                session.gatherEvents();
                if (again) {
                    session.lockRows();
                }
                if (changed) {
                    execute(connection, impatient ? SAVEPOINT : IMPATIENT + "; " + SAVEPOINT);
                    impatient = true;
                }
                boolean kept = write.run(session, stores.get());
                if (kept) {
                    events.addAll(session.gatheredEvents());
                } else {
                    leaveReplica(connection, write.failure());
                    undo(connection, changed, write.failure());
                }
                changed |= kept;
                boolean more = taken.size() < GROUP && System.nanoTime() - start < LONG_ENOUGH.toNanos() && !(changed && isBusy(write.failure()));
                write = more ? queue.poll() : null;
            }
            if (impatient) {
                execute(connection, PATIENT);
            }
            if (!events.isEmpty()) {
                append(session(connection, workspace, true), events);
            }
            connection.commit();
            committed = true;
            return true;
        } finally {
            if (!committed) {
                rollback(connection);
            }
        }
    }

    private void append(Session session, List<Event> events) {
        try {
            session.run(() -> {
                stores.get().of(EventStore.class).append(events);
                return true;
            });
        } catch (StoreException.Fault e) {
            throw new EventsRefused(e);
        }
    }

    private static void undo(Connection connection, boolean toSavepoint, @Nullable Throwable failure) throws SQLException {
        try {
            if (toSavepoint) {
                execute(connection, "ROLLBACK TO " + SAVEPOINT);
            } else {
                connection.rollback();
            }
        } catch (SQLException e) {
            if (failure instanceof Unavailable gone) {
                throw gone; // which says more than that the connection is closed
            }
            throw e;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Longer after each attempt, and never the same for two, so that those who met do not meet again. */
    private void pause(int attempt) {
        try {
            closed.await(ThreadLocalRandom.current().nextLong(1L << Math.min(attempt, 6)), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A version that went stale between this transaction's read and its write is read again, too. Nothing of it was committed. */
    private boolean worthRetrying(@Nullable Throwable e, int attempt) {
        return e instanceof StoreException.StaleVersion
                || e instanceof EventsRefused
                // Who found no row and inserted one, as another did meanwhile, finds it the second time.
                || e instanceof StoreException.AlreadyExists && attempt == 1
                || isBusy(e);
    }

    /** Another transaction has what it needs. */
    private boolean isBusy(@Nullable Throwable e) {
        return e != null && e.getCause() instanceof SQLException sql && dialect.retryable(sql);
    }

    /** Never hides what went wrong before it. The pool sets the rest as it was. */
    private static void rollback(Connection connection) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            LOG.warn("A rollback failed; the connection is given up: {}", e.getMessage());
        }
    }

    private static Session session(Connection connection, Id<Workspace> workspace, boolean writable) {
        return new Session(SessionDataSource.bound(connection), workspace.value(), writable);
    }

    private <R> R on(Id<Workspace> workspace, Work<R> work) {
        takeTurn();
        try {
            return connected(workspace, work);
        } finally {
            turns.release();
        }
    }

    private void takeTurn() {
        try {
            if (!turns.tryAcquire() && !turns.tryAcquire(CONNECTION_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new Unavailable("No connection to the database server became free", Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("The wait was interrupted", e);
        }
    }

    private <R> R connected(Id<Workspace> workspace, Work<R> work) {
        try (Connection connection = connection()) {
            try {
                enter(connection, workspace.value());
                return work.run(connection);
            } catch (SQLException | StoreException e) {
                leaveReplica(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw dialect.classify(e);
        }
    }

    /**
     * The same as {@link #on}, on a platform thread, for what asks the database several times: each answer that a virtual one waits for sets a timer and
     * wakes two threads more.
     */
    private <R> R apart(Id<Workspace> workspace, Work<R> work) {
        if (!Thread.currentThread().isVirtual()) {
            return on(workspace, work);
        }
        takeTurn();
        CompletableFuture<Supplier<R>> done = new CompletableFuture<>();
        try {
            threads.execute(() -> done.complete(outcome(workspace, work)));
        } catch (RejectedExecutionException e) { // closed in between
            turns.release();
            throw stopping();
        }
        return done.join().get();
    }

    private <R> Supplier<R> outcome(Id<Workspace> workspace, Work<R> work) {
        try {
            R result = connected(workspace, work);
            return () -> result;
        } catch (RuntimeException e) {
            return () -> {
                throw e;
            };
        } catch (Error e) {
            return () -> {
                throw e;
            };
        } finally {
            turns.release();
        }
    }

    /** Waits for a free one, unless the server was just found gone: then everybody would only wait for nothing, one after the other. */
    private Connection connection() {
        if (System.nanoTime() - goneSince < GONE.toNanos() && pool.getHikariPoolMXBean().getTotalConnections() == 0) {
            throw new Unavailable("The database server does not answer", GONE);
        }
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            if (pool.getHikariPoolMXBean().getTotalConnections() > 0) {
                throw new Unavailable("No connection to the database server became free", e);
            }
            goneSince = System.nanoTime();
            throw e.getCause() instanceof SQLException cause && dialect.classify(cause) instanceof Unavailable why
                    ? why : new Unavailable("The database server does not answer", e);
        } catch (SQLException e) {
            throw dialect.classify(e);
        }
    }

    /** After a failover a connection may lead to what is a replica now; a new one finds the primary, where the URL names several servers. */
    private void leaveReplica(Connection connection, @Nullable Throwable failure) {
        Throwable cause = failure instanceof StoreException ? failure.getCause() : failure;
        if (cause instanceof SQLException sql && PostgresDialect.READ_ONLY.equals(sql.getSQLState())) {
            pool.evictConnection(connection);
        }
    }

    private void enter(Connection connection, UUID workspace) throws SQLException {
        PGConnection physical = connection.unwrap(PGConnection.class);
        if (!workspace.equals(workspaces.get(physical))) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('steward.workspace', ?, false)")) {
                statement.setString(1, workspace.toString());
                statement.execute();
            }
            workspaces.put(physical, workspace);
        }
    }

    private interface Work<R> {
        R run(Connection connection) throws SQLException;
    }

    @Override
    public void ping() {
        refuseNestedOrClosed();
        try (Connection connection = connection(); PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
            statement.execute();
        } catch (SQLException e) {
            throw new Unavailable("The database server does not answer", e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            closed.countDown();
            readers.close();
            lanes.close();
            threads.shutdown();
            pool.close();
        }
    }
}
