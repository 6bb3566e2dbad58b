package dev.steward.copy;

import dev.steward.http.app.Installation;
import dev.steward.http.app.backup.Database;
import dev.steward.http.app.backup.Passphrase;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.JdbcSink;
import dev.steward.jdbc.copy.JdbcSource;
import dev.steward.jdbc.copy.RowSource;
import dev.steward.jdbc.copy.TableDigest;
import dev.steward.postgres.PostgresCopies;
import dev.steward.postgres.PostgresServer;
import dev.steward.postgres.PostgresSettings;
import dev.steward.sqlite.SqliteCopies;
import dev.steward.sqlite.SqliteSettings;
import dev.steward.sqlite.SqliteTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** New databases with the newest schema, and what is in them. */
public final class Databases {

    private Databases() {
    }

    public static CopyableDatabase sqlite(Path file) {
        SqliteTemplate.copyTo(file);
        return new SqliteCopies(SqliteSettings.of(file));
    }

    public static CopyableDatabase postgres() {
        return new PostgresCopies(PostgresServer.migratedDatabase());
    }

    /** With {@link SampleRows} in it. */
    public static Database filledSqlite(Path file) {
        try {
            Files.copy(Filled.SQLITE, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Database.Sqlite(SqliteSettings.of(file));
    }

    /** With {@link SampleRows} in it. */
    public static Database filledPostgres() {
        return new Database.Postgres(PostgresServer.copyOf(Filled.POSTGRES));
    }

    /** Filled once a process, and then copied. */
    private static final class Filled {
        static final Path SQLITE = folder().resolve("filled.db");
        static final PostgresSettings POSTGRES = PostgresServer.migratedDatabase();

        static {
            fill(sqlite(SQLITE), new SampleRows());
            new SqliteCopies(SqliteSettings.of(SQLITE)).fold();
            fill(new PostgresCopies(POSTGRES), new SampleRows());
        }

        private static Path folder() {
            try {
                return Files.createTempDirectory("steward-filled-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An installation in that folder, which is made when it is not there: with the newest schema, and nobody was in it. */
    public static Installation installation(String engine, Path folder, @Nullable Passphrase passphrase) {
        if (engine.equals("postgres")) {
            return installation(PostgresServer.migratedDatabase(), folder, passphrase);
        }
        Installation installation = new Installation(folder, "", "", "", "FULL", passphrase);
        installation.backups(); // makes the folder
        SqliteTemplate.copyTo(folder.resolve("steward.db"));
        return installation;
    }

    public static Installation installation(PostgresSettings settings, Path folder, @Nullable Passphrase passphrase) {
        return new Installation(folder, settings.url(), settings.user(), settings.password(), "FULL", passphrase);
    }

    public static void fill(CopyableDatabase database, RowSource rows) {
        try (JdbcSource empty = database.snapshot(); JdbcSink sink = database.sink()) {
            sink.fill(empty.tables(), rows, "samples", (table, result) -> {
            });
        }
    }

    public static Map<String, TableDigest> digests(CopyableDatabase database) {
        try (JdbcSource source = database.snapshot()) {
            Map<String, TableDigest> digests = new LinkedHashMap<>();
            source.tables().forEach(table -> digests.put(table.name(), TableDigest.of(source, table)));
            return digests;
        }
    }
}
