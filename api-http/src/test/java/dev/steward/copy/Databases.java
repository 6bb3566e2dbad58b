package dev.steward.copy;

import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.JdbcSink;
import dev.steward.jdbc.copy.JdbcSource;
import dev.steward.jdbc.copy.RowSource;
import dev.steward.jdbc.copy.TableDigest;
import dev.steward.migrations.Migrations;
import dev.steward.postgres.PostgresCopies;
import dev.steward.postgres.PostgresSchema;
import dev.steward.postgres.PostgresServer;
import dev.steward.postgres.PostgresSettings;
import dev.steward.sqlite.SqliteCopies;
import dev.steward.sqlite.SqliteSchema;
import dev.steward.sqlite.SqliteSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** New databases with the newest schema, and what is in them. */
public final class Databases {

    private Databases() {
    }

    public static CopyableDatabase sqlite(Path file) {
        new SqliteSchema(SqliteSettings.of(file)).with(Databases::update);
        return new SqliteCopies(SqliteSettings.of(file));
    }

    public static CopyableDatabase postgres() {
        return postgres(PostgresServer.newDatabase());
    }

    public static CopyableDatabase postgres(PostgresSettings settings) {
        new PostgresSchema(settings).with(Databases::update);
        return new PostgresCopies(settings);
    }

    private static boolean update(Migrations migrations) {
        migrations.update();
        return true;
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
