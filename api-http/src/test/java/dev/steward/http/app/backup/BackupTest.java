package dev.steward.http.app.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.copy.Databases;
import dev.steward.copy.SampleRows;
import dev.steward.http.app.Installation;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.TableDigest;
import dev.steward.migrations.MigrationException;
import dev.steward.migrations.TableCatalog;
import dev.steward.postgres.PostgresServer;
import dev.steward.postgres.PostgresSettings;
import dev.steward.sqlite.SqliteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup is what was there, restores into either database, and says so when it would not. */
@Order(1)
final class BackupTest {

    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

    @TempDir
    Path folder;

    private Database database(String engine, String name) {
        return engine.equals("sqlite") ? new Database.Sqlite(SqliteSettings.of(folder.resolve(name))) : new Database.Postgres(PostgresServer.newDatabase());
    }

    private static List<String> pending(Database database) {
        return database.withSchema(migrations -> migrations.status().pending());
    }

    private Backups backups(Database database) {
        return new Backups(folder.resolve("backups"), database, NOON, null);
    }

    private Database filled(String engine, String name) {
        return engine.equals("sqlite") ? Databases.filledSqlite(folder.resolve(name)) : Databases.filledPostgres();
    }

    @ParameterizedTest
    @CsvSource({"sqlite, sqlite", "sqlite, postgres", "postgres, sqlite", "postgres, postgres"})
    void aBackupRestoresIntoEitherDatabase(String from, String to) throws IOException {
        Database original = filled(from, "a.db");
        Map<String, TableDigest> before = Databases.digests(original.copies());
        Backup backup = backups(original).create(Manifest.Kind.MANUAL);
        Database target = database(to, "b.db");

        assertThat(backups(target).restore(backups(target).get(backup.name()))).isEmpty();

        assertThat(Databases.digests(target.copies())).isEqualTo(before);
        assertThat(pending(target)).isEmpty();
        assertThat(backup.name()).isEqualTo("20261122T120000Z-manual");
        assertThat(backup.manifest().rows()).isEqualTo(before.values().stream().mapToLong(TableDigest::rows).sum());
        Backup verified = backups(original).verify(backup);
        assertThat(backups(original).list()).containsExactly(verified);
        assertThat(verified.verifiedAt()).isEqualTo(NOON.instant());
        assertThat(left()).isEmpty();
    }

