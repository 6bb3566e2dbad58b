package dev.steward.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Two story maps: one whose cards agents build, with so many assignments waiting in runs of 10,000; and one of 2,000 cards to be looked at. Made by
 * the database itself, so that a million of them take a minute or two.
 *
 * @param project where assignments wait
 * @param map the project of the other map
 */
record Plan(Seed seed, String project, String map) {

    private static final int CARDS = 10_000;
    private static final int MAP_CARDS = 2_000;
    /** Of ids: three for each map, then runs and assignments. */
    private static final int FIRST = 1;
    private static final int SECOND = 4;
    private static final int RUNS = 7;
    private static final int ASSIGNMENTS = 8;
    private static final int MEMORIES = 9;
    private static final int WORDS_EACH = 20;
    private static final int HAVING_A_WORD = 400;
    /** What the smallest number of memories, 5,000, has. */
    private static final int FEWEST_WORDS = 250;

    /** @param connection to the database of {@code seed}, which has two projects at least */
    static Plan plant(Seed seed, Connection connection, int waiting, int memories) {
        Plan plan = new Plan(seed, seed.projects().get(0), seed.projects().get(1));
        try (Statement statement = connection.createStatement()) {
            Sql sql = new Sql(statement, seed.workspace(), connection.getMetaData().getURL().startsWith("jdbc:sqlite:"));
            connection.setAutoCommit(false);
            sql.map(FIRST, plan.project, Math.min(CARDS, waiting), 100);
            sql.map(SECOND, plan.map, MAP_CARDS, 20);
            sql.assignments(plan.project, waiting);
            if (memories > 0) {
                sql.memories(plan.project, memories);
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute(sql.sqlite ? "PRAGMA wal_checkpoint(TRUNCATE)" : "VACUUM ANALYZE");
            return plan;
        } catch (SQLException e) {
            throw new BenchmarkException("The plan cannot be written: " + e.getMessage(), e);
        }
    }

    /** One of the assignments, by its number. */
    static String assignment(int number) {
        return "0190000" + ASSIGNMENTS + "-0000-7000-8000-%012x".formatted(number);
    }

    /** A word that some 400 memories have, however many there are. */
    static String word(int number) {
        return "term" + number % FEWEST_WORDS;
    }

    /** Takes back every claim, so that the next measurement begins with as many waiting as the last. */
    static void release(Connection connection, String workspace) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE card SET build_state = 'queued' WHERE build_state = 'running' AND workspace_id = '" + workspace + "'");
            statement.executeUpdate("""
                    UPDATE card_assignment SET status = 'queued', attempt = 0, claimed_by = NULL, claimed_at = NULL, lease_expires_at = NULL,
                           is_claimable = TRUE, claimable_at = created_at
                    WHERE workspace_id = '%s' AND status = 'running'""".formatted(workspace));
        } catch (SQLException e) {
            throw new BenchmarkException("The claims cannot be taken back: " + e.getMessage(), e);
        }
    }

    /** What differs between the databases is how a number becomes an id and an instant. */
    private record Sql(Statement statement, String workspace, boolean sqlite) {

        private String id(int kind, String number) {
            String prefix = "'0190000" + kind + "-0000-7000-8000-' || ";
            return sqlite ? prefix + "printf('%012x', " + number + ")" : "(" + prefix + "lpad(to_hex(" + number + "), 12, '0'))::uuid";
        }

        private String instant(String number) {
            return sqlite ? "1700000000000 + " + number : "to_timestamp(1700000000 + (" + number + ") / 1000.0)";
        }

        /** Rows of a table, numbered from 0 as {@code i}; each begins with workspace, id, version and the two instants. */
        private void insert(String table, int kind, int count, String columns, String values) throws SQLException {
            String at = instant("i");
            statement.executeUpdate("WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < " + (count - 1) + ")"
                    + " INSERT INTO " + table + " (workspace_id, id, version, created_at, updated_at, " + columns + ")"
                    + " SELECT '" + workspace + "', " + id(kind, "i") + ", 1, " + at + ", " + at + ", " + values + " FROM number");
        }

        /** Workflows of ten activities of so many cards. */
        void map(int kind, String project, int cards, int inActivity) throws SQLException {
            int activities = cards / inActivity;
            insert("workflow", kind, Math.max(1, activities / 10), "project_id, title, description, position, search_text",
                    "'" + project + "', 'Workflow ' || i, '', i, 'workflow'");
            insert("workflow_activity", kind + 1, activities, "project_id, workflow_id, title, position, search_text",
                    "'" + project + "', " + id(kind, "i / 10") + ", 'Activity ' || i, i % 10, 'activity'");
            insert("card", kind + 2, cards, """
                    project_id, workflow_activity_id, title, description, status, priority, position, quick_answer, last_build_ref,
                    last_build_error, content_revision, finalized_by, search_text""",
                    "'" + project + "', " + id(kind + 1, "i / " + inActivity) + ", 'Card ' || i || ' of term' || i % " + FEWEST_WORDS + ", '" + Seed.DESCRIPTION + "', 'todo', 3, i % " + inActivity
                            + ", '', '', '', 1, '', 'card'");
            insert("knowledge_item", kind + 2, cards, "project_id, card_id, kind, text, status, source, evidence_source, answer, answered_by, position, search_text",
                    "'" + project + "', " + id(kind + 2, "i") + ", 'requirement', 'It reads well', 'approved', 'user', '', '', '', 0, 'it reads well'");
            insert("planned_file", kind + 2, cards, """
                    project_id, card_id, logical_file_name, module_hint, artifact_kind, action, intent_summary, contract_notes, status, position""",
                    "'" + project + "', " + id(kind + 2, "i") + ", 'chapters/' || i || '.md', '', 'component', 'create', 'Writes it', '', 'approved', 0");
        }

        /** Each of twenty words, and each word in as many of them. */
        void memories(String project, int count) throws SQLException {
            int words = count * WORDS_EACH / HAVING_A_WORD;
            StringBuilder content = new StringBuilder();
            for (int n = 0; n < WORDS_EACH; n++) {
                content.append(n == 0 ? "" : " || ' ' || ").append("'term' || (i * ").append(2 * n + 1).append(" + ").append(n * 7).append(") % ").append(words);
            }
            insert("memory_unit", MEMORIES, count, """
                    project_id, kind, status, content_type, mime_type, title, content, link_url, subject_type, subject_id, content_hash, source, created_by,
                    times_seen, last_seen_at""",
                    "'" + project + "', 'learning', 'approved', 'inline', 'text/plain', '', " + content + ", '', 'memory_unit', " + id(MEMORIES, "i") + ", '' || i, 'user', 'seed', 1, " + instant("i"));
            statement.executeUpdate("INSERT INTO memory_text (workspace_id, memory_unit_id, terms) SELECT workspace_id, id, '#w' || replace(workspace_id, '-', '')"
                    + " || ' #u' || replace(id, '-', '') || ' #p' || replace(project_id, '-', '') || ' ' || content FROM memory_unit");
        }

        /** The first ones of all runs are first in line, then the second ones, so that claims that follow each other are of different cards. */
        void assignments(String project, int waiting) throws SQLException {
            int cards = Math.min(CARDS, waiting);
            int runs = waiting / cards;
            insert("orchestration_run", RUNS, runs, """
                    project_id, scope, trigger_type, status, initiated_by, repo_url, base_branch, worktree_root, policy_snapshot, input_snapshot,
                    attempt, started_at""",
                    "'" + project + "', 'workflow', 'manual', 'running', 'seed', '', 'main', '', '{}', '{}', 1, " + instant("i"));
            insert("card_assignment", ASSIGNMENTS, waiting, """
                    project_id, run_id, card_id, agent_role, agent_profile, feature_branch, worktree_path, agent_session, allowed_paths,
                    forbidden_paths, overlap, input_snapshot, priority, lease_seconds, max_attempts, status, attempt, fence, is_claimable, claimable_at,
                    block_reason, summary, error, learnings""",
                    "'" + project + "', " + id(RUNS, "i / " + cards) + ", " + id(FIRST + 2, "i % " + cards) + ", 'coder', 'default', 'feat/' || i, '', '', "
                            + "CAST('[\"chapters/' || (i % " + cards + ") || '.md\"]' AS " + (sqlite ? "TEXT" : "jsonb") + "), '[]', 'allow', '{}', 3, 3600, 3, 'queued', 0, 0, TRUE, "
                            + instant("i") + ", '', '', '', '[]'");
        }
    }
}
