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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of Dossier's migrations a file has, by its registry and by its real columns, and where each table's rows are.
 *
 * @param tables by the name in the newest version
 */
record DossierSchema(String instance, String version, boolean linksDropped, List<String> notes, Map<String, SourceTable> tables) {

    private static final String FIRST = "001_schema.sql";
    private static final int NEWEST = 12;
    private static final Pattern NUMBERED = Pattern.compile("(\\d{1,4})_.*", Pattern.DOTALL);

    /** What each table has after all migrations; those of the first migration first. */
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("project", "id name repo_url default_branch action_sequence created_at updated_at description customer_personas tech_stack"
                + " deployment design_inspiration finalized_at");
        COLUMNS.put("workflow", "id project_id title description build_state position created_at updated_at");
        COLUMNS.put("workflow_activity", "id workflow_id title color position created_at updated_at");
        COLUMNS.put("card", "id workflow_activity_id title description status priority position quick_answer build_state last_built_at"
                + " last_build_ref created_at updated_at finalized_at last_build_error");
        COLUMNS.put("planning_action", "id project_id action_type target_ref payload validation_status rejection_reason applied_at"
                + " idempotency_key created_at");
        COLUMNS.put("context_artifact", "id project_id name type title content uri locator mime_type integration_ref checksum created_at updated_at");
        COLUMNS.put("card_context_artifact", "card_id context_artifact_id linked_by usage_hint");
        for (String kind : List.of("card_requirement", "card_assumption", "card_question")) {
            COLUMNS.put(kind, "id card_id text status source confidence position created_at updated_at");
        }
        COLUMNS.put("card_known_fact", "id card_id text evidence_source status source confidence position created_at updated_at");
        COLUMNS.put("card_planned_file", "id card_id logical_file_name module_hint artifact_kind action intent_summary contract_notes status"
                + " position created_at updated_at");
        COLUMNS.put("system_policy_profile", "id project_id required_checks protected_paths forbidden_paths dependency_policy security_policy"
                + " architecture_policy approval_policy updated_at");
        COLUMNS.put("orchestration_run", "id project_id scope workflow_id card_id trigger_type status initiated_by repo_url base_branch"
                + " system_policy_profile_id system_policy_snapshot run_input_snapshot worktree_root started_at ended_at created_at updated_at");
        COLUMNS.put("card_assignment", "id run_id card_id agent_role agent_profile feature_branch worktree_path allowed_paths forbidden_paths"
                + " assignment_input_snapshot status created_at updated_at session_id");
        COLUMNS.put("agent_execution", "id assignment_id status started_at ended_at summary error");
        COLUMNS.put("agent_commit", "id assignment_id sha branch message committed_at");
        COLUMNS.put("run_check", "id run_id check_type status output executed_at created_at");
        COLUMNS.put("pull_request_candidate", "id run_id base_branch head_branch title description status pr_url created_at updated_at");
        COLUMNS.put("approval_request", "id run_id approval_type status requested_by requested_at resolved_by resolved_at notes created_at updated_at");
        COLUMNS.put("event_log", "id project_id run_id event_type actor payload created_at");
        COLUMNS.put("memory_unit", "id content_type mime_type title content_text link_url status embedding_ref updated_at");
        COLUMNS.put("memory_unit_relation", "memory_unit_id entity_type entity_id relation_role");
        COLUMNS.put("memory_retrieval_log", "id query_text scope_entity_type scope_entity_id result_memory_ids created_at");
        COLUMNS.put("_migrations", "name applied_at");
        COLUMNS.put("step", "id workflow_activity_id title position created_at updated_at");
    }

    private static final List<String> OF_THE_FIRST = List.copyOf(COLUMNS.keySet()).subList(0, 12);
    private static final List<String> OF_THE_SECOND = List.copyOf(COLUMNS.keySet()).subList(12, 21);
    private static final List<String> OF_THE_THIRD = List.copyOf(COLUMNS.keySet()).subList(21, 24);

    /** Columns that were there before a migration took them away. */
    private static final Map<String, Set<String>> FORMER = Map.of("card", Set.of("step_id"));

    /**
     * @param parts what it changes that can be seen, each whether it is there; none for what only changes rows or checks
     */
    private record Migration(String label, String name, List<Function<Map<String, SourceTable>, Boolean>> parts) {

        boolean begun(Map<String, SourceTable> tables) {
            return parts.stream().anyMatch(part -> part.apply(tables));
        }

        boolean done(Map<String, SourceTable> tables) {
            return parts.stream().allMatch(part -> part.apply(tables));
        }
    }

    private static final List<Migration> MIGRATIONS = List.of(
            new Migration("001", FIRST, OF_THE_FIRST.stream().map(DossierSchema::table).toList()),
            new Migration("002", "002_orchestration.sql", OF_THE_SECOND.stream().map(DossierSchema::table).toList()),
            new Migration("003", "003_memory.sql", OF_THE_THIRD.stream().map(DossierSchema::table).toList()),
            new Migration("004", "004_project_description.sql", columns("project", "description")),
            new Migration("005", "005_remove_steps.sql", List.of(tables -> !tables.containsKey("step"), tables -> !has(tables, "card", "step_id"))),
            new Migration("006", "006_project_context_fields.sql", columns("project", "customer_personas", "tech_stack", "deployment")),
            new Migration("007", "007_project_design_inspiration.sql", columns("project", "design_inspiration")),
            new Migration("008", "008_finalization_phase.sql", columns("card", "finalized_at")),
            new Migration("009", "009_card_last_build_error.sql", columns("card", "last_build_error")),
            new Migration("009b", "009_normalize_entity_uuids", List.of()),
            new Migration("010", "010_project_finalized_at.sql", columns("project", "finalized_at")),
            new Migration("011", "011_context_artifact_type_scaffold.sql", List.of()),
            new Migration("012", "012_card_assignment_session_id.sql", columns("card_assignment", "session_id")));

    private static final List<String> NAMES = MIGRATIONS.stream().map(Migration::name).toList();
    /** Of context_artifact, while migrations 008 and 011 rebuild it. */
    private static final String REBUILT = "context_artifact_new";

    static DossierSchema of(Connection connection, Path file) throws SQLException {
        Map<String, SourceTable> stored = SourceTable.all(connection);
        Map<String, SourceTable> tables = new LinkedHashMap<>();
        COLUMNS.keySet().forEach(name -> {
            SourceTable table = stored.get(name);
            if (table != null) {
                tables.put(name, table);
            }
        });
        SourceTable rebuilt = stored.get(REBUILT);
        if (rebuilt != null) {
            // While context_artifact exists, it has all the rows.
            tables.putIfAbsent("context_artifact", rebuilt);
        }
        for (Map.Entry<String, List<String>> required : Map.of("_migrations", List.of("name", "applied_at"), "project", List.of("id", "name"),
                "workflow", List.of("id", "project_id", "title"), "workflow_activity", List.of("id", "workflow_id", "title"),
                "card", List.of("id", "workflow_activity_id", "title"), "planning_action", List.of("id", "project_id", "action_type"),
                "context_artifact", List.of("id", "project_id", "type"), "card_planned_file", List.of("id", "card_id", "logical_file_name"))
                .entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            requireColumns(file, required.getKey(), required.getValue(), tables);
        }
        Map<String, String> recorded = recorded(connection, file);
        return new DossierSchema(instance(recorded, file), version(recorded),
                recorded.containsKey("008_finalization_phase.sql") || recorded.containsKey("011_context_artifact_type_scaffold.sql"),
                notes(connection, stored, tables, recorded), tables);
    }

    /** How SQL names a row of a table. */
    static String key(SourceTable table) {
        Stream<String> columns = table.has("id") ? Stream.of("id") : switch (table.name()) {
            case "card_context_artifact" -> Stream.of("card_id", "context_artifact_id");
            case "memory_unit_relation" -> Stream.of("memory_unit_id", "entity_type", "entity_id");
            case "_migrations" -> Stream.of("name");
            default -> Stream.<String>empty();
        };
        List<String> present = columns.filter(table::has).toList();
        // Unlike other databases, SQLite takes NULL in a text primary key, and more than once.
        return present.stream().map(column -> "CAST(" + column + " AS TEXT)").collect(Collectors.joining(" || ' ' || ",
                present.isEmpty() ? "'row ' || rowid" : "COALESCE(", present.isEmpty() ? "" : ", 'row ' || rowid)"));
    }

    /** By name, when it was applied; the first one first. */
    private static Map<String, String> recorded(Connection connection, Path file) throws SQLException {
        String sql = "SELECT CAST(name AS TEXT), CAST(applied_at AS TEXT) FROM _migrations ORDER BY rowid";
        Map<String, String> recorded = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                recorded.put(String.valueOf(rows.getString(1)), String.valueOf(rows.getString(2)));
            }
        }
        for (String name : recorded.keySet()) {
            Matcher numbered = NUMBERED.matcher(name);
            if (numbered.matches() && Integer.parseInt(numbered.group(1)) > NEWEST) {
                throw refused("%s has Dossier's migration %s, and only those up to 012 can be imported; update Steward, or import a backup from before that upgrade."
                        .formatted(file, printable(name)));
            }
        }
        return recorded;
    }

    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }

    /** See {@link dev.steward.application.imports.DossierFile} for why it is this row and nothing else. */
    private static String instance(Map<String, String> recorded, Path file) {
        String first = recorded.get(FIRST);
        if (first == null) {
            throw refused("%s records no first migration, so it cannot be recognized at a later import; open it once with Dossier and import again."
                    .formatted(file));
        }
        byte[] identity = ("dossier\n" + first).getBytes(StandardCharsets.UTF_8);
        return "dossier-" + HexFormat.of().formatHex(DatabaseCopy.sha256Digest().digest(identity), 0, 8);
    }

    private static String version(Map<String, String> recorded) {
        return MIGRATIONS.stream().filter(migration -> recorded.containsKey(migration.name())).reduce((first, second) -> second).orElseThrow().label();
    }

    private static List<String> notes(Connection connection, Map<String, SourceTable> stored, Map<String, SourceTable> tables,
            Map<String, String> recorded) throws SQLException {
        List<String> notes = new ArrayList<>();
        for (Migration migration : MIGRATIONS) {
            boolean known = recorded.containsKey(migration.name());
            if (!migration.parts().isEmpty() && (known ? !migration.done(tables) : migration.begun(tables))) {
                notes.add("Dossier's migration " + migration.label() + (known ? " is recorded, but not all of it is in the file" : " is not recorded, but part of it is in the file")
                        + "; every row was found all the same.");
            }
        }
        if (stored.containsKey(REBUILT)) {
            notes.add("An upgrade of this file by Dossier was cut short while it rebuilt context_artifact; every row was found all the same.");
        }
        recorded.keySet().stream().filter(name -> !NAMES.contains(name)).forEach(name ->
                notes.add("The migration " + printable(name) + " is not known here; what it added is kept as it was read."));
        for (SourceTable table : stored.values()) {
            String columns = COLUMNS.get(table.name());
            if (columns != null) {
                Set<String> unknown = new TreeSet<>(table.columns());
                unknown.removeAll(Set.of(columns.split(" ")));
                unknown.removeAll(FORMER.getOrDefault(table.name(), Set.of()));
                unknown.forEach(column -> notes.add("The column " + printable(column) + " of " + table.name() + " is not known here; it is kept as it was read."));
            } else if (!table.name().startsWith("sqlite_") && !table.name().equals(REBUILT)) {
                notes.add("The table " + printable(table.name()) + " is not Dossier's as far as known here; its " + count(connection, table) + " rows are not imported.");
            }
        }
        return notes;
    }

    private static long count(Connection connection, SourceTable table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + SourceTable.quoted(table.name()))) {
            return row.getLong(1);
        }
    }

    private static Function<Map<String, SourceTable>, Boolean> table(String name) {
        return tables -> tables.containsKey(name);
    }

    private static List<Function<Map<String, SourceTable>, Boolean>> columns(String table, String... names) {
        return Stream.of(names).<Function<Map<String, SourceTable>, Boolean>>map(name -> tables -> has(tables, table, name)).toList();
    }

    private static boolean has(Map<String, SourceTable> tables, String name, String column) {
        SourceTable table = tables.get(name);
        return table != null && table.has(column);
    }

    private static void requireColumns(Path file, String name, List<String> columns, Map<String, SourceTable> tables) {
        if (!tables.containsKey(name)) {
            throw notDossier(file, "there is no table " + name);
        }
        for (String column : columns) {
            if (!has(tables, name, column)) {
                throw notDossier(file, "table %s has no column %s".formatted(name, column));
            }
        }
    }

    private static RuntimeException notDossier(Path file, String cause) {
        return refused("%s is an SQLite database, but not one of Dossier (%s); name its file, usually ~/.dossier/dossier.db.".formatted(file, cause));
    }
}
