package dev.steward.http.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.workspace.Webhooks;
import dev.steward.copy.Databases;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.app.FirstStart;
import dev.steward.http.app.Installation;
import dev.steward.http.app.SecretKeys;
import dev.steward.http.app.backup.Backup;
import dev.steward.http.app.backup.Backups;
import dev.steward.http.app.backup.Manifest;
import dev.steward.http.app.doctor.Finding.Level;
import dev.steward.jdbc.copy.TableDigest;
import dev.steward.migrations.TableCatalog;
import dev.steward.postgres.PostgresServer;
import dev.steward.postgres.PostgresSettings;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is well is called well, every fault that is planted is found, and nothing is touched. */
@Order(1)
final class DoctorTest {

    private static final Instant NOW = Instant.now();
    private static final long GB = 1L << 30;

    @TempDir
    Path folder;

    private Installation fresh(String engine) {
        Installation installation = Databases.installation(engine, folder.resolve("data"), null);
        try (ApplicationContext context = installation.open(Map.of("steward.zone", "UTC"))) {
            context.getBean(FirstStart.class).prepare();
        }
        return installation;
    }

    private List<Finding> examine(Installation installation) {
        return examine(installation, Duration.ZERO);
    }

    /** Whatever it finds, it leaves everything as it was. */
    private List<Finding> examine(Installation installation, Duration later) {
        try {
            Map<String, String> before = listing(true);
            List<Finding> findings = new Doctor(installation, Optional.empty(), InstantSource.fixed(Instant.now().plus(later)), path -> 50 * GB).examine();
            assertThat(listing(true)).isEqualTo(before);
            return findings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertFound(List<Finding> findings, Level level, String check, String what) {
        assertThat(findings).as(level + " " + check + " " + what).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.what()).contains(what);
            assertThat(finding.means()).isNotBlank();
            assertThat(finding.remedy()).isNotBlank();
        });
    }

    private static void assertNoProblem(List<Finding> findings) {
        assertThat(findings).isNotEmpty().noneMatch(finding -> finding.level() == Level.PROBLEM);
    }

    private Connection connect(Installation installation) throws SQLException {
        return installation.isPostgres() ? DriverManager.getConnection(installation.database(), installation.user(), installation.password())
                : DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/steward.db"));
    }

    private void execute(Installation installation, String... sql) throws SQLException {
        try (Connection connection = connect(installation); Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        }
    }

    private static String at(Installation installation, Instant instant) {
        return installation.isPostgres() ? "to_timestamp(" + instant.getEpochSecond() + ")" : String.valueOf(instant.toEpochMilli());
    }

    /** Names, sizes, times and, unless someone has them open, contents. */
    private Map<String, String> listing(boolean contents) throws IOException {
        Map<String, String> listing = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.toList()) {
                boolean file = Files.isRegularFile(path);
                boolean read = contents && !path.toString().endsWith("-shm"); // where readers say that they read
                listing.put(folder.relativize(path).toString(), Files.getLastModifiedTime(path) + " " + (file ? Files.size(path) : "")
                        + (file && read ? " " + Arrays.hashCode(Files.readAllBytes(path)) : "") + " " + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
        }
        return listing;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aFreshInstallationIsWellAndStaysAsItIs(String engine) throws Exception {
        Installation installation = fresh(engine);
        Backups backups = installation.backups();
        backups.verify(backups.create(Manifest.Kind.MANUAL));
        String token = Files.readString(folder.resolve("data").resolve(FirstStart.TOKEN_FILE)).strip();
        Map<String, TableDigest> rows = Databases.digests(installation.target().copies());

        List<Finding> findings = examine(installation);

        assertThat(Databases.digests(installation.target().copies())).isEqualTo(rows);
        assertNoProblem(findings);
        assertThat(findings).filteredOn(finding -> finding.level() == Level.WARNING && !finding.check().equals("durability"))
                .singleElement().satisfies(finding -> assertThat(finding.what()).startsWith("Admin tokens that never expire"));
        assertThat(findings.toString()).doesNotContain(token).doesNotContain(token.substring(8, 40));
        assertThat(findings).anySatisfy(finding -> assertThat(finding.what()).contains("change sets are applied"));
        List<String> applied = installation.withSchema(migrations -> migrations.status().applied());
        assertThat(applied).isEqualTo(TableCatalog.changeSets(engine.equals("sqlite") ? "sqlite" : "postgresql"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void itWorksBesideARunningServer(String engine) throws IOException {
        Installation installation = fresh(engine);
        try (ApplicationContext context = installation.open(Map.of("steward.zone", "UTC")); var use = installation.target().copies().use()) {
            context.getBean(FirstStart.class).prepare();
            Map<String, String> before = listing(false); // whoever closed a file that this process has locked would unlock it

            List<Finding> findings = new Doctor(installation, Optional.empty(), InstantSource.system(), path -> 50 * GB).examine();

            assertThat(listing(false)).isEqualTo(before);
            assertNoProblem(findings);
            assertThat(findings).anySatisfy(finding -> assertThat(finding.what()).matches("A server or another command uses .*|[12] servers or commands use the database."));
        }
    }

    @Test
    void whatIsNotThereIsAFindingAndIsNotMade() throws IOException {
        List<Finding> findings = examine(new Installation(folder.resolve("data"), "", "", "", "FULL"));
        assertFound(findings, Level.PROBLEM, "permissions", "no data folder");
        assertFound(findings, Level.PROBLEM, "database", "no database file");
        assertThat(listing(true)).hasSize(1);
        assertFound(examine(new Installation(folder, "jdbc:postgresql://localhost:1/none", "nobody", "s3cret", "FULL")), Level.PROBLEM, "database", "cannot be opened");
    }

    @Test
    void openModesAreFound() throws IOException {
        Installation installation = fresh("sqlite");
        Path data = folder.resolve("data");
        Files.setPosixFilePermissions(data.resolve(FirstStart.TOKEN_FILE), PosixFilePermissions.fromString("rw-r--r--"));
        assertFound(examine(installation), Level.PROBLEM, "permissions", "admin.token is open to other users");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertFound(examine(installation), Level.WARNING, "permissions", "data is open to other users");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertFound(examine(installation), Level.PROBLEM, "permissions", "data can be changed by other users");
    }

    @Test
    void aFullDiskIsFound() {
        Installation installation = fresh("sqlite");
        for (var expected : Map.of(50L << 20, Level.PROBLEM, 400L << 20, Level.WARNING).entrySet()) {
            assertFound(new Doctor(installation, Optional.empty(), InstantSource.system(), path -> expected.getKey()).examine(), expected.getValue(), "disk", "MB free");
        }
    }

    @Test
    void aDamagedPageIsFound() throws Exception {
        Installation installation = fresh("sqlite");
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("data/steward.db").toFile(), "rw")) {
            for (long page = 20; page < file.length() / 4096; page += 3) {
                file.seek(page * 4096);
                file.write(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13});
            }
        }
        Map<String, String> before = listing(true);
        List<Finding> findings = examine(installation);
        assertThat(findings).anyMatch(finding -> finding.level() == Level.PROBLEM && finding.check().equals("integrity"));
        assertThat(listing(true)).isEqualTo(before);

        Files.writeString(folder.resolve("data/steward.db"), "This is no database, but it is long enough to be asked. ".repeat(50));
        assertThat(examine(installation)).anyMatch(finding -> finding.level() == Level.PROBLEM);
    }

    @Test
    void aRowThatNamesNoneIsFound() throws SQLException {
        Installation installation = fresh("sqlite");
        execute(installation, "PRAGMA foreign_keys = OFF", "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
                "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id))", "INSERT INTO child VALUES (1, 7)");
        assertFound(examine(installation), Level.PROBLEM, "foreign keys", "a row of child names a row of parent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aSchemaThatIsOlderNewerOrLockedIsFound(String engine) throws SQLException {
        Installation installation = fresh(engine);
        execute(installation, "UPDATE databasechangeloglock SET locked = " + (engine.equals("sqlite") ? "1" : "TRUE") + ", lockedby = 'some host'");
        assertFound(examine(installation), Level.WARNING, "schema", "locked by some host");
        execute(installation, "UPDATE databasechangeloglock SET locked = " + (engine.equals("sqlite") ? "0" : "FALSE"),
                "CREATE TABLE steward_unfinished_copy (origin TEXT NOT NULL)", "INSERT INTO steward_unfinished_copy VALUES ('elsewhere')");
        assertFound(examine(installation), Level.PROBLEM, "schema", "unfinished copy of elsewhere");
        execute(installation, "DROP TABLE steward_unfinished_copy");
        installation.withSchema(migrations -> {
            migrations.rollback(1);
            return true;
        });
        assertFound(examine(installation), Level.WARNING, "schema", "pending");
        assertNoProblem(examine(installation));
        execute(installation, "UPDATE databasechangelog SET id = '9.9-from-the-future' WHERE id = '0.1-workspace-stored-answer-index'");
        assertFound(examine(installation), Level.PROBLEM, "schema", "9.9-from-the-future");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void backupsThatAreMissingOldUnverifiedOrDamagedAreFound(String engine) throws IOException {
        Installation installation = fresh(engine);
        assertFound(examine(installation), Level.WARNING, "backups", "no verified backup");
        assertFound(examine(installation, Duration.ofDays(3)), Level.PROBLEM, "backups", "no verified backup");

        Backups backups = installation.backups();
        Backup backup = backups.create(Manifest.Kind.PRE_MIGRATION);
        assertFound(examine(installation), Level.WARNING, "backups", "made before a migration, is not verified");
        backups.verify(backup);
        assertThat(examine(installation)).noneMatch(finding -> finding.level() != Level.OK && finding.check().startsWith("backup"));
        assertFound(examine(installation, Duration.ofDays(3)), Level.WARNING, "backups", "3 days old");

        Path part = backup.folder().resolve(backup.manifest().parts().keySet().iterator().next());
        byte[] bytes = Files.readAllBytes(part);
        bytes[bytes.length / 2] ^= 1;
        Files.write(part, bytes);
        assertFound(examine(installation), Level.PROBLEM, "backup files", "damaged");
        Files.writeString(backup.folder().resolve("manifest.json"), "{");
        assertFound(examine(installation), Level.PROBLEM, "backup files", "its manifest cannot be read");
    }

    @Test
    void aBackupOfTomorrowIsFound() {
        Installation installation = fresh("sqlite");
        installation.backups(InstantSource.offset(InstantSource.system(), Duration.ofDays(1))).create(Manifest.Kind.MANUAL);
        assertFound(examine(installation), Level.PROBLEM, "clock", "the backup ");
        assertFound(examine(installation, Duration.ofDays(-3650)), Level.PROBLEM, "clock", "this program");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void forgottenTokensAreFound(String engine) throws Exception {
        Installation installation = fresh(engine);
        assertFound(examine(installation), Level.WARNING, "tokens", "never expire: 'admin' of default");
        assertFound(examine(installation, Duration.ofDays(91)), Level.WARNING, "tokens", "Not used for more than 90 days: 'admin'");
        String copy = "INSERT INTO api_token (workspace_id, id, version, created_at, updated_at, name, scopes, secret_hash, expires_at) SELECT workspace_id, ";
        execute(installation, copy + "'00000000-0000-7000-8000-000000000001', 1, created_at, updated_at, 'past', 'read', 'x', " + at(installation, NOW.minus(Duration.ofDays(31)))
                        + " FROM api_token WHERE name = 'admin'",
                copy + "'00000000-0000-7000-8000-000000000002', 1, created_at, updated_at, 'second', 'admin', 'y', " + at(installation, NOW.plus(Duration.ofDays(31)))
                        + " FROM api_token WHERE name = 'admin'");
        List<Finding> findings = examine(installation);
        assertFound(findings, Level.WARNING, "tokens", "Expired for more than 30 days and not revoked: 'past'");
        assertFound(findings, Level.WARNING, "tokens", "admin.token is still there");
        assertThat(findings).noneMatch(finding -> finding.what().contains("'second'"));
        execute(installation, "UPDATE api_token SET revoked_at = " + at(installation, NOW) + " WHERE name = 'admin'");
        assertFound(examine(installation), Level.WARNING, "tokens", "opens nothing here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void eventsOfTheFutureAndNumbersThatAreBehindAreFound(String engine) throws SQLException {
        Installation installation = fresh(engine);
        execute(installation, "UPDATE event SET at = " + at(installation, NOW.plus(Duration.ofDays(2))));
        assertFound(examine(installation), Level.PROBLEM, "clock", "the newest event");
        execute(installation, "UPDATE event_sequence SET last = 0");
        assertFound(examine(installation), Level.PROBLEM, "events", "behind");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void answersThatPileUpAreFound(String engine) throws SQLException {
        Installation installation = fresh(engine);
        execute(installation, "INSERT INTO stored_answer (workspace_id, key, request_hash, status, headers, body, created_at) WITH RECURSIVE n (i) AS "
                + "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001) SELECT w.id, CAST(n.i AS TEXT), '', 200, '', '', " + at(installation, NOW.minus(Duration.ofDays(3)))
                + " FROM n, workspace w");
        assertFound(examine(installation), Level.WARNING, "answers", "1001 stored answers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void workThatNobodyDoesAnyMoreIsFound(String engine) throws SQLException {
        Installation installation = fresh(engine);
        assertThat(examine(installation)).noneMatch(finding -> finding.check().equals("housekeeping") && finding.level() != Level.OK);
        assertFound(examine(installation, Duration.ofDays(3)), Level.WARNING, "housekeeping", "never forgotten");
        execute(installation, "INSERT INTO recurring_job (workspace_id, name, done_at) VALUES ('00000000-0000-0000-0000-000000000000', 'housekeeping', " + at(installation, NOW) + ")");
        assertThat(examine(installation, Duration.ofDays(1))).noneMatch(finding -> finding.check().equals("housekeeping") && finding.level() != Level.OK);
        assertFound(examine(installation, Duration.ofDays(3)), Level.WARNING, "housekeeping", "last forgotten at ");
    }

    @Test
    void leftoversAreFound() throws IOException {
        Installation installation = fresh("sqlite");
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("backups/.unfinished-x"));
        for (String name : List.of("steward.db.before-restore-1", "steward.db.restoring-1", "steward.db.old.lock")) {
            Files.createFile(data.resolve(name));
        }
        List<Finding> findings = examine(installation);
        assertFound(findings, Level.WARNING, "leftovers", "steward.db.before-restore-1");
        assertFound(findings, Level.WARNING, "leftovers", "steward.db.restoring-1");
        assertFound(findings, Level.WARNING, "leftovers", ".unfinished-x");
        assertFound(findings, Level.WARNING, "leftovers", "steward.db.old.lock");
        assertNoProblem(findings);
    }

    @Test
    void aLogWithoutItsIndexIsLeftAlone() throws Exception {
        Installation installation = fresh("sqlite");
        Files.writeString(folder.resolve("data/steward.db-wal"), "something");
        Map<String, String> before = listing(true);
        assertFound(examine(installation), Level.WARNING, "database", "has no index");
        assertThat(listing(true)).isEqualTo(before);
    }

    @Test
    void theLogThatAKilledServerLeftIsReadAndKept() throws Exception {
        Installation installation = fresh("sqlite");
        Installation killed = new Installation(folder.resolve("data"), folder.resolve("data/killed.db").toString(), "", "", "FULL");
        try (Connection connection = connect(installation); Statement statement = connection.createStatement()) {
            statement.execute("UPDATE event SET at = " + at(installation, NOW.plus(Duration.ofDays(2))));
            for (String end : List.of("", "-wal", "-shm")) {
                Files.copy(folder.resolve("data/steward.db" + end), folder.resolve("data/killed.db" + end));
            }
        }
        Map<String, String> before = listing(true);
        assertFound(examine(killed), Level.PROBLEM, "clock", "the newest event");
        assertThat(listing(true)).isEqualTo(before);
    }

    @Test
    void whatIsWrongWithPostgresIsFound() throws SQLException {
        Installation installation = fresh("postgres");
        execute(installation, "ALTER TABLE project DISABLE ROW LEVEL SECURITY", "DROP POLICY workspace_only ON tag", "ALTER TABLE event SET (autovacuum_enabled = false)",
                "CREATE TABLE of_the_role (id INTEGER)", "ALTER TABLE of_the_role OWNER TO steward_app",
                "ALTER TABLE api_token ADD CONSTRAINT unchecked CHECK (version > 0) NOT VALID");
        List<Finding> findings = examine(installation);
        assertFound(findings, Level.PROBLEM, "isolation", "project, tag");
        assertFound(findings, Level.PROBLEM, "isolation", "owns tables");
        assertFound(findings, Level.WARNING, "vacuum", "event");
        assertFound(findings, Level.PROBLEM, "integrity", "unchecked");
        assertFound(examine(installation, Duration.ofHours(1)), Level.WARNING, "clock", "minutes apart");
        execute(installation, "DROP TABLE of_the_role");
    }

    @Test
    void aDatabaseThatStewardWasNeverInIsFound() throws IOException {
        Files.createDirectory(folder.resolve("data"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        PostgresSettings settings = PostgresServer.newDatabase();
        Installation installation = new Installation(folder.resolve("data"), settings.url(), settings.user(), settings.password(), "FULL");
        assertFound(examine(installation), Level.PROBLEM, "schema", "Steward has never been in this database");
    }

    /** Only root can give files away; for anyone else there are none of others to be found. */
    @Test
    void filesOfAnotherOwnerAreFound() throws IOException {
        Installation installation = fresh("sqlite");
        Path data = folder.resolve("data");
        assertThat(examine(installation)).noneMatch(finding -> finding.what().contains("belong"));
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            Files.setAttribute(data.resolve("admin.token"), "unix:uid", 54_321);
            assertFound(examine(installation), Level.PROBLEM, "permissions", "1 files in the data folder belong to another user than the folder: admin.token");
            Files.setAttribute(data, "unix:uid", 54_321);
            assertFound(examine(installation), Level.WARNING, "permissions", "The data folder belongs to 54321, and this runs as root");
            Files.setAttribute(data, "unix:uid", 0);
        }
    }

    @Test
    void aDatabaseElsewhereThatOthersMayChangeIsFound() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Installation installation = new Installation(folder.resolve("data"), elsewhere.resolve("x.db").toString(), "", "", "FULL");
        installation.migrate();
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(elsewhere.resolve("x.db"), PosixFilePermissions.fromString("rw-r--r--"));
        assertFound(examine(installation), Level.WARNING, "permissions", "x.db is open to other users");
        Files.setPosixFilePermissions(elsewhere.resolve("x.db"), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertFound(examine(installation), Level.PROBLEM, "permissions", "x.db can be changed by other users");
    }

    @Test
    void aLogWithoutItsDatabaseIsFound() throws IOException {
        Installation installation = fresh("sqlite");
        Files.writeString(folder.resolve("data/steward.db.moved-wal"), "the newest writes");
        assertThat(examine(installation)).anySatisfy(finding -> {
            assertThat(finding.what()).contains("steward.db.moved-wal");
            assertThat(finding.means()).contains("the newest writes are in the log");
        });
    }

    @Test
    void aPassphraseFileThatIsGoneOrOpenIsFound() throws IOException {
        Installation installation = fresh("sqlite");
        Path file = folder.resolve("passphrase");
        assertFound(new Doctor(installation, Optional.of(file)).examine(), Level.PROBLEM, "passphrase", "is not there");
        Files.writeString(file, "correct horse battery");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        List<Finding> findings = new Doctor(installation, Optional.of(file)).examine();
        assertFound(findings, Level.PROBLEM, "passphrase", "is open to other users");
        assertThat(findings.toString()).doesNotContain("horse");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(new Doctor(installation, Optional.of(file)).examine()).noneMatch(finding -> finding.check().equals("passphrase") && finding.level() != Level.OK);
    }

    @Test
    void aTransactionThatStaysOpenIsFound() throws SQLException {
        Installation installation = fresh("postgres");
        try (Connection idle = connect(installation); Statement statement = idle.createStatement()) {
            idle.setAutoCommit(false);
            statement.execute("SELECT 1");
            assertThat(examine(installation)).noneMatch(finding -> finding.check().equals("transactions") && finding.level() != Level.OK);
            assertFound(examine(installation, Duration.ofMinutes(16)), Level.WARNING, "transactions", "idle in transaction");
        }
    }

    @Test
    void connectionsThatRunOutAreFound() throws SQLException {
        Installation installation = fresh("postgres");
        List<Connection> open = new ArrayList<>();
        try {
            long most;
            long used;
            try (Connection connection = connect(installation); Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int, "
                            + "count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")) {
                row.next();
                most = row.getLong(1);
                used = row.getLong(2);
            }
            while (used + open.size() <= most * 85 / 100) {
                open.add(connect(installation));
            }
            assertFound(examine(installation), Level.WARNING, "connections", " of " + most + " connections are in use");
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    @Test
    void aRoleThatMayTooMuchWritesThatMayBeLostAndABrokenIndexAreFound() throws SQLException {
        Installation installation = fresh("postgres");
        String name = installation.database().replaceFirst(".*/", "").replaceFirst("\\?.*", "");
        try {
            execute(installation, "ALTER ROLE steward_app CREATEDB", "ALTER DATABASE " + name + " SET synchronous_commit = off",
                    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'event_type_index'::regclass");
            List<Finding> findings = examine(installation);
            assertFound(findings, Level.WARNING, "isolation", "steward_app");
            assertFound(findings, Level.WARNING, "durability", "synchronous_commit");
            assertFound(findings, Level.PROBLEM, "integrity", "the index event_type_index");
            execute(installation, "ALTER ROLE steward_app BYPASSRLS");
            assertFound(examine(installation), Level.PROBLEM, "isolation", "bypasses");
        } finally {
            execute(installation, "ALTER ROLE steward_app NOCREATEDB NOBYPASSRLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void webhooksThatDoNotGetTheirMessagesAreFound(String engine) throws Exception {
        Installation installation = fresh(engine);
        assertThat(examine(installation)).anySatisfy(finding -> {
            assertThat(finding.check()).isEqualTo("webhooks");
            assertThat(finding.level()).isEqualTo(Level.OK);
        });
        Path key = folder.resolve("data").resolve(SecretKeys.FILE);
        SecretKeys keys = SecretKeys.ofInstallation(folder.resolve("data"), Map.of(), byte[]::new);
        Id<Workspace> workspace = new Id<>(UUID.fromString(text(installation, "SELECT CAST(id AS TEXT) FROM workspace")));
        Id<Webhook> webhook = new Id<>(new UUID(1, 2));
        String columns = "INSERT INTO webhook_delivery (workspace_id, id, version, created_at, updated_at, webhook_id, event_type, status, attempts, next_attempt_at, last_error, last_answer) VALUES ('"
                + workspace + "', '";
        String now = at(installation, NOW);
        execute(installation,
                "INSERT INTO webhook (workspace_id, id, version, created_at, updated_at, url, description, event_types, is_active, disabled_reason, secret) VALUES ('" + workspace + "', '" + webhook
                        + "', 1, " + now + ", " + now + ", 'https://example.com/', '', '', TRUE, '', '" + keys.seal(new byte[32], Webhooks.secretContext(workspace, webhook)) + "')",
                "INSERT INTO webhook (workspace_id, id, version, created_at, updated_at, url, description, event_types, is_active, disabled_reason, secret) VALUES ('" + workspace + "', '" + new UUID(1, 3)
                        + "', 1, " + now + ", " + now + ", 'https://example.com/', '', '', FALSE, 'The endpoint answered 410 Gone.', '" + keys.seal(new byte[32], Webhooks.secretContext(workspace, new Id<>(new UUID(1, 3)))) + "')",
                columns + new UUID(2, 1) + "', 1, " + now + ", " + now + ", '" + webhook + "', 'a.b', 'pending', 0, " + at(installation, NOW.minusSeconds(1_000)) + ", '', '')",
                columns + new UUID(2, 2) + "', 1, " + now + ", " + now + ", '" + webhook + "', 'a.b', 'dead', 10, NULL, 'x', '')");

        List<Finding> findings = examine(installation);
        assertFound(findings, Level.WARNING, "webhooks", "1 messages to webhooks should have been sent");
        assertFound(findings, Level.WARNING, "webhooks", "1 messages to webhooks were given up");
        assertFound(findings, Level.WARNING, "webhooks", new UUID(1, 3).toString());
        assertNoProblem(findings);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertFound(examine(installation), Level.PROBLEM, "permissions", "secret.key is open to other users");
        Files.delete(key);
        assertFound(examine(installation), Level.PROBLEM, "secrets", webhook.toString());
    }

    private String text(Installation installation, String sql) throws SQLException {
        try (Connection connection = connect(installation); Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
