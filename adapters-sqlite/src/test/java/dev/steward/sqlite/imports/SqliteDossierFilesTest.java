package dev.steward.sqlite.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.imports.DossierFile;
import dev.steward.application.imports.DossierFiles;
import dev.steward.application.imports.RawRow;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.sqlite.imports.DossierFixtures.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqliteDossierFilesTest {

    private final DossierFiles files = new SqliteDossierFiles();

    @TempDir
    Path temporary;

    Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("folder"));
    }

    @Nested
    class EachLevel {

        @ParameterizedTest
        @EnumSource
        void isReadCompletely(Level level) throws Exception {
            Path file = DossierFixtures.build(folder, level);
            DossierFile read = files.read(file);
            assertThat(read.schemaVersion()).isEqualTo(level.label());
            assertThat(read.notes()).isEmpty();
            assertThat(read.linksDropped()).isEqualTo(level.has(Level.M008));
            Map<String, Integer> counts = new TreeMap<>();
            read.tables().forEach((table, rows) -> counts.put(table, rows.size()));
            assertThat(counts).isEqualTo(stored(file));
        }

        @ParameterizedTest
        @EnumSource
        void keepsTheColumnsOfEveryTableInTheirOrder(Level level) throws Exception {
            Path file = DossierFixtures.build(folder, level);
            for (Map.Entry<String, List<RawRow>> table : files.read(file).tables().entrySet()) {
                for (RawRow row : table.getValue()) {
                    assertThat(row.raw().members().keySet()).as(table.getKey()).containsExactlyElementsOf(columns(file, table.getKey()));
                }
            }
        }

        @Test
        void hasTheSameInstanceAndKeysWhatItIsUpgradedTo() {
            Path file = DossierFixtures.build(folder, Level.M004);
            DossierFile before = files.read(file);
            for (Level next : Level.values()) {
                if (next.compareTo(Level.M004) > 0) {
                    DossierFixtures.upgradeTo(file, next);
                }
            }
            DossierFile after = files.read(file);
            assertThat(after.instance()).isEqualTo(before.instance()).startsWith("dossier-").hasSize(24);
            assertThat(keys(after, "card_requirement")).isEqualTo(keys(before, "card_requirement"));
            assertThat(keys(before, "card")).contains("card-1");
            assertThat(keys(after, "card")).doesNotContain("card-1").contains("cccccccc-0000-4000-8000-000000000001");
        }
    }

    @Nested
    class Rows {

        @Test
        void keepTextsAsTheyStand() {
            DossierFile file = files.read(DossierFixtures.build(folder, Level.M001));
            assertThat(row(file, "project", "22222222-2222-4222-8222-222222222222").raw().get("name")).isEqualTo(Json.of("  Größe & Übersicht "));
            assertThat(row(file, "project", "33333333-3333-4333-8333-333333333333").raw().get("updated_at")).isEqualTo(Json.of("yesterday"));
            assertThat(row(file, "planning_action", "pa-8").raw().get("target_ref")).isEqualTo(Json.of("{\"card_id\":\"card-1\""));
        }

        @Test
        void stayInTheOrderOfTheirInsertion() {
            assertThat(keys(files.read(DossierFixtures.build(folder, Level.M001)), "step"))
                    .containsExactly("step-b", "step-a", "66666666-6666-4666-8666-666666666666");
        }

        @Test
        void withoutAnIdAreNamedByWhatTheyHave() {
            Path file = DossierFixtures.build(folder, Level.M003);
            DossierFixtures.run(file, "INSERT INTO workflow (id, project_id, title, position) VALUES (NULL, '11111111-1111-4111-8111-111111111111', 'No id', 1)");
            DossierFile read = files.read(file);
            assertThat(keys(read, "card_context_artifact")).contains("card-1 doc-1");
            assertThat(keys(read, "memory_unit_relation")).contains("mem-1 card card-1");
            assertThat(keys(read, "_migrations")).first().isEqualTo("001_schema.sql");
            assertThat(keys(read, "workflow")).contains("row 4");
        }

        @Test
        void withAnIdThatIsNoneAreNamedByItsHash() {
            Path file = DossierFixtures.build(folder, Level.M001);
            DossierFixtures.run(file, "INSERT INTO project (id, name) VALUES ('a@b', 'At'), ('" + "x".repeat(300) + "', 'Long')");
            assertThat(keys(files.read(file), "project")).filteredOn(key -> key.startsWith("sha256-")).hasSize(2).doesNotHaveDuplicates();
        }

        @Test
        void ofAWriteAheadLogAreReadToo() throws Exception {
            Path closed = DossierFixtures.build(folder, Level.M012);
            Path open = Files.createDirectory(temporary.resolve("open")).resolve("dossier.db");
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + closed); Statement statement = connection.createStatement()) {
                statement.executeUpdate("PRAGMA wal_autocheckpoint = 0; INSERT INTO project (id, name) VALUES ('new', 'In the log')");
                Files.copy(closed, open);
                Files.copy(Path.of(closed + "-wal"), Path.of(open + "-wal"));
            }
            assertThat(keys(files.read(open), "project")).contains("new");
            try (Stream<Path> beside = Files.list(open.getParent())) {
                assertThat(beside.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("dossier.db", "dossier.db-wal");
            }
        }
    }

    @Nested
    class AnUpgradeCutShort {

        @Test
        void isReadAndNamed() {
            Path file = DossierFixtures.build(folder, Level.M004);
            DossierFixtures.run(file, "UPDATE card SET step_id = NULL; DROP INDEX idx_card_step_id; DROP INDEX idx_card_step_priority; DROP TABLE step");
            DossierFile read = files.read(file);
            assertThat(read.schemaVersion()).isEqualTo("004");
            assertThat(read.notes()).containsExactly("Dossier's migration 005 is not recorded, but part of it is in the file; every row was found all the same.");
            assertThat(read.rows("card")).hasSize(4);
        }

        @Test
        void amidTheRebuildOfATableHasItsRowsWhereverTheyAre() {
            Path file = DossierFixtures.build(folder, Level.M007);
            DossierFixtures.run(file, "CREATE TABLE context_artifact_new AS SELECT * FROM context_artifact");
            assertThat(files.read(file).rows("context_artifact")).hasSize(3);
            DossierFixtures.run(file, "DROP TABLE context_artifact");
            DossierFile read = files.read(file);
            assertThat(keys(read, "context_artifact")).containsExactly("doc-1", "88888888-8888-4888-8888-888888888888", "89898989-8989-4898-8898-898989898989");
            assertThat(read.notes()).singleElement().asString().contains("rebuilt context_artifact");
        }

        @Test
        void thatIsRecordedAllTheSameIsNamed() {
            Path file = DossierFixtures.build(folder, Level.M005);
            DossierFixtures.run(file, "INSERT INTO _migrations (name) VALUES ('006_project_context_fields.sql')");
            assertThat(files.read(file).notes()).containsExactly("Dossier's migration 006 is recorded, but not all of it is in the file; every row was found all the same.");
        }
    }

    @Nested
    class WhatIsNotKnown {

        @Test
        void isNamedWhenItIsAColumnOrATable() {
            Path file = DossierFixtures.build(folder, Level.M012);
            DossierFixtures.run(file, "ALTER TABLE card ADD COLUMN mood TEXT; UPDATE card SET mood = 'fine'; CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('a'), ('b')");
            DossierFile read = files.read(file);
            assertThat(read.notes()).containsExactlyInAnyOrder("The column mood of card is not known here; it is kept as it was read.",
                    "The table notes is not Dossier's as far as known here; its 2 rows are not imported.");
            assertThat(read.rows("card")).allSatisfy(row -> assertThat(row.raw().get("mood")).isEqualTo(Json.of("fine")));
        }

        @Test
        void isRefusedWhenItIsALaterMigration() {
            Path file = DossierFixtures.build(folder, Level.M012);
            DossierFixtures.run(file, "INSERT INTO _migrations (name) VALUES ('013_teams.sql')");
            assertRefused(file, file + " has Dossier's migration 013_teams.sql, and only those up to 012 can be imported; update Steward, or import a backup from before that upgrade.");
        }

        @Test
        void isRefusedWhenNoMigrationIsRecorded() {
            Path file = DossierFixtures.build(folder, Level.M012);
            DossierFixtures.run(file, "DELETE FROM _migrations");
            assertRefused(file, file + " records no first migration, so it cannot be recognized at a later import; open it once with Dossier and import again.");
        }
    }

    @Nested
    class Refused {

        @Test
        void isAFileThatIsNotThereOrNoDatabase() throws IOException {
            Path file = folder.resolve("dossier.db");
            assertRefused(file, file + " does not exist; name the database file of Dossier, usually ~/.dossier/dossier.db.");
            Files.writeString(file, "Just some notes that are no database.");
            assertRefused(file, file + " is not an SQLite database; name the database file of Dossier, not an export of it.");
            assertRefused(folder, folder + " is a folder; name the database file in it, usually dossier.db.");
        }

        @Test
        void isTheDatabaseOfAnotherProgram() {
            Path other = PortfolioManagerFixtures.build(folder, PortfolioManagerFixtures.Version.V4);
            assertRefused(other, other + " is an SQLite database, but not one of Dossier (there is no table _migrations); name its file, usually ~/.dossier/dossier.db.");
        }

        @Test
        void isADamagedDatabase() throws IOException {
            Path file = DossierFixtures.build(folder, Level.M012);
            byte[] bytes = Files.readAllBytes(file);
            System.arraycopy("garbage".repeat(600).getBytes(StandardCharsets.US_ASCII), 0, bytes, 8192, 4096);
            Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
            assertThatThrownBy(() -> files.read(file)).isInstanceOf(RefusedException.class).hasMessageStartingWith(file + " is damaged (")
                    .hasMessageEndingWith("; import a backup, or what 'sqlite3 dossier.db .recover' saves.");
        }

        @Test
        void isAFileThatIsTooLarge() {
            Path file = DossierFixtures.build(folder, Level.M001);
            assertThatThrownBy(() -> new SqliteDossierFiles(1000).read(file)).isInstanceOf(RefusedException.class).hasMessageContaining("at most 1000 are imported");
        }
    }

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> files.read(file)).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID)).hasMessage(message);
    }

    private static List<String> keys(DossierFile file, String table) {
        return file.rows(table).stream().map(RawRow::key).toList();
    }

    private static RawRow row(DossierFile file, String table, String key) {
        return file.rows(table).stream().filter(row -> row.key().equals(key)).findFirst().orElseThrow();
    }

    private static Map<String, Integer> stored(Path file) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                    counts.put(table, row.getInt(1));
                }
            }
        }
        return counts;
    }

    private static List<String> columns(Path file, String table) throws Exception {
        List<String> columns = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }
}
