package dev.steward.sqlite;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a database file is used.
 *
 * @param synchronous FULL: an acknowledged write survives power loss; NORMAL: only a crash of the process
 * @param readers reading connections; more than cores starve the writer
 * @param queue how many writes may wait; more are refused as unavailable
 * @param group how many of those that wait share a commit at most; 1: each has its own
 * @param checkpoint after how many writes the log is copied into the database beside the writer; 0: only the writer does it, when the log is long
 */
public record SqliteSettings(Path file, Synchronous synchronous, int readers, int queue, int group, int checkpoint) {

    public enum Synchronous {
        FULL, NORMAL
    }

    public static SqliteSettings of(Path file) {
        return new SqliteSettings(file, Synchronous.FULL, Math.max(2, Runtime.getRuntime().availableProcessors()), 1_024, 128, 16);
    }

    /** What an application context must be told to use this database; the settings are a bean beside it. */
    public static Map<String, Object> contextProperties() {
        return Map.of("steward.database", "sqlite", "datasources.default.dialect", "ANSI");
    }
}
