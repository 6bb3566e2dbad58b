package dev.steward.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.postgres.PostgresSchema;
import dev.steward.postgres.PostgresServer;
import dev.steward.postgres.PostgresSettings;
import dev.steward.sqlite.SqliteSchema;
import dev.steward.sqlite.SqliteSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One history makes two databases that hold to the same rules. */
final class SchemaParityTest {

    /** The table of tenants is the one whose key is unique across them. */
    private static final String ACROSS_TENANTS = "workspace_slug_unique";
    /** PostgreSQL's full-text index; SQLite has tables of its own for that, memory_text_fts and its parts. */
    private static final String FULL_TEXT_POSTGRES = "memory_text_tsvector_index";
    private static final Pattern CONSTRAINT = Pattern.compile(
            "CONSTRAINT (\\w+) (PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY) \\(([^)]*)\\)(?: REFERENCES (\\w+) \\(([^)]*)\\)(?: ON DELETE (CASCADE))?)?");

    private static final Pattern INDEX = Pattern.compile("CREATE INDEX \\w+ ON \\S+(?: USING \\w+)? \\(([^)]*)\\)(?: WHERE \\(?(.*?)\\)?)?");

    private static Map<String, Table> sqlite;
    private static Map<String, Table> postgres;
    private static Set<String> unprotected;

    /**
     * @param columns NOT NULL or nothing, by name
     * @param constraints kind, columns, target and delete rule, by name; of a CHECK only that it is one, since each database writes it otherwise
     * @param indexes columns by name, and the condition of one that is partial, without those of keys
     */
    private record Table(Map<String, String> columns, Map<String, String> constraints, Map<String, String> indexes) {
        Table() {
            this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        }
    }

