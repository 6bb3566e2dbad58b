package dev.steward.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the log into the database while the writer goes on, with a thread and a connection of its own. A commit that does it takes several times as long
 * as another, and holds up everybody who waits.
 *
 * <p>SQLite starts its log anew only when all of it was copied while nobody wrote. So a commit that finds the log long ({@link SqliteConnections#CHECKPOINT_PAGES})
 * still copies what is left, which is little then. Only one can copy at a time, and who finds the other at it leaves it; so this one leaves a commit out when
 * the log is long.
 */
final class Checkpoints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final ReopeningConnection connection;
    private final int every;
    private final Thread thread;
    /** Only the writer's. */
    private int uncopied;
    private volatile boolean due;
    private volatile boolean writersTurn;
    private volatile boolean closed;

    /** @param every after how many writes to copy: more at once where few write, so that the same pages are not copied again and again */
    Checkpoints(SqliteConnections connections, int every) {
        this.connection = new ReopeningConnection(connections::checkpoints);
        this.every = every;
        this.thread = Thread.ofPlatform().name("sqlite-checkpoints").daemon().start(this::copyUntilClosed);
    }

    /** The writer says so after each commit. */
    void committed(int writes) {
        uncopied += writes;
        if (writersTurn) {
            writersTurn = false;
        } else if (uncopied >= every) {
            uncopied = 0;
            due = true;
            LockSupport.unpark(thread);
        }
    }

    private void copyUntilClosed() {
        while (!closed) {
            if (due) {
                due = false;
                copy();
            } else {
                LockSupport.park(this);
            }
        }
        connection.giveUp();
    }

    private void copy() {
        try (Statement statement = connection.get().createStatement(); ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            long pages = row.next() ? row.getLong("log") : 0;
            writersTurn = pages >= SqliteConnections.CHECKPOINT_PAGES && row.getLong("checkpointed") < pages;
        } catch (SQLException e) {
            connection.giveUp();
            LOG.debug("The log was not copied into the database: {}", e.getMessage()); // the log grows, and a write says so when it can no more
        } catch (Throwable e) {
            connection.giveUp(); // out of memory; nothing may end the thread
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
