package dev.steward.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Migrated once a process: copies take a fraction of the time, and many at once. */
public final class SqliteTemplate {

    private static final Path FILE = make();

    private SqliteTemplate() {
    }

    private static Path make() {
        try {
            Path file = Files.createTempDirectory("steward-template-").resolve("steward.db");
            new SqliteSchema(SqliteSettings.of(file)).with(migrations -> {
                migrations.update();
                return true;
            });
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a database with the newest schema, and nothing in it. */
    public static void copyTo(Path file) {
        try {
            Files.copy(FILE, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
