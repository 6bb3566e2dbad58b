package dev.steward.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rules of Citus for tables that are distributed by {@code workspace_id}, held against PostgreSQL's own catalogue: what
 * {@code create_distributed_table} would refuse must not come in. {@code docs/hosting.md} says how far this goes.
 */
final class PostgresShardingTest {

    /** The table of tenants: its slugs are unique across all of them, so it is a reference table, whole on every node. */
    private static final String REFERENCE = "workspace";
    private static final String DISTRIBUTED = "c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'databasechangelog%' AND c.relname <> '" + REFERENCE + "'";
    private static final PostgresSettings SETTINGS = PostgresServer.newDatabase();

    @BeforeAll
    static void makeTables() {
        new PostgresSchema(SETTINGS).with(migrations -> {
            migrations.update();
            return true;
        });
    }

    @Test
    void everyTableHasTheDistributionColumn() throws SQLException {
        assertThat(names("SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND " + DISTRIBUTED)).hasSizeGreaterThan(15).contains("session", "event");
        assertThat(names("""
                SELECT c.relname FROM pg_class c
                WHERE c.relkind = 'r' AND %s AND NOT EXISTS (
                  SELECT 1 FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND a.attnotnull AND a.atttypid = 'uuid'::regtype AND a.attgenerated = '')"""))
                .as("tables without workspace_id").isEmpty();
        assertThat(names("SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND %s AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')"))
                .as("tables without a primary key, which cannot be moved between nodes while they are written").isEmpty();
    }

    /** A node can keep only those values apart that it has itself. */
    @Test
    void whatIsUniqueIsUniqueWithinAWorkspace() throws SQLException {
        assertThat(names("""
                SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
                WHERE i.indisunique AND %s AND NOT EXISTS (
                  SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND a.attnum = ANY (i.indkey::int2[]))"""))
                .as("unique indexes across workspaces").isEmpty();
        assertThat(names("SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'x' AND %s")).as("exclusion constraints").isEmpty();
    }

    @Test
    void foreignKeysStayWithinAWorkspace() throws SQLException {
        assertThat(names("SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND %s")).hasSizeGreaterThan(5);
        assertThat(names("""
                SELECT k.conname FROM pg_constraint k
                JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class target ON target.oid = k.confrelid
                WHERE k.contype = 'f' AND %s AND target.relname <> 'workspace' AND NOT EXISTS (
                  SELECT 1 FROM unnest(k.conkey, k.confkey) AS pair (here, there)
                  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.here AND a.attname = 'workspace_id'
                  JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.there AND b.attname = 'workspace_id')"""))
                .as("foreign keys that may lead to another node").isEmpty();
        assertThat(names("SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND %s AND (k.confdeltype IN ('n', 'd') OR k.confupdtype <> 'a')"))
                .as("foreign keys that would change the distribution column").isEmpty();
        assertThat(names("SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'public.workspace'::regclass")).as("foreign keys of the reference table").isEmpty();
    }

    @Test
    void nothingElseStandsInTheWay() throws SQLException {
        assertThat(names("SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND %s")).as("triggers").isEmpty();
        assertThat(names("SELECT c.relname FROM pg_class c WHERE c.relkind = 'S' AND %s")).as("sequences, which each node would have for itself").isEmpty();
        assertThat(names("SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE a.attidentity <> '' AND %s")).as("identity columns").isEmpty();
        assertThat(names("SELECT r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relkind = 'r' AND %s")).as("rules").isEmpty();
        assertThat(names("SELECT c.relname FROM pg_class c WHERE c.relkind IN ('f', 'm', 'v') AND %s")).as("views and foreign tables").isEmpty();
        assertThat(names("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE %s")).as("inheritance").isEmpty();
        assertThat(names("SELECT c.relname FROM pg_class c WHERE c.relpersistence <> 'p' AND %s")).as("unlogged tables").isEmpty();
    }

    /** @param sql with {@code %s} for the tables that would be distributed */
    private static List<String> names(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(SETTINGS.url(), SETTINGS.user(), SETTINGS.password());
                Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql.replace("%s", DISTRIBUTED))) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }
}
