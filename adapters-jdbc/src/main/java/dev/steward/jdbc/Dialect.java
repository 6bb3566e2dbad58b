package dev.steward.jdbc;

import dev.steward.application.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What differs between the databases for hand-written statements; SQL itself is the subset that both share. */
public interface Dialect {

    /** Binds String, Integer, Long, Boolean, LocalDate, Instant, UUID or null as its column wants it. */
    void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;

    /**
     * What ends a SELECT that keeps others from changing what it found until the transaction ends; empty where there is one writer.
     * It does not hold up whoever adds a child to the row.
     */
    String rowLock();

    /**
     * Whether many rows are better changed by one statement that joins them with arrays than by one statement for each: PostgreSQL prepares the checks
     * of a table anew each time.
     */
    boolean joinsArrays();

    /** How many bytes a JSON column has about, as an expression; it is not sent to know that. */
    String lengthOfJson(String column);

    /** By position; null when it is empty. */
    @Nullable String text(ResultSet row, int column) throws SQLException;

    Instant instant(ResultSet row, String column) throws SQLException;

    /** The same by position; null when it is empty. */
    @Nullable Instant instant(ResultSet row, int column) throws SQLException;

    /** By position; null when it is empty. */
    @Nullable UUID uuid(ResultSet row, int column) throws SQLException;

    /**
     * A look into the full-text index of the memory.
     *
     * @param sql with two parameters, {@code wanted} and how many rows at most; selects ids
     */
    record FullText(String sql, String wanted) {
    }

    /** The memories that have all of these words, none of which holds a quote, a backslash or a blank. */
    FullText memoriesHaving(List<String> words);

    /** What the error means to a store. */
    StoreException classify(SQLException error);

    /** Whether the same transaction, run again, may succeed: busy, deadlock, serialization failure. */
    boolean retryable(SQLException error);

    /** Takes {@code name} for this transaction; false when another transaction has it. */
    boolean tryLock(Connection connection, UUID workspace, String name) throws SQLException;

    /** Called in a transaction that wrote events, so that listeners hear of its commit. */
    void announceEvents(Connection connection, UUID workspace) throws SQLException;
}
