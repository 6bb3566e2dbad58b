package dev.steward.http.app.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.copy.Databases;
import dev.steward.http.app.Installation;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.TableDigest;
import dev.steward.postgres.PostgresServer;
import dev.steward.sqlite.SqliteSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has the passphrase gets everything back; who has not reads and changes nothing. */
@Order(1)
final class EncryptedBackupTest {

    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
    private static final Passphrase GOOD = Passphrase.of("correct horse battery", "a test");
    private static final Passphrase OTHER = Passphrase.of("another horse battery", "a test");

    @TempDir
    Path folder;

    private Database database(String engine, String name) {
        return engine.equals("sqlite") ? new Database.Sqlite(SqliteSettings.of(folder.resolve(name))) : new Database.Postgres(PostgresServer.newDatabase());
    }

    private Backups backups(Database database, @Nullable Passphrase passphrase) {
        return new Backups(folder.resolve("backups"), database, NOON, passphrase);
    }

    private Database filled(String engine, String name) {
        return engine.equals("sqlite") ? Databases.filledSqlite(folder.resolve(name)) : Databases.filledPostgres();
    }

    private static List<Path> files(Backup backup) throws IOException {
        try (Stream<Path> all = Files.list(backup.folder())) {
            return all.filter(file -> !file.endsWith("verified")).sorted().toList();
        }
    }

    private static void assertRefused(ThrowingCallable call, String... sentence) {
        assertThatThrownBy(call).isInstanceOf(CopyException.class).satisfies(refusal -> assertThat(refusal.getMessage()).contains(sentence).endsWith("."));
    }

