package dev.steward.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.jdbc.copy.JdbcSource;
import dev.steward.migrations.Table;
import dev.steward.postgres.PostgresCopies;
import dev.steward.postgres.PostgresServer;
import dev.steward.postgres.PostgresSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is copied is read from the text of the change sets; here it is held to what the databases have. */
final class TableCatalogTest {

    private static final Map<Table.Kind, List<String>> SQLITE = Map.of(
            Table.Kind.TEXT, List.of("TEXT"), Table.Kind.UUID, List.of("TEXT"), Table.Kind.INSTANT, List.of("INTEGER"), Table.Kind.DATE, List.of("TEXT"),
            Table.Kind.JSON, List.of("TEXT"), Table.Kind.BOOL, List.of("INTEGER"), Table.Kind.WHOLE, List.of("INTEGER"),
            Table.Kind.REAL, List.of("REAL"));
    private static final Map<Table.Kind, List<String>> POSTGRES = Map.of(
            Table.Kind.TEXT, List.of("text"), Table.Kind.UUID, List.of("uuid"), Table.Kind.INSTANT, List.of("timestamp with time zone"),
            Table.Kind.DATE, List.of("date"), Table.Kind.JSON, List.of("jsonb"), Table.Kind.BOOL, List.of("boolean"), Table.Kind.WHOLE, List.of("bigint", "integer"),
            Table.Kind.REAL, List.of("double precision"));

    @TempDir
    Path folder;

    @Test
    void itIsWhatSqliteHas() throws SQLException {
        Path file = folder.resolve("steward.db");
        try (JdbcSource source = Databases.sqlite(file).snapshot(); Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            assertSame(source.tables(), SQLITE, query(connection, """
                    SELECT t.name, c.name, c.type, c.pk FROM sqlite_schema t JOIN pragma_table_info(t.name) c
                    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'DATABASECHANGELOG%' AND t.name NOT LIKE 'memory_text_fts%' ORDER BY t.name, c.cid"""));
        }
    }

    @Test
    void itIsWhatPostgresHas() throws SQLException {
        PostgresSettings settings = PostgresServer.migratedDatabase();
        try (JdbcSource source = new PostgresCopies(settings).snapshot();
                Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
            assertSame(source.tables(), POSTGRES, query(connection, """
                    SELECT c.table_name, c.column_name, c.data_type, coalesce(k.ordinal_position, 0)
                    FROM information_schema.columns c LEFT JOIN information_schema.key_column_usage k
                      ON k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name AND k.constraint_name LIKE '%\\_pk'
                    WHERE c.table_schema = current_schema() AND c.table_name NOT LIKE 'databasechangelog%' ORDER BY c.table_name, c.ordinal_position"""));
        }
    }

    @Test
    void parentsStandBeforeTheirChildren() {
        try (JdbcSource source = Databases.sqlite(folder.resolve("steward.db")).snapshot()) {
            Set<String> before = new HashSet<>();
            assertThat(source.tables()).extracting(Table::name).contains("project", "milestone", "session");
            for (Table table : source.tables()) {
                assertThat(before).as(table.name()).containsAll(table.parents());
                before.add(table.name());
            }
        }
    }

    private static void assertSame(List<Table> tables, Map<Table.Kind, List<String>> types, Map<String, Map<String, String>> real) {
        Map<String, Map<String, String>> described = new TreeMap<>();
        for (Table table : tables) {
            Map<String, String> columns = new LinkedHashMap<>();
            for (Table.Column column : table.columns()) {
                String has = real.getOrDefault(table.name(), Map.of()).getOrDefault(column.name(), "missing 0");
                String type = types.get(column.kind()).stream().filter(name -> has.startsWith(name + " ")).findFirst().orElse(column.kind().name());
                columns.put(column.name(), type + " " + (table.key().indexOf(column.name()) + 1));
            }
            described.put(table.name(), columns);
        }
        assertThat(described).isEqualTo(real);
        tables.forEach(table -> assertThat(new ArrayList<>(real.get(table.name()).keySet()))
                .isEqualTo(table.columns().stream().map(Table.Column::name).toList()));
    }

    private static Map<String, Map<String, String>> query(Connection connection, String sql) throws SQLException {
        Map<String, Map<String, String>> tables = new TreeMap<>();
        try (ResultSet row = connection.createStatement().executeQuery(sql)) {
            while (row.next()) {
                tables.computeIfAbsent(row.getString(1), name -> new LinkedHashMap<>()).put(row.getString(2), row.getString(3) + " " + row.getInt(4));
            }
        }
        return tables;
    }
}
