package dev.steward.postgres;

import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.JdbcSink;
import dev.steward.jdbc.copy.JdbcSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Copies of all tenants of a PostgreSQL database, in the role of the configured user, who has to own the tables. For anyone else
 * row-level security would leave rows out without a word; here PostgreSQL is told to refuse instead.
 */
public final class PostgresCopies implements CopyableDatabase {

    /** Any numbers will do, as long as every version of Steward takes the same. */
    static final long IN_USE = 8_484_002L;
    static final String TAKE_IN_USE = "SELECT pg_try_advisory_lock_shared(" + IN_USE + ")";
    private static final int TURN = 8_484_003;

    private final PostgresSettings settings;

    public PostgresCopies(PostgresSettings settings) {
        this.settings = settings;
    }

    @Override
    public JdbcSource snapshot() {
        try {
            Connection connection = open();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            return new JdbcSource(connection, new PostgresDialect());
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    @Override
    public JdbcSink sink() {
        try {
            return new JdbcSink(open(), new PostgresDialect());
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** PostgreSQL checks its constraints itself. */
    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public Optional<String> unfinishedCopy() {
        try (Connection connection = open()) {
            return JdbcSink.mark(connection);
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    @Override
    public Use use() {
        return lock(TAKE_IN_USE,
                "The database is being filled or copied by another command; wait until that is done.");
    }

    @Override
    public Use useAlone() {
        return lock("SELECT pg_try_advisory_lock(" + IN_USE + ")",
                "The database is in use by a running server or another command; stop all of them first. Nothing was changed.");
    }

    /** The turn to do {@code job}: of all servers on this database one has it, until it closes it or ends; empty for the others. */
    public Optional<Use> turn(String job) {
        return tryLock("SELECT pg_try_advisory_lock(" + TURN + ", " + job.hashCode() + ")");
    }

    private Use lock(String sql, String refusal) {
        return tryLock(sql).orElseThrow(() -> new CopyException(refusal));
    }

    /** Advisory locks belong to a connection, so it stays open. */
    private Optional<Use> tryLock(String sql) {
        try {
            Connection connection = new PostgresConnections(settings).open();
            try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
                if (row.next() && row.getBoolean(1)) {
                    return Optional.of(() -> close(connection));
                }
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** Gives the lock back before it hangs up: the server notices an end of the connection later, and whoever asks until then would be refused. */
    private static void close(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException e) {
            // The connection is gone, and the lock with it.
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    private Connection open() throws SQLException {
        Connection connection = new PostgresConnections(settings).open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET row_security = off");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static CopyException unusable(SQLException e) {
        return new CopyException(PostgresConnections.sentence(e), e);
    }
}