    @ParameterizedTest
    @CsvSource({"sqlite, sqlite", "sqlite, postgres", "postgres, sqlite", "postgres, postgres"})
    void itRestoresIntoEitherDatabase(String from, String to) throws IOException {
        Database original = filled(from, "a.db");
        Map<String, TableDigest> before = Databases.digests(original.copies());
        Backup backup = backups(original, GOOD).create(Manifest.Kind.MANUAL);

        assertThat(backups(original, GOOD).verify(backup).verifiedAt()).isEqualTo(NOON.instant());
        Database target = database(to, "b.db");
        backups(target, GOOD).restore(backup);

        assertThat(Databases.digests(target.copies())).isEqualTo(before);
        assertThat(backup.manifest().isEncrypted()).isTrue();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith(".unfinished") || name.contains("restoring"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void withoutThePassphraseTheManifestIsAllThatCanBeRead(String engine) throws IOException {
        Database database = filled(engine, "a.db");
        Backup plain = backups(database, null).create(Manifest.Kind.MANUAL);
        Backup backup = backups(database, GOOD).create(Manifest.Kind.MANUAL);
        List<String> digests = plain.manifest().tables().values().stream().map(TableDigest::sha256).toList();

        for (Path file : files(backup)) {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(content).as(file.toString()).doesNotContain("SQLite format 3", "Zürich", "\u001f\u008b\b\0\0\0\0\0");
            digests.forEach(digest -> assertThat(content).as("the digest of a table would confirm a guess").doesNotContain(digest));
            assertThat(file.getFileName().toString()).matches("manifest.json|manifest.hmac|SHA256SUMS|.*\\.enc");
        }
        assertThat(backups(database, null).list()).hasSize(2).contains(backup);
        assertThat(backup.manifest().rows()).isEqualTo(plain.manifest().rows());
        assertThat(backup.manifest().changeSets()).isEqualTo(plain.manifest().changeSets());
        assertThat(backups(database, null).damage(backup)).as("checksums are of what is stored").isEmpty();
        String manifest = Files.readString(backup.folder().resolve("manifest.json"));
        assertThat(manifest).contains("\"cipher\":\"AES-256-GCM-STREAM\"", "\"key_derivation\":\"argon2id\"", "\"memory_kib\":65536", "hmac_sha256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aPassphraseThatIsMissingOrDoesNotFitChangesNothing(String engine) {
        Database database = filled(engine, "a.db");
        Backup backup = backups(database, GOOD).verify(backups(database, GOOD).create(Manifest.Kind.MANUAL));
        Database target = database(engine, "b.db");
        String missing = "The backup " + backup.name() + " is encrypted, and there is no passphrase. Name the file that holds it with --passphrase-file, or set STEWARD_BACKUP_PASSPHRASE.";
        String another = "The passphrase does not fit the backup " + backup.name() + ": it was encrypted with another one, or its manifest was changed.";

        assertRefused(() -> backups(target, null).restore(backup), missing, "Nothing was changed");
        assertRefused(() -> backups(target, null).verify(backup), missing);
        assertRefused(() -> backups(target, OTHER).restore(backup), another, "--passphrase-file", "Nothing was changed");
        assertRefused(() -> backups(target, OTHER).verify(backup), another);

        assertThat(folder.resolve("b.db")).doesNotExist();
        if (engine.equals("postgres")) {
            assertThat(target.copies().snapshot().changeSets()).as("not even a schema was made").isEmpty();
        }
        assertThat(backups(database, null).get(backup.name()).verifiedAt()).as("a passphrase says nothing about the backup").isNotNull();
        Backup open = backups(database, null).create(Manifest.Kind.MANUAL);
        assertThat(backups(database, GOOD).verify(open).verifiedAt()).as("one that is not encrypted needs none").isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aFlippedByteIsFoundInWhicheverFile(String engine) throws IOException {
        Database database = filled(engine, "a.db");
        Backups backups = backups(database, GOOD);
        Backup backup = backups.create(Manifest.Kind.MANUAL);
        backups.verify(backup);
        Path stamp = backup.folder().resolve("verified");
        byte[] verified = Files.readAllBytes(stamp);
        for (Path file : files(backup)) {
            byte[] whole = Files.readAllBytes(file);
            Files.write(stamp, verified);
            assertThat(backups.get(backup.name()).verifiedAt()).isNotNull();
            int step = file.toString().endsWith(".enc") ? Math.max(1, whole.length / 4) : Math.max(1, whole.length / 40);
            for (int at = whole.length - 1; at >= 0; at -= step) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 1;
                Files.write(file, flipped);
                assertRefused(() -> backups.verify(backups.get(backup.name())), "damaged");
            }
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
            assertRefused(() -> backups.verify(backups.get(backup.name())), "damaged");
            Files.write(file, whole);
            assertThat(backups.get(backup.name()).verifiedAt()).as("one that failed is not called verified").isNull();
        }
        backups.verify(backups.get(backup.name()));
    }

    /** Whoever can change the files can also change the checksums beside them, but not make what only the key makes. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void checksumsThatWereMadeToFitDoNotHelp(String engine) throws IOException {
        Database database = filled(engine, "a.db");
        Backups backups = backups(database, GOOD);
        Backup backup = backups.create(Manifest.Kind.MANUAL);
        for (Path file : files(backup)) {
            if (file.endsWith("SHA256SUMS")) {
                continue;
            }
            byte[] whole = Files.readAllBytes(file);
            byte[] flipped = whole.clone();
            flipped[whole.length / 2] ^= 1;
            Files.write(file, flipped);
            sumUp(backup);
            assertThatThrownBy(() -> backups.verify(backups.get(backup.name()))).as(file.toString()).isInstanceOf(CopyException.class);
            Files.write(file, whole);
            sumUp(backup);
        }
        Path manifest = backup.folder().resolve("manifest.json");
        String honest = Files.readString(manifest);
        Files.writeString(manifest, honest.replaceFirst("\"rows\":30", "\"rows\":29"));
        sumUp(backup);
        assertRefused(() -> backups.verify(backups.get(backup.name())), "does not fit", "or its manifest was changed");
        Files.writeString(manifest, honest);
        sumUp(backup);
        backups.verify(backups.get(backup.name()));
    }

    private static void sumUp(Backup backup) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(backup)) {
            if (!file.endsWith("SHA256SUMS")) {
                lines.add(BackupFiles.part(file).sha256() + "  " + file.getFileName());
            }
        }
        Files.writeString(backup.folder().resolve("SHA256SUMS"), lines.stream().collect(Collectors.joining("\n", "", "\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void theOneBeforeAMigrationIsEncryptedAndMadeOnceForOnePassphrase(String engine) {
        Installation installation = Databases.installation(engine, folder.resolve("data"), GOOD);

        for (int attempt = 0; attempt < 2; attempt++) {
            installation.backups().beforeMigration();
            assertThat(installation.backups().list()).singleElement().satisfies(backup -> {
                assertThat(backup.manifest().isEncrypted()).isTrue();
                assertThat(backup.verifiedAt()).isNotNull();
            });
        }
        sameWith(OTHER, installation).backups().beforeMigration();
        assertThat(installation.backups().list()).as("the first one does not open with the passphrase of today").hasSize(2);
        sameWith(null, installation).backups().beforeMigration();
        assertThat(installation.backups().list()).extracting(backup -> backup.manifest().isEncrypted()).containsExactlyInAnyOrder(true, true, false);
    }

    private static Installation sameWith(@Nullable Passphrase passphrase, Installation other) {
        return new Installation(other.dataDir(), other.database(), other.user(), other.password(), other.synchronous(), passphrase);
    }

    @Test
    void oneThatWasCutShortSaysSo() throws IOException {
        Database database = filled("sqlite", "a.db");
        Backups backups = backups(database, GOOD);
        Backup backup = backups.create(Manifest.Kind.MANUAL);
        Path part = backup.folder().resolve("steward.db.enc");
        byte[] whole = Files.readAllBytes(part);
        Files.write(part, java.util.Arrays.copyOf(whole, 70_000));
        assertRefused(() -> backups.restore(backups.get(backup.name())), "is damaged: its file steward.db.enc is cut short: it has 70000 of " + whole.length + " bytes", "Take another one");
        Files.delete(part);
        assertRefused(() -> backups.restore(backups.get(backup.name())), "its file steward.db.enc is missing");
        Files.write(part, whole);
        Files.delete(backup.folder().resolve("manifest.hmac"));
        assertRefused(() -> backups.restore(backups.get(backup.name())), "its file manifest.hmac is missing");
    }
}
