package dev.steward.sqlite;

import dev.steward.application.StoreException;
import dev.steward.jdbc.Dialect;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Instants are epoch milliseconds, dates and UUIDs are text, booleans are 0 and 1. */
final class SqliteDialect implements Dialect {

    private static final Pattern NAMED_KEY = Pattern.compile("CONSTRAINT (\\w+) (?:UNIQUE|PRIMARY KEY) \\(([^)]*)\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TAKEN = Pattern.compile("UNIQUE constraint failed: ([^)]*)");

    /** "table.a, table.b" → name: SQLite names the columns of a taken key, never the constraint. */
    private final Map<String, String> keys = new ConcurrentHashMap<>();

    /** Learns the names of the keys. */
    void learn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL ORDER BY name")) {
            while (tables.next()) {
                String table = tables.getString("name");
                Matcher key = NAMED_KEY.matcher(tables.getString("sql"));
                while (key.find()) {
                    StringBuilder columns = new StringBuilder();
                    for (String column : key.group(2).split(",")) {
                        columns.append(columns.isEmpty() ? "" : ", ").append(table).append('.').append(column.strip());
                    }
                    keys.put(columns.toString(), key.group(1));
                }
            }
        }
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(index, null);
            case Instant instant -> statement.setLong(index, instant.toEpochMilli());
            case Boolean bool -> statement.setInt(index, bool ? 1 : 0);
            case Integer number -> statement.setInt(index, number);
            case Long number -> statement.setLong(index, number);
            case Double number -> statement.setDouble(index, number);
            case LocalDate date -> statement.setString(index, text(date));
            case UUID uuid -> statement.setString(index, uuid.toString());
            case String text -> statement.setString(index, text);
            default -> throw new IllegalArgumentException("No column holds a " + value.getClass());
        }
    }

    /** No date that is kept is later than 9999; the end of a range may be, and with its five digits would come before all. */
    private static String text(LocalDate date) {
        return date.getYear() > 9999 ? "9999-12-31" : date.toString();
    }

    @Override
    public Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    @Override
    public String rowLock() {
        return "";
    }

    @Override
    public String lengthOfJson(String column) {
        return "octet_length(" + column + ")";
    }

    @Override
    public boolean joinsArrays() {
        return false;
    }

    /** The driver's {@code getString} makes a buffer outside of the heap for each text, which takes longer than all the rest. */
    @Override
    public @Nullable String text(ResultSet row, int column) throws SQLException {
        byte[] utf8 = row.getBytes(column);
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return millis == 0 && row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public @Nullable UUID uuid(ResultSet row, int column) throws SQLException {
        String text = text(row, column);
        return text == null ? null : UUID.fromString(text);
    }

    /** Each word is a string of FTS5's, in which nothing has a meaning. */
    @Override
    public FullText memoriesHaving(List<String> words) {
        return new FullText("SELECT memory_unit_id FROM memory_text_fts WHERE memory_text_fts MATCH ? LIMIT ?",
                words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" AND ")));
    }

    @Override
    public StoreException classify(SQLException error) {
        if (!(error instanceof SQLiteException sqlite)) {
            return new StoreException.Fault("SQLite driver: " + error.getMessage(), error);
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        return switch (code) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
                    new StoreException.AlreadyExists(constraint(String.valueOf(error.getMessage())), error);
            case SQLITE_FULL -> new StoreException.Unavailable("The disk that holds the database is full; free some space", error);
            default -> switch (code.code & 0xff) {
                case 5, 6 -> new StoreException.Unavailable("The database is busy", error);
                case 8 -> new StoreException.Unavailable("The database file cannot be written; check its permissions and its file system", error);
                case 10 -> new StoreException.Unavailable("Reading or writing the database file failed; check the disk", error);
                case 11, 26 -> new StoreException.Unavailable("The database file is damaged; stop the server and restore a backup", error);
                case 14 -> new StoreException.Unavailable("The database file cannot be opened; check that it exists and may be read", error);
                default -> new StoreException.Fault("SQLite " + code.name() + ": " + error.getMessage(), error);
            };
        };
    }

    private String constraint(String message) {
        Matcher taken = TAKEN.matcher(message);
        String columns = taken.find() ? taken.group(1).strip() : message;
        return keys.getOrDefault(columns, columns);
    }

    @Override
    public boolean retryable(SQLException error) {
        int primary = error.getErrorCode() & 0xff;
        return primary == 5 || primary == 6;
    }

    /** There is one writer, so whoever asks has every lock. */
    @Override
    public boolean tryLock(Connection connection, UUID workspace, String name) {
        return true;
    }

    /** Listeners live in this process and are told by the writer thread. */
    @Override
    public void announceEvents(Connection connection, UUID workspace) {
        // see SqliteDatabase
    }
}
