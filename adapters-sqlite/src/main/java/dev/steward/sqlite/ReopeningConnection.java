package dev.steward.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is thrown away after an error that leaves its state in doubt, and opened again at the next use. For one
 * thread at a time.
 */
final class ReopeningConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ReopeningConnection.class);

    private final Opener opener;
    private @Nullable Connection connection;

    ReopeningConnection(Opener opener) {
        this.opener = opener;
    }

    interface Opener {
        Connection open() throws SQLException;
    }

    Connection get() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = opener.open();
            connection = open;
        }
        return open;
    }

    /** Closes the connection; an open transaction is rolled back. Does nothing when there is none. */
    void giveUp() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.warn("A connection to the database file did not close: {}", e.getMessage());
            }
        }
    }
}
