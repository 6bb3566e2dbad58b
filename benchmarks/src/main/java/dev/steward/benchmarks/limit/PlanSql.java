package dev.steward.benchmarks.limit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.steward.benchmarks.limit.JdbcLimit.Statements;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Story maps and assignments by hand: the rows that Steward reads and writes, whole, to JSON straight from the result set, unchecked. */
final class PlanSql {

    private static final JsonFactory JSON = new JsonFactory();
    private static final long LEASE_MILLIS = 3_600_000;

    private static final String ASSIGNMENT = """
            id, card_id, agent_role, agent_profile, feature_branch, worktree_path, allowed_paths, forbidden_paths, overlap, input_snapshot, project_id, run_id,
            priority, lease_seconds, max_attempts, status, attempt, fence, agent_session, claimed_by, claimed_at, lease_expires_at, claimable_at, block_reason,
            summary, error, learnings, ended_at, version, created_at, updated_at""";
    private static final String RUN = "id, repo_url, base_branch, worktree_root, input_snapshot, policy_snapshot";
    private static final String CARD = """
            id, workflow_activity_id, title, description, status, priority, quick_answer, project_id, position, build_state, last_built_at, last_build_ref,
            last_build_error, content_revision, finalized_at, finalized_by, finalized_revision, version, created_at, updated_at""";
    private static final String KNOWLEDGE = "kind, text, status, evidence_source, answer";
    private static final String FILE = "logical_file_name, artifact_kind, action, intent_summary, contract_notes, module_hint";
    private static final String WORKFLOW = "id, title, description, project_id, build_state, position, version, created_at, updated_at";
    private static final String ACTIVITY = "id, workflow_id, title, color, project_id, position, version, created_at, updated_at";

    private final JdbcLimit limit;
    private final Statements statements;

    PlanSql(JdbcLimit limit, Statements statements) {
        this.limit = limit;
        this.statements = statements;
    }

