package dev.steward.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Query;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.OrganizationStore;
import dev.steward.application.workspace.AnswerStore;
import dev.steward.application.workspace.EventStore;
import dev.steward.application.workspace.EventStoreContract;
import dev.steward.application.workspace.SettingStore;
import dev.steward.application.workspace.TokenStore;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Organization;
import dev.steward.domain.workspace.ApiToken;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Setting;
import dev.steward.domain.workspace.StoredAnswer;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.SessionDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a statement can do that forgot its workspace, or names another one: nothing, on any table. */
final class PostgresIsolationTest {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final PostgresSettings SETTINGS = PostgresServer.migratedDatabase();
    private static final PostgresTestDatabase DATABASE = new PostgresTestDatabase(SETTINGS);
    private static Id<Workspace> mine;
    private static Id<Workspace> other;

    @BeforeAll
    static void twoWorkspacesWithRows() {
        mine = filled();
        other = filled();
    }

    private static Id<Workspace> filled() {
        Id<Workspace> workspace = DATABASE.newWorkspace();
        DATABASE.write(workspace, stores -> {
            stores.of(SettingStore.class).insert(new Setting(Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now()), "key", Json.of(1)));
            stores.of(TokenStore.class).insert(new ApiToken(Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now()),
                    new ApiToken.Details("laptop", Set.of(Scope.READ), null), "hash", null, null));
            stores.of(AnswerStore.class).put(new StoredAnswer("key", "hash", 200, "", "", TestDatabase.now()));
            stores.of(OrganizationStore.class).insert(Organization.create(Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now()),
                    new Organization.Details("acme", "", Organization.Type.CLIENT, "", "")));
            stores.of(EventStore.class).append(List.of(EventStoreContract.anEvent("a", null, null)));
        });
        return workspace;
    }

    @Test
    void everyTableOfStewardIsProtected() throws SQLException {
        assertThat(asOwner("""
                SELECT c.relname FROM pg_class c
                WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
                  AND c.relname NOT LIKE 'databasechangelog%'
                  AND NOT (c.relrowsecurity
                    AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'workspace_only')
                    AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND a.attnotnull))"""))
                .as("tables without row-level security by workspace").isEmpty();
        assertThat(tables()).contains("workspace", "api_token", "setting", "event", "event_sequence", "stored_answer", "organization");
    }

    @Test
    void withoutAWorkspaceNoTableShowsARow() throws SQLException {
        try (Connection connection = asApplication(null)) {
            for (String table : tables()) {
                assertThat(column(connection, "SELECT workspace_id FROM " + table)).as(table).isEmpty();
            }
            for (String kept : List.of("databasechangelog", "databasechangeloglock")) {
                assertRefused(connection, "SELECT * FROM " + kept);
            }
        }
    }

    @Test
    void withAWorkspaceOnlyItsRowsAreShown() throws SQLException {
        try (Connection connection = asApplication(mine)) {
            for (String table : List.of("workspace", "api_token", "setting", "event", "event_sequence", "stored_answer", "organization")) {
                assertThat(column(connection, "SELECT DISTINCT workspace_id FROM " + table)).as(table).containsExactly(mine.toString());
            }
            for (String table : tables()) {
                assertThat(column(connection, "SELECT workspace_id FROM " + table + " WHERE workspace_id = '" + other + "'")).as(table).isEmpty();
            }
        }
    }

    @Test
    void rowsOfAnotherWorkspaceCannotBeChangedOrRemoved() throws SQLException {
        for (Id<Workspace> workspace : new ArrayList<>(java.util.Arrays.asList(mine, null))) {
            try (Connection connection = asApplication(workspace); Statement statement = connection.createStatement()) {
                for (String table : tables()) {
                    assertThat(statement.executeUpdate("UPDATE " + table + " SET workspace_id = workspace_id WHERE workspace_id = '" + other + "'")).as(table).isZero();
                    assertThat(statement.executeUpdate("DELETE FROM " + table + " WHERE workspace_id = '" + other + "'")).as(table).isZero();
                }
            }
        }
    }

    @Test
    void rowsCannotBePutIntoOrMovedToAnotherWorkspace() throws SQLException {
        String insert = "INSERT INTO stored_answer (workspace_id, key, request_hash, status, headers, body, created_at) VALUES ('%s', 'x', '', 200, '', '', now())";
        try (Connection connection = asApplication(null)) {
            assertRefused(connection, insert.formatted(mine));
        }
        try (Connection connection = asApplication(mine); Statement statement = connection.createStatement()) {
            assertRefused(connection, insert.formatted(other));
            for (String table : tables()) {
                if (!column(connection, "SELECT workspace_id FROM " + table + " LIMIT 1").isEmpty()) {
                    assertRefused(connection, "UPDATE " + table + " SET workspace_id = '" + other + "'");
                }
            }
            assertThat(statement.executeUpdate(insert.formatted(mine))).as("its own").isEqualTo(1);
            statement.execute("DELETE FROM stored_answer WHERE key = 'x'");
        }
    }

    @Test
    void theRoleOwnsNothingAndCannotLeaveItsBounds() throws SQLException {
        assertThat(asOwner("SELECT relname FROM pg_class WHERE relowner = 'steward_app'::regrole")).isEmpty();
        assertThat(asOwner("SELECT proname FROM pg_proc WHERE proowner = 'steward_app'::regrole")).isEmpty();
        assertThat(asOwner("SELECT rolname FROM pg_roles WHERE rolname = 'steward_app' AND (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole)")).isEmpty();
        try (Connection connection = asApplication(mine)) {
            assertRefused(connection, "ALTER TABLE setting DISABLE ROW LEVEL SECURITY");
            assertRefused(connection, "DROP POLICY workspace_only ON setting");
            assertRefused(connection, "TRUNCATE setting");
            assertRefused(connection, "CREATE TABLE own (id int)");
        }
    }

    /** The configured user of the tests is a superuser, whom no policy confines; the role is what counts. */
    @Test
    void unitsOfWorkRunAsTheRoleInTheirWorkspace() {
        assertThat(asOwnerUnchecked("SELECT current_user FROM pg_roles WHERE rolname = current_user AND rolsuper")).hasSize(1);
        String who = "SELECT current_user || ' ' || current_setting('steward.workspace')";
        List<Id<Workspace>> both = List.of(mine, other);
        for (int i = 0; i < 20; i++) {
            Id<Workspace> workspace = both.get(i % 2);
            String expected = "steward_app " + workspace;
            assertThat(DATABASE.<String>read(workspace, stores -> inUnit(who))).isEqualTo(expected);
            assertThat(DATABASE.adapter().<String>snapshot(workspace, stores -> inUnit(who))).isEqualTo(expected);
            assertThat(DATABASE.adapter().<String>write(workspace, stores -> inUnit(who)).join()).isEqualTo(expected);
            assertThat(DATABASE.<Long>read(workspace, stores -> stores.of(SettingStore.class).count(Query.all(1)))).isEqualTo(1);
        }
    }

    private static String inUnit(String sql) {
        try {
            return column(new SessionDataSource().getConnection(), sql).getFirst();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).as(sql)
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(INSUFFICIENT_PRIVILEGE));
        }
    }

    private static Connection asApplication(Id<Workspace> workspace) throws SQLException {
        Connection connection = new PostgresConnections(SETTINGS).open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE steward_app");
            if (workspace != null) {
                statement.execute("SELECT set_config('steward.workspace', '" + workspace + "', false)");
            }
        }
        return connection;
    }

    private static List<String> tables() throws SQLException {
        return asOwner("""
                SELECT relname FROM pg_class
                WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace AND relname NOT LIKE 'databasechangelog%'
                ORDER BY relname""");
    }

    private static List<String> asOwnerUnchecked(String sql) {
        try {
            return asOwner(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> asOwner(String sql) throws SQLException {
        try (Connection connection = new PostgresConnections(SETTINGS).open()) {
            return column(connection, sql);
        }
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
