package dev.steward.jdbc.copy;

import dev.steward.domain.Json;
import dev.steward.jdbc.Dialect;
import dev.steward.jdbc.JsonText;
import dev.steward.migrations.Table;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads rows of either database. PostgreSQL sends them bit by bit only inside a transaction, all at once otherwise. */
final class JdbcReader implements RowSource {

    private static final int ROWS_AT_ONCE = 200;
    private static final DateTimeFormatter INSTANT = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final Connection connection;
    private final Dialect dialect;
    private final @Nullable UUID workspace;

    /** @param workspace whose rows are read; null: those of all */
    JdbcReader(Connection connection, Dialect dialect, @Nullable UUID workspace) {
        this.connection = connection;
        this.dialect = dialect;
        this.workspace = workspace;
    }

    @Override
    public void read(Table table, Consumer<Json.Obj> each) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT "
                + table.columns().stream().map(column -> quoted(column.name())).collect(Collectors.joining(", ")) + " FROM " + quoted(table.name())
                + (workspace == null ? "" : " WHERE workspace_id = ?") + " ORDER BY " + table.key().stream().map(JdbcReader::quoted).collect(Collectors.joining(", ")))) {
            if (workspace != null) {
                dialect.bind(statement, 1, workspace);
            }
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Map<String, Json> members = new LinkedHashMap<>();
                    for (Table.Column column : table.columns()) {
                        Json value = value(row, column);
                        if (value != null) {
                            members.put(column.name(), value);
                        }
                    }
                    each.accept(new Json.Obj(members));
                }
            }
        } catch (SQLException e) {
            throw new CopyException("The table " + table.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private @Nullable Json value(ResultSet row, Table.Column column) throws SQLException {
        String text = row.getString(column.name());
        if (text == null) {
            return null;
        }
        return switch (column.kind()) {
            case TEXT, UUID, DATE -> Json.of(text);
            case INSTANT -> Json.of(INSTANT.format(dialect.instant(row, column.name())));
            case JSON -> Json.of(canonical(text));
            case BOOL -> Json.of(row.getBoolean(column.name()));
            case WHOLE -> Json.of(row.getLong(column.name()));
            case REAL -> new Json.Num(BigDecimal.valueOf(row.getDouble(column.name())).stripTrailingZeros());
        };
    }

    /** PostgreSQL keeps members in an order of its own; sorted, both databases say the same. */
    private static String canonical(String text) {
        try {
            return JsonText.write(sorted(JsonText.stored(text)));
        } catch (UncheckedIOException e) {
            return text; // only SQLite can hold it; as it is, nothing of it is lost
        }
    }

    private static Json sorted(Json value) {
        return switch (value) {
            case Json.Obj object -> {
                Map<String, Json> members = new TreeMap<>();
                object.members().forEach((name, member) -> members.put(name, sorted(member)));
                yield new Json.Obj(members);
            }
            case Json.Arr array -> Json.of(array.items().stream().map(JdbcReader::sorted).toList());
            case Json.Text text -> text;
            case Json.Num number -> number;
            case Json.Bool bool -> bool;
            case Json.Null nothing -> nothing;
        };
    }

    static String quoted(String name) {
        return '"' + name + '"';
    }
}
