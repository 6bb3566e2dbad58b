package dev.steward.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Opens connections to one database file. Pragmas are per connection, so each gets them all. */
final class SqliteConnections {

    /** How long SQLite asks again for a lock that another process holds. */
    static final int BUSY_TIMEOUT_MILLIS = 5_000;
    /** A commit that finds the write-ahead log larger than this, about 8 MB, copies what {@link Checkpoints} have left of it into the database. */
    static final int CHECKPOINT_PAGES = 2_000;
    /** A long read holds the log open and lets it grow. Once it can be started anew, it is cut back to this. */
    static final int LOG_BYTES = 64 << 20;
    /** More than checkpoints let it grow to as long as readers pause now and then. */
    static final int LONG_LOG_BYTES = 16 << 20;

    private final Path file;
    private final SqliteSettings.Synchronous synchronous;

    SqliteConnections(SqliteSettings settings) {
        this.file = settings.file();
        this.synchronous = settings.synchronous();
    }

    /** Keeps its prepared statements. The file must exist. */
    Connection writer() throws SQLException {
        return new KeepingConnection(open(existing()));
    }

    /** Refuses every change, and keeps its prepared statements. The file must exist. */
    Connection reader() throws SQLException {
        Connection connection = open(existing());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new KeepingConnection(connection);
    }

    /** For {@link Checkpoints}: keeps no statement open. The file must exist. */
    Connection checkpoints() throws SQLException {
        return open(existing());
    }

    /** For migrations: makes the file where there is none, and keeps no statement open. */
    Connection plain() throws SQLException {
        return open(config());
    }

    /** For copying: cannot change the file, nor bring its log into it when it closes. The file must exist. */
    Connection readOnly() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return open(config);
    }

    /**
     * For looking: changes nothing on the disk, not even the log and its index, which any other connection makes or brings up to
     * date. With a log its index must exist; without one nobody may write meanwhile, or what is read may not fit together.
     */
    Connection untouching(boolean log) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        Connection connection = config.createConnection("jdbc:sqlite:file:" + file.toUri().getRawPath() + "?mode=ro&" + (log ? "readonly_shm=1" : "immutable=1"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Tells this file from another one under the same name, as far as the file system can; empty when there is no file.
     * A file that was deleted or replaced can still be written by who has it open, but nobody would ever find it again.
     */
    @Nullable Object identity() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() == null ? file : attributes.fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    Path file() {
        return file;
    }

    /** How large the write-ahead log is; 0 when there is none. */
    long logBytes() {
        return file.resolveSibling(file.getFileName() + "-wal").toFile().length();
    }

    private Connection open(SQLiteConfig config) throws SQLException {
        try {
            return config.createConnection("jdbc:sqlite:" + file);
        } catch (SQLException e) {
            if (e.getCause() instanceof NativeLibraryNotFoundException) {
                throw new SQLException("SQLite's library cannot be unpacked into " + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
                        + " and run from there, perhaps because it is mounted noexec (STEWARD_LOG_LEVEL=ERROR tells more); name another folder: STEWARD_JAVA_OPTIONS=-Dorg.sqlite.tmpdir=DIR", e);
            }
            throw e;
        }
    }

    private SQLiteConfig existing() {
        SQLiteConfig config = config();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return config;
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, String.valueOf(CHECKPOINT_PAGES));
        config.setJournalSizeLimit(LOG_BYTES);
        config.setSynchronous(synchronous == SqliteSettings.Synchronous.FULL ? SQLiteConfig.SynchronousMode.FULL : SQLiteConfig.SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setCacheSize(-16_000); // KiB
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setGetGeneratedKeys(false); // ids are made before; the driver would ask for the last one after each INSERT
        config.setOpenMode(SQLiteOpenMode.NOMUTEX); // the driver locks around each call already
        return config;
    }
}
