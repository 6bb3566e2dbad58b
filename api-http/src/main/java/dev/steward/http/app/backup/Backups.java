package dev.steward.http.app.backup;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.LockFile;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.JdbcSink;
import dev.steward.jdbc.copy.JdbcSource;
import dev.steward.jdbc.copy.TableDigest;
import dev.steward.migrations.MigrationException;
import dev.steward.migrations.Table;
import dev.steward.migrations.TableCatalog;
import dev.steward.sqlite.SqliteSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backups of one installation: a folder each, with a manifest and its parts. A backup is written under another name and gets
 * its own when all of it is on the disk, so whatever bears the name of a backup is whole.
 */
public final class Backups {

    private static final String MANIFEST = "manifest.json";
    private static final String SUMS = "SHA256SUMS";
    /** Made with the key from the manifest of an encrypted backup: whoever has another passphrase, or another manifest, is told. */
    private static final String PROOF = "manifest.hmac";
    private static final String VERIFIED = "verified";
    private static final String DATABASE = "steward.db";
    /** Of what is not a backup: not yet, or no more. */
    private static final String UNFINISHED = ".unfinished-";
    private static final long SPARE_BYTES = 16 << 20;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Database database;
    private final InstantSource time;
    private final @Nullable Passphrase passphrase;
    private final Disk disk;
    /** How much was free when an attempt filled the disk; the next one needs more. */
    private volatile long notEnough = -1;

    /** @param passphrase new backups are encrypted with it, and encrypted ones read; null: neither */
    public Backups(Path folder, Database database, InstantSource time, @Nullable Passphrase passphrase) {
        this(folder, database, time, passphrase, Disk.REAL);
    }

    Backups(Path folder, Database database, InstantSource time, @Nullable Passphrase passphrase, Disk disk) {
        this.folder = folder;
        this.database = database;
        this.time = time;
        this.passphrase = passphrase;
        this.disk = disk;
    }

    public Path folder() {
        return folder;
    }

