package dev.steward.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.commons.dbcp2.DelegatingPreparedStatement;
import org.apache.commons.dbcp2.PStmtKey;
import org.apache.commons.dbcp2.PoolingConnection;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.sqlite.SQLiteConfig;

/** Opens connections to one database file. Pragmas are per connection, so each gets them all. */
final class SqliteConnections {

    static final int BUSY_TIMEOUT_MILLIS = 5_000;
    private static final int CACHED_STATEMENTS = 300;

    private final Path file;
    private final SqliteSettings.Synchronous synchronous;

    SqliteConnections(SqliteSettings settings) {
        this.file = settings.file();
        this.synchronous = settings.synchronous();
    }

    /** Prepared statements are kept per connection: preparing at each call halves the speed. */
    Connection writer() throws SQLException {
        return caching(open(config()));
    }

    Connection reader() throws SQLException {
        Connection connection = open(config());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
        }
        return caching(connection);
    }

    /** For migrations: no statement stays open. */
    Connection plain() throws SQLException {
        return open(config());
    }

    private Connection open(SQLiteConfig config) throws SQLException {
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(synchronous == SqliteSettings.Synchronous.FULL ? SQLiteConfig.SynchronousMode.FULL : SQLiteConfig.SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setCacheSize(-16_000); // KiB
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return config;
    }

    private static Connection caching(Connection connection) {
        PoolingConnection pooling = new PoolingConnection(connection);
        GenericKeyedObjectPoolConfig<DelegatingPreparedStatement> config = new GenericKeyedObjectPoolConfig<>();
        config.setMaxTotalPerKey(-1);
        config.setMaxIdlePerKey(1);
        config.setMaxTotal(CACHED_STATEMENTS);
        config.setBlockWhenExhausted(false);
        config.setJmxEnabled(false);
        pooling.setStatementPool(new GenericKeyedObjectPool<PStmtKey, DelegatingPreparedStatement>(pooling, config));
        return pooling;
    }
}
