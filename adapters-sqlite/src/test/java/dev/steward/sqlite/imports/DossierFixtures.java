package dev.steward.sqlite.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * Dossier files as they come to be: the first migration with its data, then migration after migration, with what was entered in between
 * ({@code m001.sql, d001.sql, m002.sql, …} in the test resources). Foreign keys are on, as Dossier has them, so migrations 008 and 011 empty
 * the links of cards to artifacts.
 */
public final class DossierFixtures {

    /** In the order in which files of their time got them. */
    public enum Level {
        M001("001_schema.sql"),
        M002("002_orchestration.sql"),
        M003("003_memory.sql"),
        M004("004_project_description.sql"),
        M005("005_remove_steps.sql"),
        M006("006_project_context_fields.sql"),
        M007("007_project_design_inspiration.sql"),
        M008("008_finalization_phase.sql"),
        M009("009_card_last_build_error.sql"),
        M009B("009_normalize_entity_uuids"),
        M010("010_project_finalized_at.sql"),
        M011("011_context_artifact_type_scaffold.sql"),
        M012("012_card_assignment_session_id.sql");

        private final String registered;

        Level(String registered) {
            this.registered = registered;
        }

        /** {@code 001} to {@code 012}, and {@code 009b}. */
        public String label() {
            return name().substring(1).toLowerCase();
        }

        public boolean has(Level other) {
            return compareTo(other) >= 0;
        }
    }

    private DossierFixtures() {
    }

    /** A closed file {@code dossier.db} after that migration, with the data entered up to then, alone in the folder. */
    public static Path build(Path folder, Level level) {
        Path file = folder.resolve("dossier.db");
        run(file, "PRAGMA journal_mode = WAL; CREATE TABLE _migrations (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL DEFAULT (datetime('now')))");
        for (Level next : Arrays.copyOf(Level.values(), level.ordinal() + 1)) {
            upgradeTo(file, next);
            run(file, script("d" + next.label()));
        }
        return file;
    }

    /** The next migration alone, as Dossier runs it at its start. */
    public static void upgradeTo(Path file, Level level) {
        run(file, "PRAGMA foreign_keys = ON; " + script("m" + level.label()));
        run(file, "INSERT INTO _migrations (name, applied_at) VALUES ('" + level.registered + "', '2026-01-10 07:59:" + (level.ordinal() + 10) + "')");
    }

    public static void run(Path file, String statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(statements, e);
        }
    }

    private static String script(String name) {
        try (InputStream in = DossierFixtures.class.getResourceAsStream("/dossier/" + name + ".sql")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
