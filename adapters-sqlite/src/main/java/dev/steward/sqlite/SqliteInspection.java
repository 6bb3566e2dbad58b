package dev.steward.sqlite;

import dev.steward.jdbc.inspect.JdbcInspection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Looks at a database file, beside a server or not, and leaves it and what lies beside it as they are. */
public final class SqliteInspection extends JdbcInspection {

    private final Path file;
    private final boolean log;

    private SqliteInspection(Path file, boolean log, Connection connection) {
        super(connection, new SqliteDialect());
        this.file = file;
        this.log = log;
    }

    /** @return empty when the file cannot be read without making another one: it has a log whose index is missing */
    public static Optional<SqliteInspection> open(SqliteSettings settings) throws SQLException {
        Path file = settings.file();
        boolean log = beside(file, "-wal").length() > 0;
        if (log && !beside(file, "-shm").exists()) {
            return Optional.empty();
        }
        return Optional.of(new SqliteInspection(file, log, new SqliteConnections(settings).untouching(log)));
    }

    /** Whether someone began to write while a file without a log was read, so that what was read may not fit together. */
    public boolean disturbed() {
        return !log && beside(file, "-wal").length() > 0;
    }

    private static java.io.File beside(Path file, String end) {
        return file.resolveSibling(file.getFileName() + end).toFile();
    }

    @Override
    public long size() {
        return file.toFile().length() + beside(file, "-wal").length();
    }

    /** What is wrong with the pages, rows and indexes, not all of it when it is much. */
    public List<String> damage() throws SQLException {
        return texts("PRAGMA integrity_check(" + AT_MOST + ")").stream().filter(line -> !line.equals("ok")).toList();
    }

    /** Rows that name a row which is not there, not all of them when they are many. */
    public List<String> brokenKeys() throws SQLException {
        return texts("SELECT 'a row of ' || \"table\" || ' names a row of ' || parent || ' that is not there' FROM pragma_foreign_key_check LIMIT " + AT_MOST);
    }
}
