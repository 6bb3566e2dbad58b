package dev.steward.jdbc.copy;

import dev.steward.domain.Json;
import dev.steward.jdbc.Dialect;
import dev.steward.migrations.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills an empty database whose schema is ready. While it is being filled it carries a mark, so that nobody takes it for whole,
 * and whoever began can go on after being killed: a table is filled in one transaction, so it has all of its rows or none.
 */
public final class JdbcSink implements AutoCloseable {

    /** Holds where the rows come from. No change set makes it, and it goes when the copy is done. */
    public static final String MARK = "steward_unfinished_copy";

    private static final int ROWS_AT_ONCE = 200;

    private final Connection connection;
    private final Dialect dialect;

    public JdbcSink(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /**
     * @param origin where the rows come from, for people and to tell one copy from another
     * @return tables that were filled now; the others held the same rows already
     * @throws CopyException when the database has rows of its own, or something is not the same afterwards
     */
    public List<Table> fill(List<Table> tables, RowSource source, String origin, Progress progress) {
        try {
            int equal = 0;
            boolean same = begin(tables, origin);
            while (same && equal < tables.size()) {
                Table table = tables.get(equal);
                same = TableDigest.of(source, table).equals(digest(table));
                if (same) {
                    progress.table(table, "there already");
                    equal++;
                }
            }
            List<Table> todo = tables.subList(equal, tables.size());
            for (Table table : todo.reversed()) {
                execute("DELETE FROM " + JdbcReader.quoted(table.name()));
            }
            List<TableDigest> digests = new ArrayList<>();
            for (Table table : todo) {
                digests.add(fill(table, source));
                progress.table(table, digests.getLast().rows() + " rows");
            }
            for (int i = 0; i < todo.size(); i++) {
                if (!digest(todo.get(i)).equals(digests.get(i))) {
                    throw new CopyException("The table " + todo.get(i).name() + " is not the same as the one it was copied from, so the copy cannot be used. "
                            + "Please report it; nothing was lost.");
                }
            }
            execute("DROP TABLE " + MARK);
            return todo;
        } catch (SQLException e) {
            throw new CopyException("The database that is filled refused: " + e.getMessage(), e);
        }
    }

    private TableDigest digest(Table table) throws SQLException {
        return transaction(() -> TableDigest.of(new JdbcReader(connection, dialect, null), table));
    }

    /** Told of each table as it is done. */
    public interface Progress {
        void table(Table table, String result);
    }

    /** Whether it was begun before. */
    private boolean begin(List<Table> tables, String origin) throws SQLException {
        Optional<String> begun = mark(connection);
        if (begun.isEmpty()) {
            for (Table table : tables) {
                if (!isEmpty(table)) {
                    throw new CopyException("The database is not empty: its table " + table.name() + " has rows. Name one that is new; nothing was changed.");
                }
            }
            execute("CREATE TABLE " + MARK + " (origin TEXT NOT NULL)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + MARK + " (origin) VALUES (?)")) {
                insert.setString(1, origin);
                insert.executeUpdate();
            }
        } else if (!begun.get().equals(origin)) {
            throw new CopyException("The database holds an unfinished copy of " + begun.get() + "; finish that one, or name a new database.");
        }
        return begun.isPresent();
    }

    /** Where the rows of an unfinished copy come from. */
    public static Optional<String> mark(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), MARK, new String[] {"TABLE"})) {
            if (!tables.next()) {
                return Optional.empty();
            }
        }
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SELECT origin FROM " + MARK)) {
            return Optional.of(row.next() ? row.getString(1) : "");
        }
    }

    /**
     * Fills one workspace of a database that is in use, all tables in one transaction.
     *
     * @param replaced tables whose rows go; the others must have none of this workspace
     * @param source rows without their workspace
     * @throws CopyException when the workspace is not empty or the rows do not fit; nothing was changed then
     */
    public long fillWorkspace(UUID workspace, List<Table> tables, Set<String> replaced, RowSource source) {
        long[] rows = {0};
        try {
            transaction(() -> {
                for (Table table : tables.reversed()) {
                    try (PreparedStatement statement = connection.prepareStatement((replaced.contains(table.name()) ? "DELETE" : "SELECT 1")
                            + " FROM " + JdbcReader.quoted(table.name()) + " WHERE workspace_id = ?" + (replaced.contains(table.name()) ? "" : " LIMIT 1"))) {
                        dialect.bind(statement, 1, workspace);
                        if (statement.execute() && statement.getResultSet().next()) {
                            throw new CopyException("The workspace is not empty: it has rows in " + table.name()
                                    + ". Make a new one with 'steward workspace create'; nothing was changed.");
                        }
                    }
                }
                for (Table table : tables) {
                    rows[0] += insert(table, (of, each) -> source.read(of, row -> each.accept(row.with("workspace_id", Json.of(workspace.toString()))))).rows();
                }
                return true;
            });
            return rows[0];
        } catch (SQLException e) {
            throw new CopyException("The database refused: " + e.getMessage(), e);
        }
    }

    private TableDigest fill(Table table, RowSource source) throws SQLException {
        return transaction(() -> insert(table, source));
    }

    private interface Work<R> {
        R run() throws SQLException;
    }

    private <R> R transaction(Work<R> work) throws SQLException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            R result = work.run();
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private TableDigest insert(Table table, RowSource source) {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + JdbcReader.quoted(table.name()) + " ("
                + table.columns().stream().map(column -> JdbcReader.quoted(column.name())).collect(Collectors.joining(", ")) + ") VALUES ("
                + table.columns().stream().map(column -> "?").collect(Collectors.joining(", ")) + ")")) {
            int[] waiting = {0};
            TableDigest digest = TableDigest.reading(source, table, row -> {
                try {
                    bind(insert, table, row);
                    insert.addBatch();
                    if (++waiting[0] % ROWS_AT_ONCE == 0) {
                        insert.executeBatch();
                    }
                } catch (SQLException e) {
                    throw refused(table, e);
                }
            });
            insert.executeBatch();
            return digest;
        } catch (SQLException e) {
            throw refused(table, e);
        }
    }

    private static CopyException refused(Table table, SQLException e) {
        SQLException last = e.getNextException() == null ? e : e.getNextException();
        return new CopyException("The rows of " + table.name() + " cannot be written: " + last.getMessage(), e);
    }

    private void bind(PreparedStatement insert, Table table, Json.Obj row) throws SQLException {
        for (int i = 0; i < table.columns().size(); i++) {
            Table.Column column = table.columns().get(i);
            Json value = row.get(column.name());
            try {
                dialect.bind(insert, i + 1, value == null ? null : value(column.kind(), value));
            } catch (RuntimeException e) {
                throw new CopyException("A row of " + table.name() + " has something else than a " + column.kind() + " in " + column.name() + ".", e);
            }
        }
    }

    private static @Nullable Object value(Table.Kind kind, Json value) {
        return switch (kind) {
            case TEXT, UUID, DATE, JSON -> ((Json.Text) value).value();
            case INSTANT -> Instant.parse(((Json.Text) value).value());
            case BOOL -> ((Json.Bool) value).value();
            case WHOLE -> ((Json.Num) value).value().longValueExact();
            case REAL -> ((Json.Num) value).value().doubleValue();
        };
    }

    private boolean isEmpty(Table table) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SELECT 1 FROM " + JdbcReader.quoted(table.name()) + " LIMIT 1")) {
            return !row.next();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new CopyException("The database that was filled cannot be closed: " + e.getMessage(), e);
        }
    }
}