    @BeforeAll
    static void migrate(@TempDir Path folder) throws SQLException {
        Path file = folder.resolve("steward.db");
        new SqliteSchema(SqliteSettings.of(file)).with(migrations -> {
            migrations.update();
            return true;
        });
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            sqlite = ofSqlite(connection);
        }
        PostgresSettings settings = PostgresServer.newDatabase();
        new PostgresSchema(settings).with(migrations -> {
            migrations.update();
            return true;
        });
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
            postgres = ofPostgres(connection);
            unprotected = unprotected(connection);
        }
    }

    @Test
    void bothHaveTheSameTablesColumnsKeysChecksAndIndexes() {
        assertThat(sqlite).containsKeys("project", "session", "origin");
        assertThat(sqlite.keySet()).isEqualTo(postgres.keySet());
        sqlite.forEach((name, table) -> assertThat(table).as(name).isEqualTo(postgres.get(name)));
    }

    @Test
    void everyKeyStartsWithTheWorkspace() {
        sqlite.forEach((name, table) -> {
            assertThat(table.columns()).as(name).containsEntry("workspace_id", "NOT NULL");
            assertThat(table.constraints().values()).as(name + " has a primary key").anyMatch(text -> text.startsWith("PRIMARY KEY"));
            table.constraints().forEach((constraint, text) -> assertThat(text).as(constraint).satisfiesAnyOf(
                    key -> assertThat(constraint).isEqualTo(ACROSS_TENANTS),
                    key -> assertThat(key).startsWith("CHECK"),
                    key -> assertThat(key).matches("(PRIMARY KEY|UNIQUE) \\(workspace_id\\b.*"),
                    key -> assertThat(key).matches("FOREIGN KEY \\(workspace_id, .*\\) REFERENCES \\w+\\(workspace_id, .*")));
            table.indexes().forEach((index, columns) -> assertThat(columns).as(index).startsWith("workspace_id, "));
        });
    }

    @Test
    void everyTableOfPostgresShowsARequestTheRowsOfItsWorkspaceOnly() {
        assertThat(unprotected).isEmpty();
    }

    private static Map<String, Table> ofSqlite(Connection connection) throws SQLException {
        Map<String, Table> tables = new TreeMap<>();
        query(connection, """
                SELECT t.name AS name, c.name AS column_name, c."notnull" AS required FROM sqlite_master t JOIN pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'DATABASECHANGELOG%' AND t.name NOT LIKE 'memory_text_fts%'
                ORDER BY t.name""",
                row -> tables.computeIfAbsent(row.getString("name"), name -> new Table()).columns()
                        .put(row.getString("column_name"), row.getBoolean("required") ? "NOT NULL" : ""));
        query(connection, "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name", row -> {
            Table table = tables.get(row.getString("tbl_name"));
            if (table != null && row.getString("type").equals("index")) {
                table.indexes().put(row.getString("name"), columns(row.getString("sql")));
            } else if (table != null && row.getString("type").equals("table")) {
                Matcher constraint = CONSTRAINT.matcher(row.getString("sql"));
                while (constraint.find()) {
                    String target = constraint.group(4) == null ? "" : " REFERENCES " + constraint.group(4) + "(" + constraint.group(5) + ")"
                            + (constraint.group(6) == null ? "" : " ON DELETE CASCADE");
                    table.constraints().put(constraint.group(1), constraint.group(2).equals("CHECK") ? "CHECK"
                            : constraint.group(2) + " (" + constraint.group(3) + ")" + target);
                }
            }
        });
        return tables;
    }

    private static Map<String, Table> ofPostgres(Connection connection) throws SQLException {
        Map<String, Table> tables = new TreeMap<>();
        query(connection, """
                SELECT table_name, column_name, is_nullable FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name NOT LIKE 'databasechangelog%'
                ORDER BY table_name""",
                row -> tables.computeIfAbsent(row.getString("table_name"), name -> new Table()).columns()
                        .put(row.getString("column_name"), row.getString("is_nullable").equals("NO") ? "NOT NULL" : ""));
        query(connection, """
                SELECT c.conrelid::regclass::text AS name, c.conname, c.contype::text AS kind, pg_get_constraintdef(c.oid) AS definition
                FROM pg_constraint c WHERE c.connamespace = current_schema()::regnamespace AND c.contype IN ('p', 'u', 'f', 'c')
                ORDER BY c.conname""", row -> {
            Table table = tables.get(row.getString("name"));
            if (table != null) {
                table.constraints().put(row.getString("conname"), row.getString("kind").equals("c") ? "CHECK" : row.getString("definition"));
            }
        });
        query(connection, """
                SELECT tablename, indexname, indexdef FROM pg_indexes
                WHERE schemaname = current_schema() AND indexname NOT IN (SELECT conname FROM pg_constraint)
                ORDER BY indexname""", row -> {
            Table table = tables.get(row.getString("tablename"));
            if (table != null && !row.getString("indexname").equals(FULL_TEXT_POSTGRES)) {
                table.indexes().put(row.getString("indexname"), columns(row.getString("indexdef").replace("\"", "")));
            }
        });
        return tables;
    }

    /** And, of a partial one, its condition. */
    private static String columns(String index) {
        Matcher definition = INDEX.matcher(index);
        assertThat(definition.matches()).as(index).isTrue();
        return definition.group(1) + (definition.group(2) == null ? "" : " WHERE " + definition.group(2));
    }

    private static Set<String> unprotected(Connection connection) throws SQLException {
        Set<String> names = new TreeSet<>();
        query(connection, """
                SELECT relname FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname NOT LIKE 'databasechangelog%'
                  AND NOT (relrowsecurity AND EXISTS (
                    SELECT 1 FROM pg_policies p
                    WHERE p.schemaname = current_schema() AND p.tablename = relname AND p.policyname = 'workspace_only' AND p.cmd = 'ALL'
                      AND p.permissive = 'PERMISSIVE' AND p.roles = '{steward_app}' AND p.qual = '(workspace_id = steward_workspace())'
                      AND p.with_check IS NULL)
                  AND (SELECT count(*) FROM pg_policies p WHERE p.schemaname = current_schema() AND p.tablename = relname) = 1)
                ORDER BY relname""", row -> names.add(row.getString("relname")));
        return names;
    }

    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private static void query(Connection connection, String sql, Reader reader) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
