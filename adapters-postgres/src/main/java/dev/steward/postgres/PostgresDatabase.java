package dev.steward.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.steward.application.DbAdapter;
import dev.steward.application.StoreException;
import dev.steward.application.StoreException.Unavailable;
import dev.steward.application.Stores;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.Dialect;
import dev.steward.jdbc.Session;
import dev.steward.jdbc.SessionDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
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
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every connection of the pool has taken the role {@code steward_app}, which owns nothing and is subject to row-level security,
 * and gets the workspace of its unit before the first statement. So a statement that forgot its workspace sees nothing.
 */
final class PostgresDatabase implements DbAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
    private static final int ATTEMPTS = 10;
    private static final int MAX_WAITING_WRITES = 1_024;
    private static final int CONNECTION_WAIT_MILLIS = 10_000;

    private final HikariDataSource pool;
    private final Dialect dialect;
    private final Supplier<Stores> stores;
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore waiting = new Semaphore(MAX_WAITING_WRITES);
    /** Which workspace a connection has now: setting it costs a round trip, so it is set only when it changes. */
    private final Map<PGConnection, UUID> workspaces = Collections.synchronizedMap(new WeakHashMap<>());
    private final CountDownLatch closed = new CountDownLatch(1);

    PostgresDatabase(PostgresSettings settings, Dialect dialect, Supplier<Stores> stores) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(CONNECTION_WAIT_MILLIS);
        config.setInitializationFailTimeout(CONNECTION_WAIT_MILLIS);
        config.setConnectionInitSql("SET ROLE steward_app");
        config.setPoolName("postgres");
        // Texts bind to uuid, jsonb and date columns; every statement is prepared on the server from its second use.
        config.addDataSourceProperty("stringtype", "unspecified");
        config.addDataSourceProperty("prepareThreshold", "2");
        config.addDataSourceProperty("preparedStatementCacheQueries", "512");
        config.addDataSourceProperty("ApplicationName", "steward");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        this.dialect = dialect;
        this.pool = open(config);
        this.stores = stores;
    }

    private HikariDataSource open(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause ? new Unavailable("The PostgreSQL database cannot be used: " + cause.getMessage(), cause) : e;
        }
    }

    @Override
    public <R> R read(Id<Workspace> workspace, Function<Stores, R> work) {
        // No transaction around a single read: it would cost two more round trips.
        refuseNestedOrClosed();
        return on(workspace, connection -> session(connection, workspace, false).run(() -> work.apply(stores.get())));
    }

    @Override
    public <R> R snapshot(Id<Workspace> workspace, Function<Stores, R> work) {
        refuseNestedOrClosed();
        return on(workspace, connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try {
                return session(connection, workspace, false).run(() -> work.apply(stores.get()));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
        });
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
        CompletableFuture<R> answer = new CompletableFuture<>();
        try {
            writers.execute(() -> answer(answer, workspace, work));
        } catch (RejectedExecutionException e) { // closed in between
            waiting.release();
            answer.completeExceptionally(stopping());
        }
        return answer;
    }

    private <R> void answer(CompletableFuture<R> answer, Id<Workspace> workspace, Function<Stores, R> work) {
        try {
            R result = retrying(workspace, work);
            waiting.release();
            answer.complete(result);
        } catch (Throwable e) {
            waiting.release();
            answer.completeExceptionally(e);
        }
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

    private <R> R retrying(Id<Workspace> workspace, Function<Stores, R> work) {
        for (int attempt = 1; ; attempt++) {
            boolean again = attempt > 1;
            try {
                return on(workspace, connection -> transaction(connection, workspace, work, again));
            } catch (StoreException e) {
                if (attempt == ATTEMPTS || !worthRetrying(e, attempt)) {
                    throw e;
                }
                pause(attempt);
            }
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
    private boolean worthRetrying(StoreException e, int attempt) {
        return e instanceof StoreException.StaleVersion
                // Who found no row and inserted one, as another did meanwhile, finds it the second time.
                || e instanceof StoreException.AlreadyExists && attempt == 1
                || e.getCause() instanceof SQLException sql && dialect.retryable(sql);
    }

    private <R> R transaction(Connection connection, Id<Workspace> workspace, Function<Stores, R> work, boolean again) throws SQLException {
        Session session = session(connection, workspace, true);
        if (again) {
            session.lockRows();
        }
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            R result = session.run(() -> work.apply(stores.get()));
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollback(connection);
            }
            connection.setAutoCommit(true);
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.warn("A rollback failed; the connection is given up: {}", e.getMessage());
        }
    }

    private static Session session(Connection connection, Id<Workspace> workspace, boolean writable) {
        return new Session(SessionDataSource.bound(connection), workspace.value(), writable);
    }

    private <R> R on(Id<Workspace> workspace, Work<R> work) {
        try (Connection connection = pool.getConnection()) {
            enter(connection, workspace.value());
            return work.run(connection);
        } catch (SQLTransientConnectionException e) {
            throw new Unavailable("No connection to the database server became free", e);
        } catch (SQLException e) {
            throw dialect.classify(e);
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
        try (Connection connection = pool.getConnection(); PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
            statement.execute();
        } catch (SQLException e) {
            throw new Unavailable("The database server does not answer", e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            closed.countDown();
            writers.close();
            pool.close();
        }
    }
}
