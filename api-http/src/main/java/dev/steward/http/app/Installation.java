package dev.steward.http.app;

import dev.steward.http.app.backup.Backup;
import dev.steward.http.app.backup.Backups;
import dev.steward.http.app.backup.Database;
import dev.steward.http.app.backup.Passphrase;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.migrations.MigrationException;
import dev.steward.migrations.Migrations;
import dev.steward.postgres.PostgresSettings;
import dev.steward.sqlite.SqliteSettings;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where an installation keeps its data.
 *
 * @param dataDir made with mode 0700 when it is not there
 * @param database a {@code jdbc:postgresql:} URL, a {@code jdbc:sqlite:} URL, a file, or empty for {@code steward.db} in the data folder
 * @param synchronous FULL or NORMAL, for SQLite
 * @param passphrase of backups; null: they are not encrypted
 */
public record Installation(Path dataDir, String database, String user, String password, String synchronous, @Nullable Passphrase passphrase) {

    private static final String POSTGRES = "jdbc:postgresql:";
    private static final String SQLITE = "jdbc:sqlite:";

    /** One whose backups are not encrypted. */
    public Installation(Path dataDir, String database, String user, String password, String synchronous) {
        this(dataDir, database, user, password, synchronous, null);
    }

    public boolean isPostgres() {
        return database.startsWith(POSTGRES);
    }

    /** Where the data is, for people; never with a password. */
    public String location() {
        return target().location();
    }

    /** Uses the schema, alone among all processes. */
    public <R> R withSchema(Function<Migrations, R> work) {
        makeDataDir();
        return target().withSchema(work);
    }

    /** Brings the schema up to date; where there is data already, a verified backup is made first, or nothing is changed. */
    public Migrations.Status migrate() {
        return withSchema(migrations -> {
            requireWhole();
            Migrations.Status before = migrations.status();
            if (!before.isNew() && before.unknown().isEmpty() && !before.pending().isEmpty()) {
                backUp();
            }
            migrations.update();
            return migrations.status();
        });
    }

    /**
     * What is left after change sets were taken back.
     *
     * @param backup of what was there before
     */
    public record TakenBack(Migrations.Status status, Backup backup) {
    }

    /**
     * Takes back the newest {@code count} change sets, after a verified backup of what is there.
     *
     * @throws CopyException when a server runs on the database, there are fewer, or the database is newer than this program
     * @throws MigrationException when the backup failed; like the others it says that nothing was changed
     */
    public TakenBack rollback(int count) {
        makeDataDir();
        try (CopyableDatabase.Use alone = target().copies().useAlone()) {
            return withSchema(migrations -> {
                requireWhole();
                Migrations.Status before = migrations.status();
                if (!before.unknown().isEmpty()) {
                    throw new CopyException("The database was made by a newer Steward: it has the change sets " + String.join(", ", before.unknown())
                            + ". Take them back with that version. Nothing was changed.");
                }
                if (count > before.applied().size()) {
                    throw new CopyException("There are only " + before.applied().size() + " change sets, so " + count + " cannot be taken back. Nothing was changed.");
                }
                Backup backup = backUp();
                migrations.rollback(count);
                return new TakenBack(migrations.status(), backup);
            });
        }
    }

    private void requireWhole() {
        target().copies().unfinishedCopy().ifPresent(origin -> {
            throw new CopyException("The database holds an unfinished copy of " + origin + "; finish that, or name another database.");
        });
    }

    private Backup backUp() {
        try {
            return backups().beforeMigration();
        } catch (CopyException e) {
            throw new MigrationException("The schema was not changed, because the backup that comes first failed. " + e.getMessage(), e);
        }
    }

    public Database target() {
        return isPostgres() ? new Database.Postgres(postgres()) : new Database.Sqlite(sqlite());
    }

    public Backups backups() {
        return backups(InstantSource.system());
    }

    public Backups backups(InstantSource time) {
        makeDataDir();
        return new Backups(dataDir.toAbsolutePath().normalize().resolve("backups"), target(), time, passphrase);
    }

    /** Opens the database, after bringing its schema up to date. The caller closes the context. */
    public ApplicationContext open(Map<String, Object> properties) {
        migrate();
        Map<String, Object> all = new HashMap<>(properties);
        all.putAll(isPostgres() ? PostgresSettings.contextProperties() : SqliteSettings.contextProperties());
        return ApplicationContext.builder()
                .properties(all)
                .singletons(isPostgres() ? postgres() : sqlite(), this)
                .banner(false)
                .start();
    }

    private PostgresSettings postgres() {
        return PostgresSettings.of(database, user, password);
    }

    private SqliteSettings sqlite() {
        String file = database.startsWith(SQLITE) ? database.substring(SQLITE.length()).replaceFirst("\\?.*", "") : database;
        SqliteSettings standard = SqliteSettings.of((file.isEmpty() ? dataDir.resolve("steward.db") : Path.of(file)).toAbsolutePath().normalize());
        return new SqliteSettings(standard.file(), SqliteSettings.Synchronous.valueOf(synchronous), standard.readers(), standard.queue(),
                Integer.getInteger("steward.sqlite.group", standard.group()), // benchmarks measure what groups gain
                standard.checkpoint());
    }

    private void makeDataDir() {
        Ownership.self().ifPresent(self -> {
            Ownership.require(dataDir, "The data folder", self);
            if (!isPostgres()) {
                Ownership.require(sqlite().file(), "The database", self);
            }
        });
        try {
            if (!Files.isDirectory(dataDir)) {
                boolean posix = dataDir.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("posix");
                if (posix) {
                    Files.createDirectories(dataDir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else {
                    Files.createDirectories(dataDir);
                }
            }
        } catch (AccessDeniedException e) {
            throw new UncheckedIOException("The data folder " + dataDir + " cannot be made: access to " + e.getFile()
                    + " is denied. Run this as the user that the data belongs to, or name a folder of your own with --data-dir.", e);
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + dataDir + " cannot be made: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return location();
    }
}