    private PreparedStatement bound(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = statements.prepared(sql);
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof Instant instant) {
                limit.bindInstant(statement, i + 1, instant.millis());
            } else {
                statement.setObject(i + 1, parameters[i]);
            }
        }
        return statement;
    }

    private record Instant(long millis) {
    }

    byte[] claim(String agent, long millis) throws SQLException {
        Instant now = new Instant(millis);
        Instant lease = new Instant(millis + LEASE_MILLIS);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
        String columns = ASSIGNMENT;
        try (JsonGenerator json = JSON.createGenerator(bytes);
                ResultSet next = bound("SELECT " + columns + """
                         FROM card_assignment WHERE workspace_id = ? AND is_claimable = TRUE AND agent_role = 'coder' AND NOT claimable_at > ?
                        ORDER BY priority, claimable_at, id LIMIT 1""", limit.workspace, now).executeQuery()) {
            if (!next.next()) {
                throw new IllegalStateException("Nothing waits any more");
            }
            String id = next.getString("id");
            String card = next.getString("card_id");
            String run = next.getString("run_id");
            bound("""
                    UPDATE card_assignment SET version = version + 1, updated_at = ?, status = 'running', attempt = attempt + 1, fence = fence + 1, claimed_by = ?,
                           claimed_at = ?, lease_expires_at = ?, claimable_at = ? WHERE workspace_id = ? AND id = ?""",
                    now, agent, now, lease, lease, limit.workspace, id).executeUpdate();
            bound("""
                    INSERT INTO agent_execution (workspace_id, id, version, created_at, updated_at, project_id, run_id, assignment_id, fence, agent, status,
                                                 started_at, summary, error)
                    VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, 'running', ?, '', '')""", limit.workspace, JdbcLimit.IDS.generate().toString(), now, now,
                    next.getString("project_id"), run, id, next.getLong("fence") + 1, agent, now).executeUpdate();
            bound("UPDATE card SET version = version + 1, updated_at = ?, build_state = 'running' WHERE workspace_id = ? AND id = ?",
                    now, limit.workspace, card).executeUpdate();
            json.writeStartObject();
            write(next, columns, json);
            member("run", RUN, "orchestration_run WHERE workspace_id = ? AND id = ?", json, run);
            member("card", "id, title, description, quick_answer", "card WHERE workspace_id = ? AND id = ?", json, card);
            member("knowledge", KNOWLEDGE, "knowledge_item WHERE workspace_id = ? AND card_id = ? ORDER BY position", json, card);
            member("planned_files", FILE, "planned_file WHERE workspace_id = ? AND card_id = ? ORDER BY position", json, card);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    byte[] map(String project) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
        Map<String, Map<String, Long>> counts = new HashMap<>();
        count(counts, "SELECT card_id, kind, count(*) FROM knowledge_item WHERE workspace_id = ? AND project_id = ? GROUP BY card_id, kind", project);
        count(counts, "SELECT card_id, 'planned_files', count(*) FROM planned_file WHERE workspace_id = ? AND project_id = ? GROUP BY card_id", project);
        count(counts, "SELECT card_id, 'artifacts', count(*) FROM card_context_artifact WHERE workspace_id = ? AND project_id = ? GROUP BY card_id", project);
        try (JsonGenerator json = JSON.createGenerator(bytes);
                ResultSet cards = bound("SELECT " + CARD + " FROM card WHERE workspace_id = ? AND project_id = ? ORDER BY workflow_activity_id, position", limit.workspace, project).executeQuery()) {
            json.writeStartObject();
            member("workflows", WORKFLOW, "workflow WHERE workspace_id = ? AND project_id = ? ORDER BY position, id", json, project);
            member("activities", ACTIVITY, "workflow_activity WHERE workspace_id = ? AND project_id = ? ORDER BY position, id", json, project);
            json.writeArrayFieldStart("cards");
            while (cards.next()) {
                json.writeStartObject();
                write(cards, CARD, json);
                json.writeObjectFieldStart("counts");
                Map<String, Long> own = counts.getOrDefault(cards.getString(1), Map.of());
                for (String kind : List.of("requirement", "fact", "assumption", "question", "open_questions", "unverified_assumptions", "planned_files", "artifacts")) {
                    json.writeNumberField(kind, own.getOrDefault(kind, 0L));
                }
                json.writeEndObject();
                json.writeObjectFieldStart("readiness");
                json.writeBooleanField("is_ready", false);
                json.writeArrayFieldStart("missing");
                json.writeString("project_not_finalized");
                json.writeString("card_not_finalized");
                json.writeEndArray();
                json.writeArrayFieldStart("warnings");
                json.writeEndArray();
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void count(Map<String, Map<String, Long>> counts, String sql, String project) throws SQLException {
        try (ResultSet rows = bound(sql, limit.workspace, project).executeQuery()) {
            while (rows.next()) {
                counts.computeIfAbsent(rows.getString(1), card -> new HashMap<>()).merge(rows.getString(2), rows.getLong(3), Long::sum);
            }
        }
    }

    byte[] batch(String project, List<String> titles, long millis) throws SQLException {
        Instant now = new Instant(millis);
        String workflow = JdbcLimit.IDS.generate().toString();
        String activity = JdbcLimit.IDS.generate().toString();
        long position;
        try (ResultSet next = bound("SELECT count(*) FROM workflow WHERE workspace_id = ? AND project_id = ?", limit.workspace, project).executeQuery()) {
            next.next();
            position = next.getLong(1);
        }
        bound("UPDATE project SET action_sequence = action_sequence + 1, plan_revision = plan_revision + 1, version = version + 1, updated_at = ? WHERE workspace_id = ? AND id = ?",
                now, limit.workspace, project).executeUpdate();
        long sequence;
        try (ResultSet next = bound("SELECT action_sequence FROM project WHERE workspace_id = ? AND id = ?", limit.workspace, project).executeQuery()) {
            next.next();
            sequence = next.getLong(1);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartArray();
            for (int i = 0; i < titles.size(); i++) {
                String id = i == 0 ? workflow : i == 1 ? activity : JdbcLimit.IDS.generate().toString();
                String title = titles.get(i);
                PreparedStatement part = i == 0
                        ? bound("""
                                INSERT INTO workflow (workspace_id, id, version, created_at, updated_at, project_id, title, description, position, search_text)
                                VALUES (?, ?, 1, ?, ?, ?, ?, '', ?, ?)""", limit.workspace, id, now, now, project, title, position, title)
                        : i == 1 ? bound("""
                                INSERT INTO workflow_activity (workspace_id, id, version, created_at, updated_at, project_id, workflow_id, title, position, search_text)
                                VALUES (?, ?, 1, ?, ?, ?, ?, ?, 0, ?)""", limit.workspace, id, now, now, project, workflow, title, title)
                        : bound("""
                                INSERT INTO card (workspace_id, id, version, created_at, updated_at, project_id, workflow_activity_id, title, description, status, priority,
                                                  position, quick_answer, last_build_ref, last_build_error, content_revision, finalized_by, search_text)
                                VALUES (?, ?, 1, ?, ?, ?, ?, ?, '', 'todo', 3, ?, '', '', '', 1, '', ?)""", limit.workspace, id, now, now, project, activity, title, i - 2, title);
                part.executeUpdate();
                String type = i == 0 ? "create_workflow" : i == 1 ? "create_activity" : "create_card";
                bound("""
                        INSERT INTO planning_action (workspace_id, id, version, created_at, updated_at, project_id, sequence, batch_index, action_type, target_ref, payload,
                                                     outcome, changes, actor_kind, actor_id, actor_label)
                        VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, '{}', ?, 'accepted', ?, 'user', 'limit', 'limit')""", limit.workspace, JdbcLimit.IDS.generate().toString(), now, now,
                        project, sequence, i, type, "{\"id\":\"" + id + "\",\"title\":\"" + title + "\"}",
                        "[{\"type\":\"card\",\"id\":\"" + id + "\",\"before\":null,\"after\":1}]").executeUpdate();
                json.writeStartObject();
                json.writeNumberField("index", i);
                json.writeStringField("action_type", type);
                json.writeStringField("id", id);
                json.writeStringField("title", title);
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** All titles of a batch, in their order. */
    static List<String> titles(byte[] body) {
        List<String> titles = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && "title".equals(json.currentName())) {
                    titles.add(json.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return titles;
    }

    /** An array of whole rows. */
    private void member(String name, String columns, String from, JsonGenerator json, String key) throws SQLException, IOException {
        json.writeArrayFieldStart(name);
        try (ResultSet rows = bound("SELECT " + columns + " FROM " + from, limit.workspace, key).executeQuery()) {
            while (rows.next()) {
                json.writeStartObject();
                write(rows, columns, json);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void write(ResultSet row, String columns, JsonGenerator json) throws SQLException, IOException {
        String[] names = columns.split(",\\s+");
        for (int column = 0; column < names.length; column++) {
            json.writeStringField(names[column], row.getString(column + 1));
        }
    }
}
