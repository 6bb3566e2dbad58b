package dev.steward.sqlite.imports;

import static dev.steward.sqlite.imports.SourceDatabase.refused;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of portfolio manager's schema versions a file has, by its real columns, and where each table's rows are.
 *
 * @param tables by the name in v4, where the rows are and their columns
 */
record PortfolioManagerSchema(String instance, String version, boolean halfMigrated, Map<String, SourceTable> tables) {

    private static final List<String> KNOWN_VERSIONS = List.of("v1", "v2", "v3", "v4");

    /** What each table has in every version. */
    private static final Map<String, List<String>> COLUMNS = Map.of(
            "schema_migration", List.of("id", "version", "description", "applied_at"),
            "project", List.of("id", "name", "slug", "status", "priority", "started_date", "owner", "review_cadence",
                    "plan_content", "description", "created_at", "updated_at"),
            "session", List.of("id", "project_id", "scheduled_date", "week_key", "duration_minutes", "status", "notes",
                    "created_at", "completed_at"),
            "milestone", List.of("id", "project_id", "description", "completed_date", "sort_order", "created_at",
                    "updated_at"),
            "project_score", List.of("id", "project_id", "week_key", "score", "status", "status_note",
                    "is_manual_override", "override_reason", "created_at"),
            "weekly_review", List.of("id", "week_key", "date_from", "date_to", "hours_invested", "sessions_completed",
                    "what_moved", "what_stalled", "signals", "decision_next_week", "primary_focus",
                    "project_to_deprioritize", "risk_to_watch", "first_session_target", "written_to_repo", "created_at",
                    "updated_at"));

    static PortfolioManagerSchema of(Connection connection, Path file) throws SQLException {
        Map<String, SourceTable> stored = SourceTable.all(connection);
        Map<String, SourceTable> tables = new LinkedHashMap<>();
        for (String name : COLUMNS.keySet().stream().sorted().toList()) {
            // The upgrade to v3 copies into name_v3, drops name, renames: while name exists, it has all the rows.
            SourceTable table = stored.getOrDefault(name, stored.get(name + "_v3"));
            if (table == null) {
                throw notPortfolioManager(file, "there is no table " + name);
            }
            if (!table.keyed()) {
                throw notPortfolioManager(file, "table %s has no integer primary key id".formatted(name));
            }
            tables.put(name, table);
        }
        requireColumns(file, "schema_migration", tables);
        List<Migration> migrations = migrations(connection);
        String recorded = highestVersion(file, migrations);
        COLUMNS.keySet().stream().sorted().forEach(name -> requireColumns(file, name, tables));
        requireEither(file, tables, "session", "focus", "description");
        requireEither(file, tables, "milestone", "is_complete", "status");

        boolean sessionsRebuilt = has(tables, "session", "description") && has(tables, "session", "milestone_id");
        boolean milestonesRebuilt = has(tables, "milestone", "status");
        boolean endDate = has(tables, "project", "end_date");
        boolean targetDate = has(tables, "milestone", "target_date");
        String version;
        boolean ahead;
        if (targetDate && sessionsRebuilt && milestonesRebuilt && endDate) {
            version = has(tables, "milestone", "notes") ? "v4" : "v3";
            ahead = false;
        } else {
            version = targetDate ? "v2" : "v1";
            ahead = sessionsRebuilt || milestonesRebuilt || endDate;
        }
        boolean leftOvers = stored.containsKey("session_v3") || stored.containsKey("milestone_v3");
        boolean halfMigrated = ahead || leftOvers || !version.equals(recorded);
        return new PortfolioManagerSchema(instance(migrations.getFirst()), version, halfMigrated, tables);
    }

    private record Migration(String version, String appliedAt) {
    }

    private static List<Migration> migrations(Connection connection) throws SQLException {
        String sql = """
                SELECT CAST(version AS TEXT), CAST(applied_at AS TEXT)
                FROM schema_migration
                ORDER BY id
                """;
        List<Migration> migrations = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                migrations.add(new Migration(String.valueOf(rows.getString(1)), String.valueOf(rows.getString(2))));
            }
        }
        return migrations;
    }

    private static String highestVersion(Path file, List<Migration> migrations) {
        for (Migration migration : migrations) {
            if (!KNOWN_VERSIONS.contains(migration.version())) {
                throw refused(("%s has schema version %s, and only v1 to v4 can be imported;"
                        + " update Steward, or import the .bak file from before that upgrade.")
                        .formatted(file, printable(migration.version())));
            }
        }
        return migrations.stream().map(Migration::version).max(String::compareTo)
                .orElseThrow(() -> refused(("%s records no schema version, so it cannot be recognized at a later import;"
                        + " open it once with portfolio manager and import again.").formatted(file)));
    }

    /** The file may hold any text there, of any length. */
    private static String printable(String version) {
        String line = version.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 20 ? line : line.substring(0, 20) + "…";
    }

    /** See {@link dev.steward.application.imports.PortfolioManagerFile} for why it is this row and nothing else. */
    private static String instance(Migration first) {
        byte[] identity = ("portfolio-manager\n" + first.appliedAt()).getBytes(StandardCharsets.UTF_8);
        return "pm-" + HexFormat.of().formatHex(DatabaseCopy.sha256Digest().digest(identity), 0, 8);
    }

    private static boolean has(Map<String, SourceTable> tables, String name, String column) {
        SourceTable table = tables.get(name);
        return table != null && table.has(column);
    }

    private static void requireColumns(Path file, String name, Map<String, SourceTable> tables) {
        for (String column : COLUMNS.getOrDefault(name, List.of())) {
            if (!has(tables, name, column)) {
                throw notPortfolioManager(file, "table %s has no column %s".formatted(name, column));
            }
        }
    }

    private static void requireEither(Path file, Map<String, SourceTable> tables, String name, String old, String current) {
        if (!has(tables, name, old) && !has(tables, name, current)) {
            throw notPortfolioManager(file, "table %s has neither column %s nor %s".formatted(name, old, current));
        }
    }

    private static RuntimeException notPortfolioManager(Path file, String cause) {
        return refused("%s is an SQLite database, but not one of portfolio manager (%s); name its file, usually ~/.portfolio_manager/portfolio.db."
                .formatted(file, cause));
    }
}
