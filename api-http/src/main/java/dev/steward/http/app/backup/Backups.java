package dev.steward.http.app.backup;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The backups of one installation: a folder each, with a manifest and its parts. A backup is written under another name and gets
 * its own when all of it is on the disk, so whatever bears the name of a backup is whole.
 */
public final class Backups {

    private static final String MANIFEST = "manifest.json";
    private static final String SUMS = "SHA256SUMS";
    private static final String VERIFIED = "verified";
    private static final String DATABASE = "steward.db";
    /** Of what is not a backup: not yet, or no more. */
    private static final String UNFINISHED = ".unfinished-";
    private static final long SPARE_BYTES = 16 << 20;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Database database;
    private final InstantSource time;
    private final ToLongFunction<Path> freeBytes;

    public Backups(Path folder, Database database, InstantSource time) {
        this(folder, database, time, path -> {
            try {
                return Files.getFileStore(path).getUsableSpace();
            } catch (IOException e) {
                return Long.MAX_VALUE; // then writing will tell
            }
        });
    }

    /** @param freeBytes how much a folder can still take; a test says little */
    Backups(Path folder, Database database, InstantSource time, ToLongFunction<Path> freeBytes) {
        this.folder = folder;
        this.database = database;
        this.time = time;
        this.freeBytes = freeBytes;
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
            try {
                requireSpace();
                BackupFiles.makeFolder(unfinished);
                Manifest manifest = database instanceof Database.Sqlite sqlite ? writeFile(sqlite, unfinished, kind, now) : writeTables(unfinished, kind, now);
                BackupFiles.write(unfinished.resolve(MANIFEST), out -> out.write(JsonText.bytes(manifest.toJson())));
                String sums = Stream.concat(manifest.parts().entrySet().stream().map(part -> part.getValue().sha256() + "  " + part.getKey() + "\n"),
                        Stream.of(BackupFiles.part(unfinished.resolve(MANIFEST)).sha256() + "  " + MANIFEST + "\n")).collect(Collectors.joining());
                BackupFiles.write(unfinished.resolve(SUMS), out -> out.write(sums.getBytes(StandardCharsets.UTF_8)));
                BackupFiles.sync(unfinished);
                BackupFiles.move(unfinished, folder.resolve(name));
                return new Backup(folder.resolve(name), manifest, null);
            } catch (IOException | RuntimeException e) {
                sweep();
                throw e instanceof CopyException copy && !(copy.getCause() instanceof IOException) ? copy
                        : failed("No backup could be made in " + folder, e);
            }
        });
    }

    private void requireSpace() {
        if (database instanceof Database.Sqlite sqlite) {
            Path file = sqlite.settings().file();
            long needed = file.toFile().length() + file.resolveSibling(file.getFileName() + "-wal").toFile().length() + SPARE_BYTES;
            long free = freeBytes.applyAsLong(folder);
            if (free < needed) {
                throw new CopyException("No backup could be made in " + folder + ": it needs about " + megabytes(needed) + " MB and the disk has " + megabytes(free)
                        + " MB left. Free some space, or delete backups that are no longer needed.");
            }
        }
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    private Manifest writeFile(Database.Sqlite sqlite, Path unfinished, Manifest.Kind kind, Instant now) throws IOException {
        Path file = unfinished.resolve(DATABASE);
        sqlite.copies().copyTo(file);
        BackupFiles.sync(file);
        try (JdbcSource source = sqlite(file).copies().snapshot()) {
            Map<String, TableDigest> tables = new LinkedHashMap<>();
            source.tables().forEach(table -> tables.put(table.name(), TableDigest.of(source, table)));
            return manifest(Manifest.SQLITE, kind, now, source.changeSets(), tables, unfinished);
        }
    }

    private Manifest writeTables(Path unfinished, Manifest.Kind kind, Instant now) throws IOException {
        try (JdbcSource source = database.copies().snapshot()) {
            Map<String, TableDigest> tables = new LinkedHashMap<>();
            for (Table table : source.tables()) {
                tables.put(table.name(), new TableFiles(unfinished).write(table, source));
            }
            return manifest(Manifest.POSTGRES, kind, now, source.changeSets(), tables, unfinished);
        }
    }

    private static Manifest manifest(String engine, Manifest.Kind kind, Instant now, List<String> changeSets, Map<String, TableDigest> tables, Path unfinished) throws IOException {
        Map<String, Manifest.Part> parts = new TreeMap<>();
        try (Stream<Path> files = Files.list(unfinished)) {
            for (Path file : files.toList()) {
                parts.put(file.getFileName().toString(), BackupFiles.part(file));
            }
        }
        String version = Backups.class.getPackage().getImplementationVersion();
        return new Manifest(Manifest.FORMAT, version == null ? "development" : version, engine, kind, now, changeSets, tables, parts);
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
                Files.deleteIfExists(backup.folder().resolve(VERIFIED));
                requireUsable(backup);
                BackupFiles.makeFolder(trial);
                requireSame(backup, build(backup, trial.resolve(DATABASE)));
                Instant now = time.instant();
                Path stamp = backup.folder().resolve("." + VERIFIED);
                Files.deleteIfExists(stamp);
                BackupFiles.write(stamp, out -> out.write((now + "\n").getBytes(StandardCharsets.UTF_8)));
                BackupFiles.move(stamp, backup.folder().resolve(VERIFIED));
                return new Backup(backup.folder(), backup.manifest(), now);
            } catch (IOException e) {
                throw failed("The backup " + backup.name() + " could not be verified", e);
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

    private boolean holds(Backup backup) {
        try (JdbcSource source = database.copies().snapshot()) {
            return source.changeSets().equals(backup.manifest().changeSets()) && source.tables().stream()
                    .allMatch(table -> TableDigest.of(source, table).equals(backup.manifest().tables().get(table.name())));
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
        requireUsable(backup);
        try (CopyableDatabase.Use alone = database.copies().useAlone()) {
            return switch (database) {
                case Database.Sqlite sqlite -> replace(backup, sqlite.settings().file());
                case Database.Postgres postgres -> {
                    copy(backup, postgres);
                    yield Optional.empty();
                }
            };
        } catch (IOException e) {
            throw failed("The backup " + backup.name() + " could not be restored", e);
        }
    }

    private Optional<Path> replace(Backup backup, Path file) throws IOException {
        String suffix = STAMP.format(time.instant());
        Path built = file.resolveSibling(file.getFileName() + ".restoring-" + suffix);
        Path kept = file.resolveSibling(file.getFileName() + ".before-restore-" + suffix);
        try {
            requireSame(backup, build(backup, built));
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

    private void copy(Backup backup, Database.Postgres target) throws IOException {
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
                    Database.Sqlite file = build(backup, trial.resolve(DATABASE));
                    try (JdbcSource source = file.copies().snapshot()) {
                        sink.fill(source.tables(), source, "the backup " + backup.name(), (table, result) -> {
                        });
                    }
                } else {
                    requireChecksums(backup);
                    sink.fill(TableCatalog.of(backup.manifest().changeSets()), new TableFiles(backup.folder()), "the backup " + backup.name(), (table, result) -> {
                    });
                }
            } catch (IOException e) {
                throw failed("The backup " + backup.name() + " could not be restored", e);
            } finally {
                sweep();
            }
            return true;
        });
        requireDigests(backup, target.copies());
        target.withSchema(migrations -> {
            migrations.update();
            return true;
        });
    }

    /** A database file with what is in the backup, with the schema that it had. */
    private Database.Sqlite build(Backup backup, Path file) throws IOException {
        Database.Sqlite built = sqlite(file);
        requireChecksums(backup);
        if (backup.manifest().engine().equals(Manifest.SQLITE)) {
            Manifest.Part[] copied = new Manifest.Part[1];
            BackupFiles.write(file, out -> copied[0] = BackupFiles.read(backup.folder().resolve(DATABASE), out));
            if (!copied[0].equals(backup.manifest().parts().get(DATABASE))) {
                throw damaged(backup, DATABASE);
            }
        } else {
            built.withSchema(migrations -> {
                migrations.updateThrough(backup.manifest().changeSets());
                return true;
            });
            try (JdbcSink sink = built.copies().sink()) {
                sink.fill(TableCatalog.of(backup.manifest().changeSets()), new TableFiles(backup.folder()), backup.name(), (table, result) -> {
                });
            }
        }
        return built;
    }

    private static void requireUsable(Backup backup) {
        Set<String> unknown = TableCatalog.unknown(backup.manifest().changeSets());
        if (backup.manifest().format() > Manifest.FORMAT || !unknown.isEmpty()) {
            throw new CopyException("The backup " + backup.name() + " was made by a newer Steward (" + backup.manifest().steward()
                    + "); restore it with that version or a later one. Nothing was changed.");
        }
    }

    private static void requireChecksums(Backup backup) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(backup.folder().resolve(SUMS))) {
                String[] words = line.split(" {2}", 2);
                sums.put(words[words.length - 1], words[0]);
            }
        } catch (CharacterCodingException e) {
            throw damaged(backup, SUMS);
        }
        Set<String> expected = new TreeSet<>(backup.manifest().parts().keySet());
        expected.add(MANIFEST);
        if (!sums.keySet().equals(expected)) {
            throw damaged(backup, SUMS);
        }
        for (String name : expected) {
            try {
                Manifest.Part found = BackupFiles.part(backup.folder().resolve(name));
                if (!found.sha256().equals(sums.get(name)) || !name.equals(MANIFEST) && !found.equals(backup.manifest().parts().get(name))) {
                    throw damaged(backup, name);
                }
            } catch (NoSuchFileException e) {
                throw damaged(backup, name);
            }
        }
    }

    private static CopyException damaged(Backup backup, String part) {
        return new CopyException("The backup " + backup.name() + " is damaged: its file " + part + " is not what was written. Take another one.");
    }

    private static void requireSame(Backup backup, Database.Sqlite built) {
        requireSound(backup, built.copies());
        requireDigests(backup, built.copies());
    }

    private static void requireSound(Backup backup, CopyableDatabase restored) {
        List<String> problems = restored.problems();
        if (!problems.isEmpty()) {
            throw new CopyException("The backup " + backup.name() + " does not restore to a sound database: " + String.join("; ", problems) + ". Take another one.");
        }
    }

    private static void requireDigests(Backup backup, CopyableDatabase restored) {
        try (JdbcSource source = restored.snapshot()) {
            for (Table table : TableCatalog.of(backup.manifest().changeSets())) {
                TableDigest expected = backup.manifest().tables().get(table.name());
                TableDigest found = TableDigest.of(source, table);
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
        synchronized (Backups.class) {
            try {
                BackupFiles.makeFolder(folder);
                try (FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
                    sweep();
                    return work.run();
                }
            } catch (IOException e) {
                throw failed("The backup folder " + folder + " cannot be used", e);
            }
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

    private static CopyException failed(String what, Exception e) {
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
