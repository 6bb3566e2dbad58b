package dev.steward.postgres;

import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.JdbcSink;
import dev.steward.jdbc.copy.JdbcSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Copies of all tenants of a PostgreSQL database, in the role of the configured user, who has to own the tables. For anyone else
 * row-level security would leave rows out without a word; here PostgreSQL is told to refuse instead.
 */
public final class PostgresCopies implements CopyableDatabase {

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
        return new CopyException("The PostgreSQL database cannot be used: " + e.getMessage(), e);
    }
}
