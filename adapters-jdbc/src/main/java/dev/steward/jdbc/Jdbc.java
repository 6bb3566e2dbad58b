package dev.steward.jdbc;

import dev.steward.application.StoreException;
import dev.steward.domain.workspace.Event;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.data.jdbc.operations.JdbcRepositoryOperations;
import io.micronaut.data.model.runtime.RuntimePersistentEntity;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Statements inside the thread's unit of work, with every error turned into a {@link StoreException}. In a transaction that
 * writes, a failed read dooms as a failed write does: PostgreSQL has aborted the transaction, and SQLite may have rolled it
 * back (disk full, I/O error), after which each further statement would commit by itself.
 */
@Singleton
public final class Jdbc {

    private static final int PORTION = 512;

    private final JdbcRepositoryOperations operations;
    private final Dialect dialect;
    /** Of the tables whose rows were changed together. */
    private final Map<String, Map<String, String>> types = new ConcurrentHashMap<>();

    Jdbc(JdbcRepositoryOperations operations, Dialect dialect) {
        this.operations = operations;
        this.dialect = dialect;
    }

    public UUID workspace() {
        return Session.current().workspace();
    }

    public Dialect dialect() {
        return dialect;
    }

    <R> RuntimePersistentEntity<R> entity(Class<R> row) {
        return operations.getEntity(row);
    }

    /** Runs a write of a row repository; its failure dooms the transaction. */
    public <T> T write(Supplier<T> statement) {
        Session.current().requireWritable();
        try {
            return statement.get();
        } catch (DataAccessException e) {
            throw doomed(translate(e));
        }
    }

    /** The result of a hand-written query, each row read by {@code reader}. */
    public <T> List<T> query(String sql, List<?> parameters, Reader<T> reader) {
        try (PreparedStatement statement = prepare(sql, parameters); ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        } catch (SQLException e) {
            throw doomed(dialect.classify(e));
        }
    }

    public <T> Optional<T> first(String sql, List<?> parameters, Reader<T> reader) {
        return query(sql, parameters, reader).stream().findFirst();
    }

    /**
     * The result of a hand-written query about each of {@code values}, asked in portions, because both databases bound the number of
     * parameters. The marks of a portion replace {@code %s}, behind all other parameters.
     */
    public <T> List<T> queryIn(String sql, List<?> parameters, List<?> values, Reader<T> reader) {
        List<T> result = new ArrayList<>();
        for (int from = 0; from < values.size(); from += PORTION) {
            List<?> portion = padded(values.subList(from, Math.min(values.size(), from + PORTION)));
            List<Object> all = new ArrayList<>(parameters);
            all.addAll(portion);
            result.addAll(query(sql.formatted(marks(portion.size())), all, reader));
        }
        return result;
    }

    /**
     * The same values, the last one repeated until there are 1, 2, 4, 8, 16 … of them: so there are few texts of a statement about several,
     * and databases have them prepared. Only where a repetition does not show in the answer. More than {@value #PORTION} stay as they are: the number of
     * parameters is bounded.
     */
    public static <T> List<T> padded(List<T> values) {
        int size = values.isEmpty() ? 0 : Integer.highestOneBit(2 * values.size() - 1);
        if (size == values.size() || size > PORTION) {
            return values;
        }
        List<T> padded = new ArrayList<>(values);
        padded.addAll(Collections.nCopies(size - values.size(), values.getLast()));
        return padded;
    }

    /**
     * A limit as part of the text. PostgreSQL takes one that it does not know for a tenth of the rows: it would walk along the order for those, or plan the
     * statement anew each time, which takes longer than a list of fifty.
     */
    public static String limit(int rows) {
        return " LIMIT " + rows;
    }

