package dev.steward.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.migrations.MigrationException;
import dev.steward.migrations.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SqliteSchemaTest {

    private final Path file = SqliteTestDatabase.temporaryFile();
    private final SqliteSchema schema = new SqliteSchema(SqliteSettings.of(file));

    /** What a starting server does, for the test of two. */
    static final class Start {
        public static void main(String[] arguments) {
            update(new SqliteSchema(SqliteSettings.of(Path.of(arguments[0]))));
        }
    }

    @Test
    void twoProcessesThatStartAtOnceMigrateOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED",
                    "-cp", System.getProperty("java.class.path"), Start.class.getName(), file.toString()).inheritIO().start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        List<String> applied = status().applied();
        assertThat(applied).isNotEmpty().doesNotHaveDuplicates();
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
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)
                    VALUES ('9.9-from-the-future', 'steward', 'db/future.sql', '2099-01-01 00:00:00', 999, 'EXECUTED')""");
        }

        assertThatThrownBy(() -> update(schema)).isInstanceOf(MigrationException.class)
                .hasMessageContaining("newer Steward").hasMessageContaining("9.9-from-the-future");
    }

    @Test
    void aPlaceWhereNoFileCanBeIsSaidInASentence() throws IOException {
        Path noFolder = Files.writeString(file.resolveSibling("file"), "").resolve("steward.db");
        Path missing = file.resolveSibling("missing").resolve("steward.db");

        for (Path path : List.of(noFolder, missing)) {
            assertThatThrownBy(() -> update(new SqliteSchema(SqliteSettings.of(path)))).isInstanceOf(MigrationException.class)
                    .hasMessageContaining(path.toString()).hasMessageContaining("the folder must exist");
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsSaidInASentence() throws IOException {
        Files.writeString(file, "This is a letter, and not a short one. ".repeat(100));

        assertThatThrownBy(() -> update(schema)).isInstanceOf(MigrationException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining("not a database");
        assertThat(Files.readString(file)).startsWith("This is a letter");
    }

    private static void update(SqliteSchema schema) {
        schema.with(migrations -> {
            migrations.update();
            return true;
        });
    }

    private Migrations.Status status() {
        return schema.with(Migrations::status);
    }

    private List<String> objects() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master
                        WHERE lower(tbl_name) NOT LIKE 'databasechangelog%' AND tbl_name NOT LIKE 'sqlite_stat_' ORDER BY type, name""")) {
            List<String> objects = new ArrayList<>();
            while (rows.next()) {
                objects.add(rows.getString(1));
            }
            return objects;
        }
    }
}
