package dev.steward.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.DelegatingConnection;
import org.jspecify.annotations.Nullable;

/**
 * The data source of the row repositories: hands out the connection of the thread's unit of work, again and again. The unit
 * alone commits, rolls back and closes, so those do nothing here; neither does read-only, which sqlite-jdbc refuses to change
 * on an open connection and every Micronaut Data read asks for.
 */
public final class SessionDataSource implements DataSource {

    @Override
    public Connection getConnection() {
        return Session.current().connection();
    }

    /** {@code connection} as a unit of work sees it. */
    public static Connection bound(Connection connection) {
        return new Bound(connection);
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // the driver logs through java.util.logging
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // connections are open already
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Not a wrapper for " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    private static final class Bound extends DelegatingConnection<Connection> {

        Bound(Connection connection) {
            super(connection);
        }

        @Override
        public void close() {
            // the unit of work closes
        }

        @Override
        public void commit() {
            // the unit of work commits
        }

        @Override
        public void rollback() {
            // the unit of work rolls back
        }

        @Override
        public void setAutoCommit(boolean autoCommit) {
            // the unit of work has decided
        }

        @Override
        public void setReadOnly(boolean readOnly) {
            // the unit of work has decided
        }
    }
}
