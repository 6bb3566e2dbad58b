package dev.steward.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Query;
import dev.steward.application.workspace.SettingStore;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import dev.steward.migrations.MigrationException;
import dev.steward.migrations.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PostgresSchemaTest {

    private final PostgresSettings settings = PostgresServer.newDatabase();
    private final PostgresSchema schema = new PostgresSchema(settings);

    /** What a starting server does, for the test of two. */
    static final class Start {
        public static void main(String[] arguments) {
            update(new PostgresSchema(PostgresSettings.of(arguments[0], arguments[1], arguments[2])));
        }
    }

    @Test
    void twoProcessesThatStartAtOnceMigrateOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
                    Start.class.getName(), settings.url(), settings.user(), settings.password()).inheritIO().start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        assertThat(status().applied()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(status().pending()).isEmpty();
    }

    @Test
    void changeSetsCanBeTakenBackOneByOneAndRunAgain() throws SQLException {
        update(schema);
        List<String> whole = objects();

        for (String newest : status().applied().reversed()) {
            schema.with(migrations -> {
                migrations.rollback(1);
                return true;
            });
            assertThat(status().pending()).startsWith(newest);
        }
        assertThat(objects()).isEmpty();
        update(schema);

        assertThat(objects()).isEqualTo(whole);
    }

    /** Where only some were taken back, those before are met as they are. */
    @Test
    void someChangeSetsCanBeTakenBackAndRunAgain() throws SQLException {
        update(schema);
        List<String> whole = objects();

        int changeSets = status().applied().size();
        for (int count = 1; count < changeSets; count += 7) {
            int back = count;
            schema.with(migrations -> {
                migrations.rollback(back);
                migrations.update();
                return true;
            });
            assertThat(objects()).as("after taking back %s", back).isEqualTo(whole);
        }
    }

    @Test
    void aSecondRunDoesNothing() throws SQLException {
        update(schema);
        List<String> whole = objects();
        List<String> applied = status().applied();

        update(schema);

        assertThat(objects()).isEqualTo(whole);
        assertThat(status().applied()).isEqualTo(applied);
    }

    @Test
    void aDatabaseOfANewerProgramIsRefusedByName() throws SQLException {
        update(schema);
        run(settings, """
                INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)
                VALUES ('9.9-from-the-future', 'steward', 'db/future.sql', now(), 999, 'EXECUTED')""");

        assertThatThrownBy(() -> update(schema)).isInstanceOf(MigrationException.class)
                .hasMessageContaining("newer Steward").hasMessageContaining("9.9-from-the-future");
    }

    @Test
    void twoDatabasesOfOneServerShareTheRole() {
        update(schema);
        update(new PostgresSchema(PostgresServer.newDatabase()));
    }

    @Test
    void aUserWithoutPrivilegesIsToldWhatTheAdministratorRuns() throws SQLException {
        PostgresSettings user = newUser("steward \"plain\"", "LOGIN");

        assertThatThrownBy(() -> update(new PostgresSchema(user))).isInstanceOf(MigrationException.class)
                .hasMessageContaining("permission denied for schema public")
                .hasMessageContaining("GRANT steward_app TO \"steward \"\"plain\"\"\"");

        run(settings, "GRANT USAGE, CREATE ON SCHEMA public TO \"steward \"\"plain\"\"\"");
        update(schema(PostgresServer.newDatabase())); // so that the role exists
        assertThatThrownBy(() -> update(new PostgresSchema(user))).isInstanceOf(MigrationException.class)
                .hasMessageContaining("steward_app").hasMessageContaining("Let an administrator run");

        run(settings, "GRANT steward_app TO \"steward \"\"plain\"\"\"");
        update(new PostgresSchema(user));
        assertThatUnitsWork(user);
    }

    /** From PostgreSQL 16 on, who makes a role administers it but may not take it on without a grant. */
    @Test
    void aUserWhoMayMakeRolesCanTakeTheRoleOn() throws SQLException {
        PostgresSettings user = newUser("steward_maker", "LOGIN CREATEROLE");
        run(settings, "GRANT USAGE, CREATE ON SCHEMA public TO steward_maker");
        update(schema(PostgresServer.newDatabase())); // so that the role exists
        if (Integer.parseInt(rows("SHOW server_version_num").getFirst()) >= 160_000) {
            run(settings, "GRANT steward_app TO steward_maker WITH ADMIN TRUE, SET FALSE, INHERIT FALSE"); // what making it gives
        }

        update(new PostgresSchema(user));

        assertThatUnitsWork(user);
    }

    @Test
    void aServerThatIsNotThereIsSaidInASentence() {
        PostgresSettings nowhere = PostgresSettings.of("jdbc:postgresql://localhost:1/steward", "steward", "secret");

        assertThatThrownBy(() -> update(new PostgresSchema(nowhere))).isInstanceOf(MigrationException.class)
                .hasMessageContaining("The PostgreSQL database cannot be used").hasMessageNotContaining("secret");
    }

    private static void assertThatUnitsWork(PostgresSettings user) {
        PostgresTestDatabase database = new PostgresTestDatabase(user);
        Id<Workspace> workspace = database.newWorkspace();
        assertThat(database.<Long>read(workspace, stores -> stores.of(SettingStore.class).count(Query.all(1)))).isZero();
        assertThat(database.directory().list()).hasSize(1);
        database.context().close();
    }

    private PostgresSettings newUser(String name, String options) throws SQLException {
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        run(settings, "CREATE ROLE " + quoted + " " + options + " PASSWORD 'secret'");
        return PostgresSettings.of(settings.url(), name, "secret");
    }

    private static PostgresSchema schema(PostgresSettings settings) {
        return new PostgresSchema(settings);
    }

    private static void update(PostgresSchema schema) {
        schema.with(migrations -> {
            migrations.update();
            return true;
        });
    }

    private Migrations.Status status() {
        return schema.with(Migrations::status);
    }

    private static void run(PostgresSettings settings, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Columns, constraints, indexes, policies, grants and functions. */
    private List<String> objects() throws SQLException {
        return Stream.of(rows("""
                SELECT concat_ws(' ', 'column', table_name, row_number() OVER (PARTITION BY table_name ORDER BY ordinal_position), column_name, data_type, datetime_precision, collation_name, is_nullable, column_default)
                FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'databasechangelog%'"""),
                rows("""
                SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
                FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'databasechangelog%'"""),
                rows("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'databasechangelog%'"),
                rows("SELECT concat_ws(' ', 'policy', tablename, policyname, roles, cmd, qual, with_check) FROM pg_policies WHERE schemaname = 'public'"),
                rows("""
                SELECT concat_ws(' ', 'table', relname, relrowsecurity, relacl) FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname NOT LIKE 'databasechangelog%'"""),
                rows("SELECT concat_ws(' ', 'routine', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"))
                .flatMap(List::stream).sorted().toList();
    }

    private List<String> rows(String sql) throws SQLException {
        try (Connection connection = new PostgresConnections(settings).open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