    /** {@code ?, ?, ?} */
    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /** Runs a hand-written INSERT, UPDATE or DELETE and returns how many rows it touched; its failure dooms the transaction. */
    public int update(String sql, @Nullable Object... parameters) {
        Session.current().requireWritable();
        try (PreparedStatement statement = prepare(sql, Arrays.asList(parameters))) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw doomed(dialect.classify(e));
        }
    }

    /** The same for each of some rows, in one exchange with the database; how many rows each of them touched. */
    public int[] updateEach(String sql, List<List<@Nullable Object>> rows) {
        Session session = Session.current();
        session.requireWritable();
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            for (List<@Nullable Object> row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (SQLException e) {
            throw doomed(dialect.classify(e));
        } catch (AssertionError e) { // PostgreSQL's driver, when the connection ends inside a batch: its BatchResultHandler expects it to be there
            throw doomed(new StoreException.Unavailable("The connection to the database ended", e));
        }
    }

    /** The same for a statement that must touch a row; none dooms the transaction with {@link StoreException.StaleVersion}. */
    public void updateOne(String sql, @Nullable Object... parameters) {
        if (update(sql, parameters) == 0) {
            throw doomed(stale());
        }
    }

    /** The same for each of some rows. */
    public void updateOneEach(String sql, List<List<@Nullable Object>> rows) {
        if (Arrays.stream(updateEach(sql, rows)).anyMatch(count -> count == 0)) {
            throw doomed(stale());
        }
    }

    /** Runs a hand-written INSERT or UPDATE that returns one number; its failure dooms the transaction. */
    public long advance(String sql, @Nullable Object... parameters) {
        Session.current().requireWritable();
        return query(sql, Arrays.asList(parameters), row -> row.getLong(1)).getFirst();
    }

    /**
     * The same change of each of some rows in one statement.
     *
     * @param rows no two of the same row; the values of {@code columns}, then the workspace, the id and the version as it was
     */
    void updateTogether(String table, List<String> columns, List<List<@Nullable Object>> rows) {
        List<String> all = new ArrayList<>(columns);
        all.addAll(List.of("workspace_id", "id", "version"));
        List<String> names = IntStream.range(0, all.size()).mapToObj(n -> "v" + n).toList();
        String sql = "UPDATE " + table + " AS changed SET "
                + IntStream.range(0, columns.size()).mapToObj(n -> columns.get(n) + " = " + names.get(n)).collect(Collectors.joining(", "))
                + " FROM unnest(" + marks(all.size()) + ") AS given (" + String.join(", ", names) + ") WHERE "
                + IntStream.range(columns.size(), all.size()).mapToObj(n -> "changed." + all.get(n) + " = " + names.get(n)).collect(Collectors.joining(" AND "));
        Session session = Session.current();
        session.requireWritable();
        Map<String, String> types = types(session.connection(), table);
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            for (int n = 0; n < all.size(); n++) {
                Object[] values = new Object[rows.size()];
                for (int row = 0; row < values.length; row++) {
                    Object value = rows.get(row).get(n);
                    values[row] = value == null ? null : value.toString();
                }
                statement.setArray(n + 1, session.connection().createArrayOf(Objects.requireNonNull(types.get(all.get(n))), values));
            }
            if (statement.executeUpdate() != rows.size()) {
                throw doomed(stale());
            }
        } catch (SQLException e) {
            throw doomed(dialect.classify(e));
        }
    }

    /** Of each column of a table, as the database calls it. */
    private Map<String, String> types(Connection connection, String table) {
        return types.computeIfAbsent(table, unknown -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + table + " LIMIT 0"); ResultSet none = statement.executeQuery()) {
                ResultSetMetaData columns = none.getMetaData();
                Map<String, String> found = new HashMap<>();
                for (int n = 1; n <= columns.getColumnCount(); n++) {
                    found.put(columns.getColumnName(n), columns.getColumnTypeName(n));
                }
                return found;
            } catch (SQLException e) {
                throw doomed(dialect.classify(e));
            }
        });
    }

    private static StoreException stale() {
        return new StoreException.StaleVersion("The row was changed or removed by another transaction");
    }

    /** Takes {@code name} for this transaction; false when another transaction has it. */
    public boolean tryLock(String name) {
        Session session = Session.current();
        session.requireWritable();
        try {
            return dialect.tryLock(session.connection(), session.workspace(), name);
        } catch (SQLException e) {
            throw doomed(dialect.classify(e));
        }
    }

    /** Keeps {@code events} for the end of this transaction; false when they are to be written at once. */
    public boolean gather(List<Event> events) {
        Session session = Session.current();
        session.requireWritable();
        return session.gather(events);
    }

    /** Tells listeners of new events once this transaction has committed. */
    public void announceEvents() {
        Session session = Session.current();
        session.announceEvents();
        try {
            dialect.announceEvents(session.connection(), session.workspace());
        } catch (SQLException e) {
            throw doomed(dialect.classify(e));
        }
    }

    private PreparedStatement prepare(String sql, List<?> parameters) throws SQLException {
        Connection connection = Session.current().connection();
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bind(statement, parameters);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            dialect.bind(statement, i + 1, parameters.get(i));
        }
    }

    private StoreException translate(DataAccessException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return dialect.classify(sql);
            }
        }
        return new StoreException.Fault("A row could not be mapped: " + e.getMessage(), e);
    }

    private static StoreException doomed(StoreException cause) {
        Session.current().doom(cause);
        return cause;
    }

    /** Reads the row that the result stands on. */
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
