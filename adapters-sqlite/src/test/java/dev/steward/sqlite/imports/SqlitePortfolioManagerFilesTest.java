package dev.steward.sqlite.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.steward.application.imports.PortfolioManagerFile;
import dev.steward.application.imports.PortfolioManagerFiles;
import dev.steward.application.imports.RawRow;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.sqlite.imports.PortfolioManagerFixtures.Version;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlitePortfolioManagerFilesTest {

    private final PortfolioManagerFiles files = new SqlitePortfolioManagerFiles();

    @TempDir
    Path temporary;

    Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("folder"));
    }

    @Nested
    class EachVersion {

        @ParameterizedTest
        @CsvSource({"V1, 7, 12, 6, 8, 6, 1", "V2, 7, 11, 8, 8, 6, 2", "V3, 8, 16, 12, 8, 6, 3", "V4, 8, 18, 13, 10, 8, 4"})
        void isReadCompletely(
                Version version, int projects, int sessions, int milestones, int scores, int reviews, int migrations) {
            PortfolioManagerFile file = files.read(PortfolioManagerFixtures.build(folder, version));

            assertThat(file.schemaVersion()).isEqualTo(version.script());
            assertThat(file.halfMigrated()).isFalse();
            assertThat(file.projects()).hasSize(projects);
            assertThat(file.sessions()).hasSize(sessions);
            assertThat(file.milestones()).hasSize(milestones);
            assertThat(file.scores()).hasSize(scores);
            assertThat(file.reviews()).hasSize(reviews);
            assertThat(file.migrations()).hasSize(migrations);
        }

        @ParameterizedTest
        @EnumSource(Version.class)
        void agreesWithWhatTheDriverReads(Version version) throws Exception {
            Path file = PortfolioManagerFixtures.build(folder, version);
            PortfolioManagerFile read = files.read(file);

            for (List<RawRow> rows : tables(read)) {
                String table = rows.getFirst().table();
                assertThat(rows).extracting(row -> plain(row.raw())).isEqualTo(storedRows(file, table));
            }
        }

        @Test
        void keepsEveryColumnInTheTablesOrderUnderItsOwnName() {
            assertThat(columns(Version.V1, "one").sessions().getFirst().raw().members().keySet()).containsExactly(
                    "id", "project_id", "scheduled_date", "week_key", "duration_minutes", "status", "focus", "notes",
                    "created_at", "completed_at");
            PortfolioManagerFile last = columns(Version.V4, "four");
            assertThat(last.sessions().getFirst().raw().members().keySet()).containsExactly(
                    "id", "project_id", "milestone_id", "scheduled_date", "week_key", "duration_minutes", "status",
                    "description", "notes", "created_at", "completed_at");
            assertThat(last.milestones().getFirst().raw().members().keySet()).containsExactly(
                    "id", "project_id", "description", "status", "completed_date", "target_date", "sort_order", "created_at",
                    "updated_at", "notes");
            assertThat(last.projects().getFirst().raw().members().keySet()).endsWith("updated_at", "end_date");
        }

        private PortfolioManagerFile columns(Version version, String name) {
            return files.read(PortfolioManagerFixtures.build(newFolder(name), version));
        }

        @Test
        void keepsTextFormsAsTheyAre() {
            PortfolioManagerFile file = files.read(PortfolioManagerFixtures.build(folder, Version.V1));

            assertThat(file.projects()).extracting(row -> text(row, "slug")).containsExactly(
                    "buch-schreiben", "größe-übersicht", "中文学习", "", "garden", "vegetable-patch", "altes-projekt");
            assertThat(text(file.projects().get(3), "name")).isEqualTo("🚀🧑‍🚀!!!");
            assertThat(text(file.projects().get(6), "name")).isEqualTo("  Altes Projekt ");
            assertThat(text(file.projects().getFirst(), "plan_content")).contains("# Plan\r\n\r\n```mermaid\ngraph TD;\n");
            assertThat(text(file.projects().getFirst(), "description")).hasSize(12_000);
            assertThat(file.sessions()).extracting(row -> row.raw().get("completed_at")).contains(
                    Json.of("2025-11-04T10:31:07.123456"), Json.of("2025-12-28T16:00:00"), Json.NULL,
                    Json.of("2026-01-07 06:45:00"), Json.of("2026-01-09T23:30:00.000001+00:00"));
        }

        @Test
        void numbersRowsByTheirId() {
            PortfolioManagerFile file = files.read(PortfolioManagerFixtures.build(folder, Version.V3));

            assertThat(file.projects()).extracting(RawRow::key).containsExactly("1", "2", "3", "4", "5", "6", "7", "9");
            assertThat(file.scores()).extracting(RawRow::table).containsOnly("project_score");
        }
    }

    @Nested
    class AnUpgradedFile {

        @Test
        void hasTheSameInstanceAndKeysAndCreationTimesAsBefore() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V1);
            PortfolioManagerFile before = files.read(file);
            for (Version version : List.of(Version.V2, Version.V3, Version.V4)) {
                PortfolioManagerFixtures.upgradeTo(file, version);
                PortfolioManagerFile after = files.read(file);

                assertThat(after.schemaVersion()).isEqualTo(version.script());
                assertThat(after.halfMigrated()).isFalse();
                assertThat(after.instance()).isEqualTo(before.instance()).matches("pm-[0-9a-f]{16}");
                assertThat(after.sha256()).isNotEqualTo(before.sha256());
                for (int table = 0; table < 5; table++) {
                    assertThat(identities(after, table)).isEqualTo(identities(before, table));
                }
            }
        }

        @Test
        void keepsItsInstanceWhenItIsUsedRenamedAndLosesItsFirstProject() throws IOException {
            String instance = files.read(PortfolioManagerFixtures.build(folder, Version.V1)).instance();
            Path later = PortfolioManagerFixtures.build(newFolder("later"), Version.V4);
            PortfolioManagerFixtures.run(later, "DELETE FROM project WHERE id = 1");
            Path renamed = Files.move(later, later.resolveSibling("portfolio.db.bak"));

            assertThat(files.read(renamed).instance()).isEqualTo(instance);
        }

        @Test
        void isAnotherInstanceThanAFileStartedAtAnotherTime() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V1);
            String instance = files.read(file).instance();
            PortfolioManagerFixtures.run(file, "UPDATE schema_migration SET applied_at = '2025-11-03 07:58:13'");

            assertThat(files.read(file).instance()).isNotEqualTo(instance);
        }
    }

    @Nested
    class AHalfMigratedFile {

        @ParameterizedTest
        @ValueSource(strings = {
            "INSERT INTO session_v3", "DROP TABLE session;", "ALTER TABLE session_v3", "CREATE INDEX idx_session_project_id",
            "CREATE TABLE milestone_v3", "DROP TABLE milestone;", "ALTER TABLE milestone_v3", "CREATE TRIGGER",
            "ALTER TABLE project", "PRAGMA foreign_keys = ON"
        })
        void isReadWholeWhereverTheUpgradeStopped(String statement) {
            Path file = PortfolioManagerFixtures.build(folder, Version.V2);
            PortfolioManagerFile before = files.read(file);
            PortfolioManagerFixtures.upgradeToV3Until(file, statement);
            PortfolioManagerFile after = files.read(file);

            assertThat(after.halfMigrated()).isTrue();
            assertThat(after.schemaVersion()).isEqualTo(statement.equals("PRAGMA foreign_keys = ON") ? "v3" : "v2");
            assertThat(after.instance()).isEqualTo(before.instance());
            for (int table = 0; table < 5; table++) {
                assertThat(identities(after, table)).isEqualTo(identities(before, table));
            }
        }

        @Test
        void isReadWhenTheProgramTriedAgainAndLeftAnEmptyTableBehind() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V2);
            PortfolioManagerFixtures.upgradeToV3Until(file, "CREATE TABLE milestone_v3");
            PortfolioManagerFixtures.upgradeToV3Until(file, "INSERT INTO session_v3");

            assertThat(files.read(file).sessions()).hasSize(11);
        }

        @Test
        void isRecognizedWhenOnlyTheRecordOfTheUpgradeIsMissing() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            PortfolioManagerFixtures.run(file, "DELETE FROM schema_migration WHERE version = 'v4'");
            PortfolioManagerFile read = files.read(file);

            assertThat(read.schemaVersion()).isEqualTo("v4");
            assertThat(read.halfMigrated()).isTrue();
        }
    }

    @Nested
    class AFileInUse {

        private static final String COMMITTED = "UPDATE project SET name = 'Only in the log' WHERE id = 1";

        @Test
        void isReadWithItsLogAndLeftAsItWas() throws IOException {
            Path file = PortfolioManagerFixtures.withWriteAheadLog(
                    PortfolioManagerFixtures.build(newFolder("source"), Version.V4), folder, COMMITTED);
            Map<String, ByteBuffer> before = contents(folder);

            PortfolioManagerFile read = files.read(file);

            assertThat(text(read.projects().getFirst(), "name")).isEqualTo("Only in the log");
            assertThat(before).containsOnlyKeys("portfolio.db", "portfolio.db-wal");
            assertThat(contents(folder)).isEqualTo(before);
        }

        @Test
        void lacksTheLogsRowsWhenTheLogIsNotThere() throws IOException {
            Path file = PortfolioManagerFixtures.withWriteAheadLog(
                    PortfolioManagerFixtures.build(newFolder("source"), Version.V4), folder, COMMITTED);
            Files.delete(folder.resolve("portfolio.db-wal"));

            assertThat(text(files.read(file).projects().getFirst(), "name")).isEqualTo("Buch schreiben");
        }

        @Test
        void isReadWithItsLogThroughASymbolicLink() throws IOException {
            Path file = PortfolioManagerFixtures.withWriteAheadLog(
                    PortfolioManagerFixtures.build(newFolder("source"), Version.V4), folder, COMMITTED);
            Path link = Files.createSymbolicLink(temporary.resolve("link.db"), file);

            assertThat(text(files.read(link).projects().getFirst(), "name")).isEqualTo("Only in the log");
        }

        @Test
        void isReadWithoutATransactionThatWasCutShort() throws IOException {
            Path source = PortfolioManagerFixtures.build(newFolder("source"), Version.V4);
            // Enough pages that SQLite writes them to the file before the commit.
            Path file = PortfolioManagerFixtures.withHotJournal(source, folder,
                    "UPDATE project SET plan_content = hex(zeroblob(100000)); UPDATE session SET notes = hex(zeroblob(9999));");
            Map<String, ByteBuffer> before = contents(folder);
            assertThat(before).containsOnlyKeys("portfolio.db", "portfolio.db-journal");

            assertThat(text(files.read(file).projects().getFirst(), "plan_content")).startsWith("# Plan");
            assertThat(contents(folder)).isEqualTo(before);
        }

        @Test
        void isReadWhileTheProgramHoldsItOpen() throws Exception {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("BEGIN IMMEDIATE; UPDATE project SET name = 'Not committed' WHERE id = 1");

                assertThat(text(files.read(file).projects().getFirst(), "name")).isEqualTo("Buch schreiben");
            }
        }

        @Test
        void isCopiedToAFolderThatOnlyThisUserEntersAndThatGoesAfterwards() throws IOException {
            Path file = PortfolioManagerFixtures.build(folder, Version.V1);
            assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix")).isTrue();

            Path copies;
            try (DatabaseCopy copy = DatabaseCopy.of(SqlitePortfolioManagerFiles.PROGRAM, file, Long.MAX_VALUE)) {
                copies = copy.database().getParent();
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copies))).isEqualTo("rwx------");
            }
            assertThat(copies).doesNotExist();
        }

        @Test
        void isCopiedAgainWhenItChangedMeanwhile() throws Exception {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            AtomicInteger copies = new AtomicInteger();
            try (DatabaseCopy copy = DatabaseCopy.of(SqlitePortfolioManagerFiles.PROGRAM, file, Long.MAX_VALUE, () -> {
                if (copies.incrementAndGet() == 1) {
                    PortfolioManagerFixtures.run(file, "UPDATE project SET plan_content = hex(zeroblob(9999))");
                }
            })) {
                assertThat(copies).hasValue(2);
                assertThat(copy.database()).hasSameBinaryContentAs(file);
            }
        }

        @Test
        void isRefusedWhenItNeverStandsStill() throws IOException {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            Path log = folder.resolve("portfolio.db-wal");

            assertThatThrownBy(() -> DatabaseCopy.of(SqlitePortfolioManagerFiles.PROGRAM, file, Long.MAX_VALUE, () -> append(log)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(file + " is being written to; close portfolio manager and import again.");
            assertThat(log).hasContent("xxx");
        }

        private void append(Path log) {
            try {
                Files.writeString(log, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @ParameterizedTest
        @EnumSource(Version.class)
        void isNotChangedInAnyVersion(Version version) throws IOException {
            Path file = PortfolioManagerFixtures.build(folder, version);
            Map<String, ByteBuffer> before = contents(folder);

            assertThat(files.read(file)).isEqualTo(files.read(file));
            assertThat(before).containsOnlyKeys("portfolio.db");
            assertThat(contents(folder)).isEqualTo(before);
        }
    }

    @Nested
    class OddValues {

        private PortfolioManagerFile read() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            PortfolioManagerFixtures.addOddValues(file);
            return files.read(file);
        }

        @Test
        void areKeptAsTheyWereStored() {
            Map<String, Json> odd = row(read().projects(), "20").raw().members();

            assertThat(odd).containsEntry("name", stored(new byte[] {0x47, 0x72, (byte) 0xF6, (byte) 0xDF, 0x65}, "UTF-8"))
                    .containsEntry("description", stored("a\0b".getBytes(StandardCharsets.UTF_8), "UTF-8"))
                    .containsEntry("plan_content", Json.obj("$blob", Json.of("AP8=")))
                    .containsEntry("owner", Json.obj("$blob", Json.of("")))
                    .containsEntry("started_date", Json.of(20251103))
                    .containsEntry("end_date", Json.of("next week"));
        }

        @Test
        void ofNumbersAreExact() {
            List<RawRow> reviews = read().reviews();

            assertThat(row(reviews, "3").raw().get("hours_invested")).isEqualTo(new Json.Num(new BigDecimal("3.0")));
            assertThat(row(reviews, "5").raw().get("hours_invested")).isEqualTo(new Json.Num(new BigDecimal("0.1")));
            assertThat(row(reviews, "20").raw().get("hours_invested"))
                    .isEqualTo(new Json.Num(new BigDecimal("0.30000000000000004")));
            assertThat(row(reviews, "20").raw().get("sessions_completed")).isEqualTo(Json.of(Long.MAX_VALUE));
            assertThat(row(reviews, "21").raw().get("hours_invested")).isEqualTo(Json.obj("$real", Json.of("Infinity")));
            assertThat(row(reviews, "21").raw().get("sessions_completed")).isEqualTo(new Json.Num(new BigDecimal("2.5")));
            assertThat(row(reviews, "22").raw().get("hours_invested")).isEqualTo(Json.obj("$real", Json.of("-Infinity")));
            assertThat(row(reviews, "22").raw().get("sessions_completed")).isEqualTo(Json.of("many"));
            assertThat(((Json.Num) row(reviews, "23").raw().get("hours_invested")).value().doubleValue()).isEqualTo(1e300);
            assertThat(row(reviews, "1").raw().get("hours_invested")).isEqualTo(Json.NULL);
        }

        @Test
        void beyondTheChecksAreNotTakenForDamage() {
            assertThat(text(row(read().projects(), "21"), "status")).isEqualTo("paused");
        }

        @Test
        void areKeptInAFileOfAnotherEncoding() {
            Path file = folder.resolve("portfolio.db");
            PortfolioManagerFixtures.run(file, "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (x); DROP TABLE t");
            PortfolioManagerFixtures.build(folder, Version.V1);
            PortfolioManagerFixtures.run(file, "UPDATE project SET owner = CAST(X'3DD8' AS TEXT) WHERE id = 1");
            PortfolioManagerFile read = files.read(file);

            assertThat(text(row(read.projects(), "4"), "name")).isEqualTo("🚀🧑‍🚀!!!");
            assertThat(row(read.projects(), "1").raw().get("owner"))
                    .isEqualTo(stored(new byte[] {0x3D, (byte) 0xD8}, "UTF-16le"));
        }

        @Test
        void ofColumnsUnknownHereAreKept() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            PortfolioManagerFixtures.run(file, "ALTER TABLE project ADD COLUMN \"my \"\"color\" TEXT DEFAULT 'blue'");

            assertThat(text(files.read(file).projects().getFirst(), "my \"color")).isEqualTo("blue");
        }

        private Json stored(byte[] bytes, String encoding) {
            return Json.obj("$text", Json.of(Base64.getEncoder().encodeToString(bytes)))
                    .with("$encoding", Json.of(encoding));
        }
    }

    @Nested
    class ARefusal {

        @Test
        void namesAMissingFile() {
            assertRefused(folder.resolve("nothing.db"), "does not exist");
        }

        @Test
        void namesAFolder() {
            assertRefused(folder, "is a folder");
        }

        @Test
        void namesAFileThatCannotBeRead() throws IOException {
            Path file = PortfolioManagerFixtures.build(folder, Version.V1);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
            assumeThat(Files.isReadable(file)).as("the superuser reads everything").isFalse();

            assertRefused(file, "cannot be read by this user");
        }

        @Test
        void namesADevice() {
            Path device = Path.of("/dev/null");
            assumeThat(device).exists();

            assertRefused(device, "is not a regular file");
        }

        @Test
        void namesAnEmptyFile() throws IOException {
            assertRefused(Files.createFile(folder.resolve("empty.db")), "is empty");
        }

        @Test
        void namesATextFile() throws IOException {
            assertRefused(Files.writeString(folder.resolve("export.csv"), "id,name\n1,Buch\n"), "is not an SQLite database");
        }

        @Test
        void namesAnotherDatabase() {
            Path file = folder.resolve("other.db");
            PortfolioManagerFixtures.run(file, "CREATE TABLE project (id INTEGER PRIMARY KEY, name TEXT)");

            assertRefused(file, "not one of portfolio manager (there is no table milestone)");
        }

        @Test
        void namesAnEmptyDatabase() {
            Path file = folder.resolve("other.db");
            PortfolioManagerFixtures.run(file, "CREATE TABLE t (x); DROP TABLE t");

            assertRefused(file, "not one of portfolio manager");
        }

        @Test
        void namesAMissingColumn() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            PortfolioManagerFixtures.run(file, "ALTER TABLE project DROP COLUMN review_cadence");

            assertRefused(file, "table project has no column review_cadence");
        }

        @Test
        void namesASessionTableOfNoVersion() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V1);
            PortfolioManagerFixtures.run(file, "ALTER TABLE session DROP COLUMN focus");

            assertRefused(file, "table session has neither column focus nor description");
        }

        @Test
        void namesATableWhoseRowsHaveNoId() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            PortfolioManagerFixtures.run(file,
                    "CREATE TABLE copied AS SELECT * FROM session; DROP TABLE session; ALTER TABLE copied RENAME TO session");

            assertRefused(file, "table session has no integer primary key id");
        }

        @Test
        void comesForAViewInTheTablesPlace() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            PortfolioManagerFixtures.run(file,
                    "ALTER TABLE weekly_review RENAME TO kept; CREATE VIEW weekly_review AS SELECT * FROM kept");

            assertRefused(file, "there is no table weekly_review");
        }

        @ParameterizedTest
        @ValueSource(strings = {"v9", "v5", "4", ""})
        void namesAVersionThatIsNotKnown(String version) {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            PortfolioManagerFixtures.run(file,
                    "INSERT INTO schema_migration (version, description) VALUES ('%s', 'Add color')".formatted(version));

            assertRefused(file, "has schema version " + version + ", and only v1 to v4 can be imported");
        }

        @Test
        void staysOneSentenceWhateverTheFileHoldsAsVersion() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            PortfolioManagerFixtures.run(file, """
                    INSERT INTO schema_migration (version, description)
                    VALUES ('v5' || char(10) || hex(zeroblob(9999)), 'x')
                    """);

            assertRefused(file, "has schema version v5?00000000000000000…, and only");
        }

        @Test
        void comesForAFileThatCannotBeRecognizedAgain() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V1);
            PortfolioManagerFixtures.run(file, "DELETE FROM schema_migration");

            assertRefused(file, "records no schema version");
        }

        @Test
        void namesACutFile() throws IOException {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.setLength(bytes.length() / 2 + 100);
            }

            assertRefused(file, "is damaged");
        }

        @Test
        void namesAFileThatEndsInItsHeader() throws IOException {
            Path file = PortfolioManagerFixtures.build(folder, Version.V4);
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.setLength(60);
            }

            assertRefused(file, "is damaged");
        }

        @Test
        void comesForEveryPageThatIsOverwritten() throws IOException {
            byte[] whole = Files.readAllBytes(PortfolioManagerFixtures.build(folder, Version.V4));
            int pageSize = 4096;
            for (int start = pageSize; start < whole.length; start += pageSize) {
                byte[] broken = whole.clone();
                Arrays.fill(broken, start, start + pageSize, (byte) 0x5A);

                assertRefused(Files.write(folder.resolve("broken.db"), broken), "is damaged (");
            }
        }

        @Test
        void comesForAFileBeyondTheBound() {
            Path file = PortfolioManagerFixtures.build(folder, Version.V1);

            assertThatThrownBy(() -> new SqlitePortfolioManagerFiles(10_000).read(file))
                    .isInstanceOf(RefusedException.class).hasMessageContaining("at most 10000 are imported");
        }

        @Test
        void leavesNothingBesideTheFile() throws IOException {
            Path file = Files.writeString(folder.resolve("portfolio.db"), "text", StandardOpenOption.CREATE);
            Map<String, ByteBuffer> before = contents(folder);
            assertRefused(file, "is not an SQLite database");

            assertThat(contents(folder)).isEqualTo(before);
        }

        /** One sentence: it starts with the file, ends with the next step, and has no line break. */
        private void assertRefused(Path file, String cause) {
            assertThatThrownBy(() -> files.read(file)).isInstanceOfSatisfying(RefusedException.class, refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.INVALID);
                assertThat(refused).hasMessageStartingWith(file + " ").hasMessageContaining(cause)
                        .hasMessageMatching("[^\\n*]+; [^;\\n]+\\.");
            });
        }
    }

    private Path newFolder(String name) {
        try {
            return Files.createDirectory(temporary.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, ByteBuffer> contents(Path folder) throws IOException {
        Map<String, ByteBuffer> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                contents.put(path.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(path)));
            }
        }
        return contents;
    }

    private static List<List<RawRow>> tables(PortfolioManagerFile file) {
        return List.of(file.projects(), file.sessions(), file.milestones(), file.scores(), file.reviews(), file.migrations());
    }

    private static List<List<Object>> identities(PortfolioManagerFile file, int table) {
        return tables(file).get(table).stream()
                .map(row -> List.<Object>of(row.table(), row.key(), row.raw().get("created_at")))
                .toList();
    }

    private static RawRow row(List<RawRow> rows, String key) {
        return rows.stream().filter(row -> row.key().equals(key)).findFirst().orElseThrow();
    }

    private static String text(RawRow row, String column) {
        return ((Json.Text) row.raw().get(column)).value();
    }

    /** Column to value, the way the driver gives it for values that are not odd. */
    private static Map<String, Object> plain(Json.Obj raw) {
        Map<String, Object> plain = new TreeMap<>();
        raw.members().forEach((name, value) -> plain.put(name, switch (value) {
            case Json.Text text -> text.value();
            case Json.Num number -> number.value().doubleValue();
            case Json.Null none -> "(null)";
            default -> throw new AssertionError(value);
        }));
        return plain;
    }

    private static List<Map<String, Object>> storedRows(Path file, String table) throws Exception {
        List<Map<String, Object>> stored = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY id")) {
            while (rows.next()) {
                Map<String, Object> row = new TreeMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    Object value = rows.getObject(i);
                    row.put(rows.getMetaData().getColumnName(i),
                            value == null ? "(null)" : value instanceof Number number ? (Object) number.doubleValue() : value);
                }
                stored.add(row);
            }
        }
        return stored;
    }
}