    /** What lies about in the folder of backups and of the database and is neither. */
    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".unfinished") || name.contains("restoring")).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aFlippedByteIsFoundInWhicheverFile(String engine) throws IOException {
        Backups backups = backups(filled(engine, "a.db"));
        Backup backup = backups.verify(backups.create(Manifest.Kind.MANUAL));
        List<Path> files;
        try (Stream<Path> all = Files.list(backup.folder())) {
            files = all.filter(file -> !file.endsWith("verified")).toList();
        }
        assertThat(files).hasSizeGreaterThan(engine.equals("sqlite") ? 2 : 18);

        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            for (int at : new int[] {0, whole.length / 2, whole.length - 1}) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 1;
                Files.write(file, flipped);
                assertThatThrownBy(() -> backups.verify(backups.get(backup.name()))).as(file + " at " + at).isInstanceOf(CopyException.class).hasMessageContaining("damaged");
                Path target = folder.resolve("target.db");
                assertThatThrownBy(() -> new Backups(folder.resolve("backups"), new Database.Sqlite(SqliteSettings.of(target)), NOON, null)
                        .restore(backups.get(backup.name()))).isInstanceOf(CopyException.class);
                assertThat(target).doesNotExist();
            }
            Files.write(file, whole);
        }
        assertThat(backups.list()).singleElement().satisfies(found -> assertThat(found.verifiedAt()).as("one that failed is not called verified").isNull());
        Files.delete(files.getFirst());
        assertThatThrownBy(() -> backups.verify(backup)).isInstanceOf(CopyException.class);
    }

    @Test
    void restoringKeepsWhatWasThere() throws SQLException {
        Database database = filled("sqlite", "a.db");
        Map<String, TableDigest> before = Databases.digests(database.copies());
        Backup backup = backups(database).create(Manifest.Kind.MANUAL);
        execute(folder.resolve("a.db"), "DELETE FROM tag_link");
        Map<String, TableDigest> later = Databases.digests(database.copies());

        Path kept = backups(database).restore(backup).orElseThrow();

        assertThat(Databases.digests(database.copies())).isEqualTo(before).isNotEqualTo(later);
        assertThat(Databases.digests(new Database.Sqlite(SqliteSettings.of(kept)).copies())).isEqualTo(later);
        assertThat(kept.getFileName().toString()).startsWith("a.db.before-restore-");
    }

    @Test
    void aDamagedDatabaseIsReplacedAndKeptAsItIs() throws IOException {
        Database database = filled("sqlite", "a.db");
        Map<String, TableDigest> before = Databases.digests(database.copies());
        Backup backup = backups(database).create(Manifest.Kind.MANUAL);
        Files.writeString(folder.resolve("a.db"), "Dear diary");
        Files.writeString(folder.resolve("a.db-wal"), "a log");

        Path kept = backups(database).restore(backup).orElseThrow();

        assertThat(Databases.digests(database.copies())).isEqualTo(before);
        assertThat(kept).hasContent("Dear diary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void nothingIsRestoredWhileAServerRuns(String engine) {
        Database database = filled(engine, "a.db");
        Map<String, TableDigest> before = Databases.digests(database.copies());
        Backup backup = backups(database).create(Manifest.Kind.MANUAL);

        try (CopyableDatabase.Use server = database.copies().use(); CopyableDatabase.Use another = database.copies().use()) {
            assertThatThrownBy(() -> backups(database).restore(backup)).isInstanceOf(CopyException.class).hasMessageContaining("in use by a running server");
        }
        try (CopyableDatabase.Use restoring = database.copies().useAlone()) {
            assertThatThrownBy(() -> database.copies().use()).isInstanceOf(CopyException.class).hasMessageContaining("wait");
        }
        assertThat(Databases.digests(database.copies())).isEqualTo(before);
    }

    @Test
    void aPostgresDatabaseWithRowsIsNotRestoredInto() {
        Database database = filled("postgres", "");
        Backup backup = backups(database).create(Manifest.Kind.MANUAL);
        Map<String, TableDigest> before = Databases.digests(database.copies());

        assertThatThrownBy(() -> backups(database).restore(backup)).isInstanceOf(CopyException.class).hasMessageContaining("not empty");

        assertThat(Databases.digests(database.copies())).isEqualTo(before);
    }

    @Test
    void aBackupOfANewerVersionIsRefused() throws SQLException {
        Database database = filled("sqlite", "a.db");
        execute(folder.resolve("a.db"), """
                INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)
                VALUES ('9.9-from-the-future', 'steward', 'db/future.sql', '2099-01-01 00:00:00', 999, 'EXECUTED')""");
        Backup backup = backups(database).create(Manifest.Kind.MANUAL);

        assertThatThrownBy(() -> backups(database).restore(backup)).isInstanceOf(CopyException.class).hasMessageContaining("newer Steward");
        assertThatThrownBy(() -> backups(database).verify(backup)).isInstanceOf(CopyException.class).hasMessageContaining("newer Steward");
    }

    @ParameterizedTest
    @CsvSource({"sqlite, sqlite", "sqlite, postgres", "postgres, sqlite", "postgres, postgres"})
    void anOlderBackupIsMigratedUp(String from, String to) {
        Database original = filled(from, "a.db");
        String newest = rollBackTheNewestTable(original);
        Backup backup = backups(original).create(Manifest.Kind.MANUAL);
        assertThat(backup.manifest().tables()).isNotEmpty().doesNotContainKey(newest);
        Database target = database(to, "b.db");

        backups(target).verify(backup);
        backups(target).restore(backup);

        assertThat(pending(target)).isEmpty();
        Map<String, TableDigest> restored = Databases.digests(target.copies());
        assertThat(restored.remove(newest).rows()).isZero();
        assertThat(restored).isEqualTo(backup.manifest().tables());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void itIsOneMomentWhileFourWrite(String engine) throws Exception {
        Database database = filled(engine, "a.db");
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(Thread.ofPlatform().start(() -> writePairs(database, stop)));
        }
        try {
            for (int i = 0; i < 3; i++) {
                Thread.sleep(100);
                Backup backup = backups(database).create(Manifest.Kind.MANUAL);
                Map<String, TableDigest> tables = backup.manifest().tables();
                assertThat(tables.get("tag").rows()).as("two rows of one transaction").isEqualTo(tables.get("tag_link").rows());
                assertThat(tables.get("tag").rows()).isGreaterThan(SampleRows.COUNT);
                assertThat(backups(database).verify(backup).verifiedAt()).isNotNull();
            }
        } finally {
            stop.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    private static void writePairs(Database database, AtomicBoolean stop) {
        String now = database instanceof Database.Sqlite ? "1" : "now()";
        try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!stop.get()) {
                String workspace = SampleRows.workspace(0).toString();
                String id = UUID.randomUUID().toString();
                statement.execute("INSERT INTO tag (workspace_id, id, version, created_at, updated_at, key, label, search_text) VALUES ('"
                        + workspace + "', '" + id + "', 1, " + now + ", " + now + ", '" + id + "', 'x', 'x')");
                statement.execute("INSERT INTO tag_link (workspace_id, tag_id, entity_type, entity_id) VALUES ('" + workspace + "', '" + id + "', 'x', '" + id + "')");
                connection.commit();
                LockSupport.parkNanos(1_000_000); // some hundred rows show it as well as a hundred thousand
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(Database database) throws SQLException {
        return switch (database) {
            case Database.Sqlite sqlite -> DriverManager.getConnection("jdbc:sqlite:" + sqlite.settings().file() + "?busy_timeout=20000&transaction_mode=IMMEDIATE");
            case Database.Postgres postgres -> {
                PostgresSettings settings = postgres.settings();
                yield DriverManager.getConnection(settings.url(), settings.user(), settings.password());
            }
        };
    }

    /** What a process does that is killed while it does it. */
    static final class Creating {
        public static void main(String[] arguments) {
            Backups backups = new Backups(Path.of(arguments[0]), new Database.Sqlite(SqliteSettings.of(Path.of(arguments[1]))), InstantSource.system(), null);
            System.out.println("ready");
            while (true) {
                backups.create(Manifest.Kind.MANUAL);
            }
        }
    }

    @Test
    void aKilledBackupLeavesNothingThatLooksLikeOne() throws Exception {
        Database database = filled("sqlite", "a.db");
        for (int round = 0; round < 4; round++) {
            Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED",
                    "-cp", System.getProperty("java.class.path"), Creating.class.getName(), folder.resolve("backups").toString(), folder.resolve("a.db").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            Thread.sleep(60 + round * 110L);
            process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
        Backups backups = backups(database);
        List<Backup> listed = backups.list();

        assertThat(backups.damaged()).isEmpty();
        for (Backup backup : listed.subList(0, Math.min(3, listed.size()))) {
            assertThat(backups.verify(backup).verifiedAt()).isNotNull();
        }
        backups.create(Manifest.Kind.MANUAL);
        assertThat(left()).as("what the killed ones left").isEmpty();
    }

    private Backups onSmallDisk(Database database, SmallDisk disk) {
        return new Backups(folder.resolve("backups"), database, NOON, null, disk);
    }

    @Test
    void aFullDiskIsSaidBeforeAnythingIsWritten() throws IOException {
        Database database = filled("sqlite", "a.db");
        SmallDisk disk = new SmallDisk(1 << 20, true);

        assertThatThrownBy(() -> onSmallDisk(database, disk).create(Manifest.Kind.DAILY)).isInstanceOf(CopyException.class)
                .hasMessageContaining("the disk has 1 MB left").hasMessageContaining("Free some space");

        assertThat(disk.filledBy).isEmpty();
        assertThat(backups(database).list()).isEmpty();
        assertThat(left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aDiskThatFillsUpMeanwhileIsSaidLeavesNothingAndIsNotHitTwice(String engine) throws IOException {
        Database database = filled(engine, "a.db");
        SmallDisk disk = new SmallDisk(engine.equals("sqlite") ? 100_000 : 20_000, false);
        Backups backups = onSmallDisk(database, disk);

        assertThatThrownBy(() -> backups.create(Manifest.Kind.DAILY)).isInstanceOf(CopyException.class)
                .hasMessage("No backup could be made in " + folder.resolve("backups") + ": the disk is full. Free some space, or delete backups that are no longer needed. "
                        + "Nothing unfinished was left behind.");
        assertThat(disk.filledBy).hasSize(1);
        assertThat(backups.list()).isEmpty();
        assertThat(backups.damaged()).isEmpty();
        assertThat(left()).isEmpty();

        assertThatThrownBy(() -> backups.create(Manifest.Kind.DAILY)).isInstanceOf(CopyException.class).hasMessageContaining("the disk has ").hasMessageContaining(" MB left");
        assertThat(disk.filledBy).as("the second attempt asks before it writes").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"sqlite, false", "sqlite, true", "postgres, false", "postgres, true"})
    void aDiskThatFillsUpWhileRestoringLeavesWhatWasThere(String from, boolean honest) throws IOException {
        Database original = filled(from, "a.db");
        Backup backup = backups(original).create(Manifest.Kind.MANUAL);
        Database target = filled("sqlite", "b.db");
        Map<String, TableDigest> before = Databases.digests(target.copies());
        SmallDisk disk = new SmallDisk(100_000, honest);

        assertThatThrownBy(() -> onSmallDisk(target, disk).restore(backup)).isInstanceOf(CopyException.class)
                .hasMessageContaining("The backup " + backup.name() + " could not be restored").hasMessageContaining(honest ? "the disk has 1 MB left" : "the disk is full")
                .hasMessageContaining("Free some space");

        assertThat(disk.filledBy).hasSize(honest ? 0 : 1);
        assertThat(Databases.digests(target.copies())).isEqualTo(before);
        assertThat(left()).isEmpty();
        assertThatThrownBy(() -> onSmallDisk(target, disk).verify(backup)).isInstanceOf(CopyException.class);
        assertThat(left()).isEmpty();
    }

    /** With a filled database. */
    private Installation installation(String engine) {
        return filled(engine, "steward.db") instanceof Database.Postgres postgres ? Databases.installation(postgres.settings(), folder, null)
                : new Installation(folder, "", "", "", "FULL");
    }

    /** How many change sets have to go for a table to go. */
    private static int backToTheNewestTable(List<String> applied) {
        int all = TableCatalog.of(applied).size();
        int count = 1;
        while (TableCatalog.of(applied.subList(0, applied.size() - count)).size() == all) {
            count++;
        }
        return count;
    }

    private static int backToTheNewestTable(Database database) {
        return database.withSchema(migrations -> backToTheNewestTable(migrations.status().applied()));
    }

    private static String rollBackTheNewestTable(Database database) {
        Set<String> gone = new TreeSet<>(Databases.digests(database.copies()).keySet());
        int count = backToTheNewestTable(database);
        database.withSchema(migrations -> {
            migrations.rollback(count);
            return true;
        });
        gone.removeAll(Databases.digests(database.copies()).keySet());
        return gone.iterator().next();
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aMigrationOfExistingDataIsBackedUpOnceHoweverOftenItIsTried(String engine) throws SQLException {
        Installation installation = installation(engine);
        Database database = installation.target();
        String newest = rollBackTheNewestTable(database);
        Map<String, TableDigest> before = Databases.digests(database.copies());
        execute(database, "CREATE TABLE " + newest + " (in_the_way TEXT)");

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(installation::migrate).isInstanceOf(MigrationException.class).hasMessageContaining(newest);
            assertThat(installation.backups().list()).singleElement().satisfies(backup -> {
                assertThat(backup.manifest().kind()).isEqualTo(Manifest.Kind.PRE_MIGRATION);
                assertThat(backup.manifest().tables()).isEqualTo(before);
                assertThat(backup.verifiedAt()).isNotNull();
            });
        }
        Backup first = installation.backups().list().getFirst();
        execute(database, "DELETE FROM tag_link");
        assertThatThrownBy(installation::migrate).isInstanceOf(MigrationException.class);
        assertThat(installation.backups().list()).as("the data has changed, so there is one more").hasSize(2).extracting(Backup::name).contains(first.name());
        assertThat(installation.backups().verify(first).manifest().tables()).isEqualTo(before);

        execute(database, "DROP TABLE " + newest);
        assertThat(installation.migrate().pending()).isEmpty();
        assertThat(installation.migrate().pending()).isEmpty();
        assertThat(installation.backups().list()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void takingChangeSetsBackMakesABackupFirstAndOverwritesNone(String engine) {
        Installation installation = installation(engine);
        Database database = installation.target();
        Map<String, TableDigest> before = Databases.digests(database.copies());
        int back = backToTheNewestTable(database);

        Installation.TakenBack taken = installation.rollback(back);

        assertThat(taken.status().pending()).hasSize(back);
        assertThat(Databases.digests(database.copies())).hasSizeLessThan(before.size());
        assertThat(taken.backup().verifiedAt()).isNotNull();
        assertThat(taken.backup().manifest().tables()).isEqualTo(before);
        installation.migrate();
        installation.rollback(back);
        assertThat(installation.backups().list()).as("what it held is lost, so each time there was something else").hasSizeBetween(2, 3)
                .extracting(Backup::name).contains(taken.backup().name());
        Database restored = database("sqlite", "restored.db");
        backups(restored).restore(taken.backup());
        assertThat(Databases.digests(restored.copies())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void changeSetsAreNotTakenBackUnderAServerNorWithoutABackupNorMoreThanThereAre(String engine) throws IOException {
        Installation installation = installation(engine);
        Database database = installation.target();
        Map<String, TableDigest> before = Databases.digests(database.copies());

        try (CopyableDatabase.Use server = database.copies().use()) {
            assertThatThrownBy(() -> installation.rollback(1)).isInstanceOf(CopyException.class).hasMessageContaining("in use by a running server").hasMessageContaining("Nothing was changed");
        }
        assertThatThrownBy(() -> installation.rollback(1_000)).isInstanceOf(CopyException.class).hasMessageContaining("so 1000 cannot be taken back");
        assertThat(installation.backups().list()).isEmpty();
        Files.writeString(folder.resolve("backups"), "in the way");
        assertThatThrownBy(() -> installation.rollback(1)).isInstanceOf(MigrationException.class).hasMessageContaining("The schema was not changed").hasMessageContaining("is a file and no folder");

        assertThat(Databases.digests(database.copies())).isEqualTo(before);
        assertThat(pending(database)).isEmpty();
    }

    @Test
    void aPostgresDatabaseWithRowsOfAnOlderSchemaIsNotMigratedInPassing() {
        Backup backup = backups(filled("sqlite", "a.db")).create(Manifest.Kind.MANUAL);
        Database target = filled("postgres", "");
        rollBackTheNewestTable(target);
        List<String> before = pending(target);

        assertThatThrownBy(() -> backups(target).restore(backup)).isInstanceOf(CopyException.class).hasMessageContaining("is not empty").hasMessageContaining("nothing was changed");

        assertThat(before).isNotEmpty();
        assertThat(pending(target)).isEqualTo(before);
    }

    @Test
    void withoutABackupThereIsNoMigration() throws IOException {
        Database database = filled("sqlite", "steward.db");
        rollBackTheNewestTable(database);
        Installation installation = new Installation(folder, "", "", "", "FULL");
        Files.writeString(folder.resolve("backups"), "in the way");

        assertThatThrownBy(installation::migrate).isInstanceOf(MigrationException.class).hasMessageContaining("The schema was not changed").hasMessageContaining("backup");

        assertThat(pending(database)).isNotEmpty();
    }

    @Test
    void aNewDatabaseNeedsNoBackup() {
        Installation installation = new Installation(folder, "", "", "", "FULL");

        installation.migrate();

        assertThat(installation.backups().list()).isEmpty();
    }

    private static void execute(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