    /** Newest first. What was never finished is none. */
    public List<Backup> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith(".") && Files.isRegularFile(entry.resolve(MANIFEST)))
                    .map(this::read).flatMap(Optional::stream)
                    .sorted(Comparator.comparing((Backup backup) -> backup.manifest().createdAt()).thenComparing(Backup::name).reversed()).toList();
        } catch (IOException e) {
            throw failed("The backups in " + folder + " cannot be listed", e);
        }
    }

    /** Folders that bear the name of a backup and cannot be read as one. */
    public List<String> damaged() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith(".") && Files.isDirectory(entry) && read(entry).isEmpty())
                    .map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw failed("The backups in " + folder + " cannot be listed", e);
        }
    }

    /** @throws CopyException naming those that exist */
    public Backup get(String name) {
        return list().stream().filter(backup -> backup.name().equals(name)).findFirst().orElseThrow(() -> new CopyException(damaged().contains(name)
                ? "The backup " + name + " is damaged: its manifest cannot be read. Take another one."
                : "There is no backup '" + name + "' in " + folder + "; 'steward backup list' shows those that exist."));
    }

    /** What is wrong with its files, said without restoring it and without writing anything; empty when they are what was written. */
    public Optional<String> damage(Backup backup) {
        try {
            requireChecksums(backup);
            return Optional.empty();
        } catch (CopyException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.of("The backup " + backup.name() + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private Optional<Backup> read(Path entry) {
        try {
            Manifest manifest = Manifest.of((Json.Obj) JsonText.parse(Files.readAllBytes(entry.resolve(MANIFEST))));
            Path verified = entry.resolve(VERIFIED);
            return Optional.of(new Backup(entry, manifest, Files.exists(verified) ? Instant.parse(Files.readString(verified).strip()) : null));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes a backup of the database as it is at one moment, while others write to it.
     *
     * @throws CopyException when it cannot be made; then nothing of it is left
     */
    public Backup create(Manifest.Kind kind) {
        return alone(() -> {
            Instant now = time.instant();
            String name = unusedName(STAMP.format(now) + "-" + kind.word());
            Path unfinished = folder.resolve(UNFINISHED + name);
            long free = disk.free(folder);
            try {
                requireSpace("No backup could be made in " + folder, folder, Math.max(estimate(), notEnough + 1));
                BackupFiles.makeFolder(unfinished);
                Manifest manifest = write(unfinished, kind, now);
                BackupFiles.sync(unfinished);
                BackupFiles.move(unfinished, folder.resolve(name));
                notEnough = -1;
                return new Backup(folder.resolve(name), manifest, null);
            } catch (IOException | RuntimeException e) {
                boolean full = isFull(e);
                sweep();
                if (full) {
                    notEnough = free;
                }
                throw full || !(e instanceof CopyException copy) || copy.getCause() instanceof IOException ? failed("No backup could be made in " + folder, e, full) : copy;
            }
        });
    }

    private Manifest write(Path unfinished, Manifest.Kind kind, Instant now) throws IOException {
        Encryption encryption = passphrase == null ? null : Encryption.fresh();
        Seal seal = passphrase == null || encryption == null ? Seal.NONE : Seal.of(passphrase, encryption);
        Map<String, TableDigest> tables = new LinkedHashMap<>();
        List<String> changeSets = database instanceof Database.Sqlite sqlite ? writeFile(sqlite, unfinished, seal, tables) : writeTables(unfinished, seal, tables);
        tables.replaceAll(seal::digest);
        Map<String, Manifest.Part> parts = new TreeMap<>();
        try (Stream<Path> files = Files.list(unfinished)) {
            for (Path file : files.toList()) {
                parts.put(file.getFileName().toString(), BackupFiles.part(file));
            }
        }
        String version = Backups.class.getPackage().getImplementationVersion();
        Manifest manifest = new Manifest(Manifest.FORMAT, version == null ? "development" : version,
                database instanceof Database.Sqlite ? Manifest.SQLITE : Manifest.POSTGRES, kind, now, changeSets, tables, parts, encryption);
        byte[] text = JsonText.bytes(manifest.toJson());
        Map<String, String> sums = new TreeMap<>();
        parts.forEach((part, written) -> sums.put(part, written.sha256()));
        sums.put(MANIFEST, write(unfinished.resolve(MANIFEST), text));
        if (encryption != null) {
            sums.put(PROOF, write(unfinished.resolve(PROOF), (seal.ofManifest(text) + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
        String lines = sums.entrySet().stream().map(sum -> sum.getValue() + "  " + sum.getKey() + "\n").collect(Collectors.joining());
        write(unfinished.resolve(SUMS), lines.getBytes(StandardCharsets.UTF_8));
        return manifest;
    }

    /** Writes a small file and returns its checksum. */
    private String write(Path file, byte[] content) throws IOException {
        disk.write(file, () -> BackupFiles.write(file, out -> out.write(content)));
        return BackupFiles.part(file).sha256();
    }

    /** What a backup and its trial take at most, as far as it can be told beforehand. */
    private long estimate() {
        return SPARE_BYTES + switch (database) {
            case Database.Sqlite sqlite -> {
                Path file = sqlite.settings().file();
                yield 2 * (file.toFile().length() + file.resolveSibling(file.getFileName() + "-wal").toFile().length());
            }
            case Database.Postgres postgres -> list().stream().filter(backup -> backup.manifest().engine().equals(Manifest.POSTGRES)).findFirst()
                    .map(backup -> backup.manifest().size() + restored(backup)).orElse(0L);
        };
    }

    /** Rows that are not packed take about four times the room. */
    private static long restored(Backup backup) {
        return backup.manifest().size() * (backup.manifest().engine().equals(Manifest.SQLITE) ? 1 : 4);
    }

    private void requireSpace(String refused, Path where, long needed) {
        long free = disk.free(where);
        if (free < needed) {
            throw new CopyException(refused + ": it needs about " + megabytes(needed) + " MB and the disk has " + megabytes(free)
                    + " MB left. Free some space, or delete backups that are no longer needed.");
        }
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    /** The system says so in the language of the user, so what is left is asked, too. */
    private boolean isFull(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if ((cause instanceof IOException || cause instanceof SQLException) && (message.contains("No space left") || message.contains("SQLITE_FULL") || message.contains("quota"))) {
                return true;
            }
        }
        return e.getCause() instanceof IOException && disk.free(folder) < SPARE_BYTES / 16;
    }

    /** A copy of the database is there for a moment also when it is encrypted, where only its owner can read it. */
    private List<String> writeFile(Database.Sqlite sqlite, Path unfinished, Seal seal, Map<String, TableDigest> tables) throws IOException {
        Path file = unfinished.resolve(DATABASE);
        disk.write(file, () -> sqlite.copies().copyTo(file));
        BackupFiles.sync(file);
        List<String> changeSets;
        try (JdbcSource source = sqlite(file).copies().snapshot()) {
            source.tables().forEach(table -> tables.put(table.name(), TableDigest.of(source, table)));
            changeSets = source.changeSets();
        }
        Path part = unfinished.resolve(seal.name(DATABASE));
        if (!part.equals(file)) {
            disk.write(part, () -> BackupFiles.write(part, out -> seal.write(DATABASE, out, sealed -> Files.copy(file, sealed))));
            Files.delete(file);
        }
        return changeSets;
    }

    private List<String> writeTables(Path unfinished, Seal seal, Map<String, TableDigest> tables) throws IOException {
        try (JdbcSource source = database.copies().snapshot()) {
            for (Table table : source.tables()) {
                tables.put(table.name(), new TableFiles(unfinished, seal, disk).write(table, source));
            }
            return source.changeSets();
        }
    }

    /**
     * Restores it on trial: checksums, a database of its own, the database's checks, rows and content of every table.
     *
     * @throws CopyException saying what is wrong with it; it is no longer listed as verified then
     */
    public Backup verify(Backup backup) {
        return alone(() -> {
            Path trial = folder.resolve(UNFINISHED + "trial");
            try {
                requireUnlocked(backup); // a passphrase that does not fit says nothing about the backup, so it stays verified
                Files.deleteIfExists(backup.folder().resolve(VERIFIED));
                requireUsable(backup);
                Seal seal = unlock(backup);
                BackupFiles.makeFolder(trial);
                requireSame(backup, seal, build(backup, seal, trial.resolve(DATABASE)));
                Instant now = time.instant();
                Path stamp = backup.folder().resolve("." + VERIFIED);
                Files.deleteIfExists(stamp);
                BackupFiles.write(stamp, out -> out.write((now + "\n").getBytes(StandardCharsets.UTF_8)));
                BackupFiles.move(stamp, backup.folder().resolve(VERIFIED));
                return new Backup(backup.folder(), backup.manifest(), now);
            } catch (IOException e) {
                throw failed("The backup " + backup.name() + " could not be verified", e);
            } catch (CopyException e) {
                throw isFull(e) ? failed("The backup " + backup.name() + " could not be verified", e) : e;
            } catch (MigrationException e) {
                throw new CopyException("The backup " + backup.name() + " cannot be restored: " + e.getMessage(), e);
            } finally {
                sweep();
            }
        });
    }

    /** Made for whoever is about to change the schema: verified, and none when the newest one holds just what the database holds. */
    public Backup beforeMigration() {
        Optional<Backup> newest = list().stream().filter(backup -> backup.manifest().kind() == Manifest.Kind.PRE_MIGRATION).findFirst();
        if (newest.isPresent() && newest.get().verifiedAt() != null && holds(newest.get())) {
            return verify(newest.get());
        }
        return verify(create(Manifest.Kind.PRE_MIGRATION));
    }

    /** One that was encrypted with another passphrase, or in another way than new ones are, counts as something else. */
    private boolean holds(Backup backup) {
        if (backup.manifest().isEncrypted() != (passphrase != null)) {
            return false;
        }
        Seal seal;
        try {
            seal = unlock(backup);
        } catch (CopyException | IOException e) {
            return false;
        }
        try (JdbcSource source = database.copies().snapshot()) {
            return source.changeSets().equals(backup.manifest().changeSets()) && source.tables().stream()
                    .allMatch(table -> seal.digest(table.name(), TableDigest.of(source, table)).equals(backup.manifest().tables().get(table.name())));
        }
    }

    /**
     * Replaces the database of the installation. An SQLite file is built beside, checked, migrated, and takes the name of the old
     * one, which is kept. A PostgreSQL database must be empty.
     *
     * @return where the database that was there before is now, empty when there was none
     * @throws CopyException when a server runs on the database, or the backup is damaged or of a newer version; nothing was changed then
     */
    public Optional<Path> restore(Backup backup) {
        try (CopyableDatabase.Use alone = database.copies().useAlone()) {
            requireUsable(backup);
            Seal seal = unlock(backup);
            return switch (database) {
                case Database.Sqlite sqlite -> replace(backup, seal, sqlite.settings().file());
                case Database.Postgres postgres -> {
                    copy(backup, seal, postgres);
                    yield Optional.empty();
                }
            };
        } catch (IOException e) {
            throw failed("The backup " + backup.name() + " could not be restored", e);
        } catch (CopyException e) {
            if (isFull(e) && database instanceof Database.Postgres) {
                throw new CopyException("The backup " + backup.name() + " could not be restored: a disk is full. Free some space and run the same command again; until then no server "
                        + "starts on the database.", e);
            }
            throw isFull(e) ? failed("The backup " + backup.name() + " could not be restored", e) : e;
        }
    }

    private Optional<Path> replace(Backup backup, Seal seal, Path file) throws IOException {
        String suffix = STAMP.format(time.instant());
        Path built = file.resolveSibling(file.getFileName() + ".restoring-" + suffix);
        Path kept = file.resolveSibling(file.getFileName() + ".before-restore-" + suffix);
        try {
            requireSame(backup, seal, build(backup, seal, built));
            Database.Sqlite restored = sqlite(built);
            restored.withSchema(migrations -> {
                migrations.update();
                return true;
            });
            requireSound(backup, restored.copies());
            restored.copies().fold();
            BackupFiles.sync(built);
            boolean replaces = Files.exists(file);
            if (replaces) {
                keep(file, kept);
            }
            // One step: at every moment there is a whole database under the name, the old one or the new one.
            BackupFiles.move(built, file);
            return replaces ? Optional.of(kept) : Optional.empty();
        } finally {
            for (String end : List.of("", "-wal", "-shm", ".lock", "-journal")) {
                Files.deleteIfExists(built.resolveSibling(built.getFileName() + end));
            }
        }
    }

    /** The write-ahead log belongs to the old database alone: with the new one it would be read as if it were its own. */
    private void keep(Path file, Path kept) throws IOException {
        try {
            sqlite(file).copies().fold();
        } catch (CopyException e) {
            // Damaged: most often the reason for restoring. It is kept as it is, log and all.
        }
        for (String end : List.of("-wal", "-shm")) {
            Path beside = file.resolveSibling(file.getFileName() + end);
            if (Files.exists(beside)) {
                Files.move(beside, kept.resolveSibling(kept.getFileName() + end));
            }
        }
        try {
            Files.createLink(kept, file);
        } catch (UnsupportedOperationException e) {
            Files.copy(file, kept);
            BackupFiles.sync(kept);
        }
    }

    private void copy(Backup backup, Seal seal, Database.Postgres target) throws IOException {
        target.requireEmpty();
        requireChecksums(backup);
        target.withSchema(migrations -> {
            List<String> applied = new ArrayList<>(migrations.status().applied());
            migrations.updateThrough(backup.manifest().changeSets());
            if (!applied.isEmpty() && !TableCatalog.of(applied).equals(TableCatalog.of(backup.manifest().changeSets()))) {
                throw new CopyException("The database has a schema of another age than the backup; name a new, empty one.");
            }
            return true;
        });
        Path trial = folder.resolve(UNFINISHED + "restore");
        alone(() -> {
            try (JdbcSink sink = target.copies().sink()) {
                BackupFiles.makeFolder(trial);
                if (backup.manifest().engine().equals(Manifest.SQLITE)) {
                    Database.Sqlite file = build(backup, seal, trial.resolve(DATABASE));
                    try (JdbcSource source = file.copies().snapshot()) {
                        sink.fill(source.tables(), source, "the backup " + backup.name(), (table, result) -> {
                        });
                    }
                } else {
                    sink.fill(TableCatalog.of(backup.manifest().changeSets()), new TableFiles(backup.folder(), seal, disk), "the backup " + backup.name(), (table, result) -> {
                    });
                }
            } catch (IOException e) {
                throw failed("The backup " + backup.name() + " could not be restored", e);
            } finally {
                sweep();
            }
            return true;
        });
        requireDigests(backup, seal, target.copies());
        target.withSchema(migrations -> {
            migrations.update();
            return true;
        });
    }

    /** A database file with what is in the backup, with the schema that it had. */
    private Database.Sqlite build(Backup backup, Seal seal, Path file) throws IOException {
        Database.Sqlite built = sqlite(file);
        requireChecksums(backup);
        requireSpace("The backup " + backup.name() + " could not be restored to " + file.resolveSibling(""), file.toAbsolutePath().resolveSibling(""), restored(backup) + SPARE_BYTES);
        if (backup.manifest().engine().equals(Manifest.SQLITE)) {
            String name = seal.name(DATABASE);
            try {
                disk.write(file, () -> BackupFiles.write(file, out -> copy(backup, seal, name, out)));
            } catch (SealedStream.BrokenException e) {
                throw damaged(backup, name, String.valueOf(e.getMessage()));
            }
        } else {
            disk.write(file, () -> {
                built.withSchema(migrations -> {
                    migrations.updateThrough(backup.manifest().changeSets());
                    return true;
                });
                try (JdbcSink sink = built.copies().sink()) {
                    sink.fill(TableCatalog.of(backup.manifest().changeSets()), new TableFiles(backup.folder(), seal, disk), backup.name(), (table, result) -> {
                    });
                }
            });
        }
        return built;
    }

    /** What is summed up is what is copied. */
    private static void copy(Backup backup, Seal seal, String name, OutputStream out) throws IOException {
        try (BackupFiles.Summed stored = BackupFiles.summing(backup.folder().resolve(name)); InputStream part = seal.reading(DATABASE, stored)) {
            part.transferTo(out);
            if (!stored.part().equals(backup.manifest().parts().get(name))) {
                throw damaged(backup, name, "is not what was written");
            }
        }
    }

    /** @throws CopyException when the backup is encrypted and the passphrase is missing or another one, or its manifest is damaged */
    private Seal unlock(Backup backup) throws IOException {
        requireUnlocked(backup);
        Encryption encryption = backup.manifest().encryption();
        if (encryption == null || passphrase == null) {
            return Seal.NONE;
        }
        Map<String, String> sums = sums(backup);
        requireWhole(backup, MANIFEST, sums);
        requireWhole(backup, PROOF, sums);
        if (!backup.manifest().equals(Manifest.of((Json.Obj) JsonText.parse(Files.readAllBytes(backup.folder().resolve(MANIFEST)))))) {
            throw damaged(backup, MANIFEST, "was exchanged meanwhile");
        }
        return Seal.of(passphrase, encryption);
    }

    /** Whether its files are what was written is not asked: only what would not open. */
    private void requireUnlocked(Backup backup) throws IOException {
        Encryption encryption = backup.manifest().encryption();
        if (encryption == null) {
            return;
        }
        if (passphrase == null) {
            throw new CopyException("The backup " + backup.name() + " is encrypted, and there is no passphrase. Name the file that holds it with --passphrase-file, or set "
                    + Passphrase.VARIABLE + ". Nothing was changed.");
        }
        Map<String, String> sums;
        try {
            sums = listed(backup);
            requireWhole(backup, MANIFEST, sums);
            requireWhole(backup, PROOF, sums);
        } catch (CopyException e) {
            return; // damage is for others to say
        }
        byte[] text = Files.readAllBytes(backup.folder().resolve(MANIFEST));
        String proof = Files.readString(backup.folder().resolve(PROOF), StandardCharsets.ISO_8859_1).strip();
        if (!MessageDigest.isEqual(proof.getBytes(StandardCharsets.UTF_8), Seal.of(passphrase, encryption).ofManifest(text).getBytes(StandardCharsets.UTF_8))) {
            throw new CopyException("The passphrase does not fit the backup " + backup.name()
                    + ": it was encrypted with another one, or its manifest was changed. Name the one of that time with --passphrase-file. Nothing was changed.");
        }
    }

    /** Its checksum first: with a flipped byte in it, a manifest may name change sets that no version has. */
    private static void requireUsable(Backup backup) throws IOException {
        requireWhole(backup, MANIFEST, listed(backup));
        Set<String> unknown = TableCatalog.unknown(backup.manifest().changeSets());
        if (backup.manifest().format() > Manifest.FORMAT || !unknown.isEmpty()) {
            throw new CopyException("The backup " + backup.name() + " was made by a newer Steward (" + backup.manifest().steward()
                    + "); restore it with that version or a later one. Nothing was changed.");
        }
    }

    private static void requireChecksums(Backup backup) throws IOException {
        Map<String, String> sums = sums(backup);
        for (String name : sums.keySet()) {
            requireWhole(backup, name, sums);
        }
    }

    /** Checksums by file, as they are written down. */
    private static Map<String, String> listed(Backup backup) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        try {
            String text = Files.readString(backup.folder().resolve(SUMS));
            if (!text.endsWith("\n")) {
                throw damaged(backup, SUMS, "is cut short");
            }
            for (String line : text.split("\n")) {
                String[] words = line.split(" {2}", 2);
                sums.put(words[words.length - 1], words[0]);
            }
        } catch (CharacterCodingException e) {
            throw damaged(backup, SUMS, "is not what was written");
        } catch (NoSuchFileException e) {
            throw damaged(backup, SUMS, "is missing");
        }
        return sums;
    }

    /** The same, just of the files that belong to the backup. */
    private static Map<String, String> sums(Backup backup) throws IOException {
        Map<String, String> sums = listed(backup);
        Set<String> expected = new TreeSet<>(backup.manifest().parts().keySet());
        expected.add(MANIFEST);
        if (backup.manifest().isEncrypted()) {
            expected.add(PROOF);
        }
        if (!sums.keySet().equals(expected)) {
            throw damaged(backup, SUMS, "is not what was written");
        }
        return sums;
    }

    private static void requireWhole(Backup backup, String name, Map<String, String> sums) throws IOException {
        Manifest.Part expected = backup.manifest().parts().get(name);
        try {
            Manifest.Part found = BackupFiles.part(backup.folder().resolve(name));
            if (expected != null && found.size() < expected.size()) {
                throw damaged(backup, name, "is cut short: it has " + found.size() + " of " + expected.size() + " bytes");
            }
            if (!found.sha256().equals(sums.get(name)) || expected != null && !found.equals(expected)) {
                throw damaged(backup, name, "is not what was written");
            }
        } catch (NoSuchFileException e) {
            throw damaged(backup, name, "is missing");
        }
    }

    private static CopyException damaged(Backup backup, String part, String how) {
        return new CopyException("The backup " + backup.name() + " is damaged: its file " + part + " " + how + ". Take another one.");
    }

    private static void requireSame(Backup backup, Seal seal, Database.Sqlite built) {
        requireSound(backup, built.copies());
        requireDigests(backup, seal, built.copies());
    }

    private static void requireSound(Backup backup, CopyableDatabase restored) {
        List<String> problems = restored.problems();
        if (!problems.isEmpty()) {
            throw new CopyException("The backup " + backup.name() + " does not restore to a sound database: " + String.join("; ", problems) + ". Take another one.");
        }
    }

    private static void requireDigests(Backup backup, Seal seal, CopyableDatabase restored) {
        try (JdbcSource source = restored.snapshot()) {
            for (Table table : TableCatalog.of(backup.manifest().changeSets())) {
                TableDigest expected = backup.manifest().tables().get(table.name());
                TableDigest found = seal.digest(table.name(), TableDigest.of(source, table));
                if (!found.equals(expected)) {
                    throw new CopyException("The backup " + backup.name() + " restores to something else than was backed up: the table " + table.name() + " has "
                            + found.rows() + " rows, its manifest says " + (expected == null ? "nothing" : expected.rows()) + ". Take another one.");
                }
            }
        }
    }

    /** Deletes it: first its name goes, then its parts. */
    public void delete(Backup backup) {
        alone(() -> {
            try {
                BackupFiles.move(backup.folder(), folder.resolve(UNFINISHED + backup.name()));
                return true;
            } catch (IOException e) {
                throw failed("The backup " + backup.name() + " could not be deleted", e);
            } finally {
                sweep();
            }
        });
    }

    private String unusedName(String wanted) {
        String name = wanted;
        for (int i = 2; Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }

    /** One process at a time changes the folder, so what is unfinished when one begins was left behind by one that was killed. */
    private <R> R alone(Work<R> work) {
        try {
            BackupFiles.makeFolder(folder);
            return LockFile.<R, RuntimeException>holding(folder.resolve(".lock"), () -> {
                sweep();
                return work.run();
            });
        } catch (IOException e) {
            throw failed("The backup folder " + folder + " cannot be used", e);
        }
    }

    private interface Work<R> {
        R run();
    }

    private void sweep() {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(entry -> entry.getFileName().toString().startsWith(UNFINISHED)).toList()) {
                BackupFiles.delete(entry);
            }
        } catch (IOException e) {
            throw failed("The backup folder " + folder + " cannot be tidied up", e);
        }
    }

    private CopyException failed(String what, Exception e) {
        return failed(what, e, isFull(e));
    }

    private static CopyException failed(String what, Exception e, boolean full) {
        if (full) {
            return new CopyException(what + ": the disk is full. Free some space, or delete backups that are no longer needed. Nothing unfinished was left behind.", e);
        }
        Throwable cause = e instanceof CopyException && e.getCause() != null ? e.getCause() : e;
        String reason = switch (cause) {
            case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied; check its owner and mode";
            case FileAlreadyExistsException file -> file.getFile() + " is a file and no folder";
            default -> String.valueOf(cause.getMessage());
        };
        return new CopyException(what + ": " + reason, e);
    }

    private static Database.Sqlite sqlite(Path file) {
        return new Database.Sqlite(SqliteSettings.of(file));
    }
}
