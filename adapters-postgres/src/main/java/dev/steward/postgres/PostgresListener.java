package dev.steward.postgres;

import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.EventHub;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of every server's commits on a connection of its own, which also says that the database is in use, once it was lost and made
 * anew. After that all listeners look for themselves.
 */
final class PostgresListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresListener.class);
    private static final int WAIT_MILLIS = 500;
    private static final int RECONNECT_SECONDS = 1;
    /** After so much silence the connection is tried: one that a firewall dropped looks like one on which nothing happens. */
    private static final int SILENT_WAITS = 60;
    private static final int VALID_SECONDS = 5;

    private final PostgresConnections connections;
    private final EventHub hub;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Thread thread;

    PostgresListener(PostgresConnections connections, EventHub hub) {
        this.connections = connections;
        this.hub = hub;
        this.thread = Thread.ofPlatform().name("postgres-listener").daemon().start(this::listenUntilClosed);
    }

    /** Waits, for a bounded time, until notifications are heard. */
    void awaitListening() throws InterruptedException {
        if (!listening.await(10, TimeUnit.SECONDS)) {
            LOG.warn("Notifications of the database server are not heard yet; trying on");
        }
    }

    private void listenUntilClosed() {
        while (closed.getCount() > 0) {
            try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + PostgresDialect.CHANNEL);
                if (listening.getCount() == 0) { // again: the connection that said so from the start may have been lost as well
                    statement.execute(PostgresCopies.TAKE_IN_USE);
                }
                listening.countDown();
                hub.signalAll();
                hearUntilClosed(connection);
            } catch (SQLException | RuntimeException e) {
                LOG.warn("Listening to the database server broke off, trying again: {}", e.getMessage());
                pause();
            }
        }
    }

    private void hearUntilClosed(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        int silent = 0;
        while (closed.getCount() > 0) {
            PGNotification[] notifications = postgres.getNotifications(WAIT_MILLIS);
            silent = notifications == null || notifications.length == 0 ? silent + 1 : 0;
            for (PGNotification notification : notifications == null ? new PGNotification[0] : notifications) {
                hear(notification.getParameter());
            }
            if (silent == SILENT_WAITS) {
                silent = 0;
                if (!connection.isValid(VALID_SECONDS)) {
                    throw new SQLException("no answer");
                }
            }
        }
    }

    private void hear(String workspace) {
        Id.<Workspace>parse(workspace).ifPresentOrElse(id -> hub.signal(id.value()),
                () -> LOG.warn("Something else notifies on the channel {}", PostgresDialect.CHANNEL));
    }

    private void pause() {
        try {
            closed.await(RECONNECT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(2L * WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
