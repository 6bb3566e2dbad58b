package dev.steward.copy;

import dev.steward.domain.Json;
import dev.steward.jdbc.copy.RowSource;
import dev.steward.migrations.Table;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Rows for every table there is, a new one included: every column gets a value of its kind that is hard to keep, except where a
 * rule of the table wants another. Every second row leaves NULL what may be NULL.
 */
public final class SampleRows implements RowSource {

    public static final int COUNT = 30;
    private static final String HARD = "Zürich – 東京 😀 'q' \"d\" \\ \r\n\t\u0001\u2028 ";
    private static final Json OMITTED = Json.of("");

    private final Map<String, Json> changed = new LinkedHashMap<>();

    public static UUID workspace(int i) {
        return id("workspace", i % 3);
    }

    private static UUID id(String table, int i) {
        return UUID.nameUUIDFromBytes((table + i).getBytes());
    }

    /** @param column "table.column", or "column" in every table; an empty text: none */
    public SampleRows with(String column, Json value) {
        changed.put(column, value);
        return this;
    }

    @Override
    public void read(Table table, Consumer<Json.Obj> each) {
        IntStream.range(0, table.name().equals("workspace") || table.name().equals("event_sequence") ? 3 : COUNT)
                .mapToObj(i -> row(table, i))
                .sorted(Comparator.comparing(row -> key(table, row)))
                .forEach(each);
    }

    private static String key(Table table, Json.Obj row) {
        StringBuilder key = new StringBuilder();
        table.key().forEach(column -> key.append(switch (row.get(column)) {
            case Json.Num number -> String.format("%020d", number.value().longValueExact());
            case Json.Text text -> text.value();
            case null, default -> "";
        }).append('\0'));
        return key.toString();
    }

    private Json.Obj row(Table table, int i) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (Table.Column column : table.columns()) {
            Json value = value(table.name(), column, i);
            if (value != OMITTED) {
                members.put(column.name(), changed.getOrDefault(table.name() + "." + column.name(), value));
            }
        }
        return new Json.Obj(members);
    }

    private static Json value(String table, Table.Column column, int i) {
        boolean even = i % 2 == 0;
        return switch (table + "." + column.name()) {
            case "workspace.id", "workspace.workspace_id", "event_sequence.workspace_id" -> Json.of(workspace(i).toString());
            case "workspace.slug" -> Json.of("workspace-" + i);
            case "organization.type" -> Json.of("client");
            case "event.actor_kind" -> Json.of("agent");
            case "event.project_id", "event.run_id" -> even ? Json.of(id("project", i).toString()) : OMITTED;
            case "project.status" -> Json.of("active");
            case "project.classification" -> even ? Json.of("work") : OMITTED;
            case "project.tier" -> even ? Json.of("primary") : OMITTED;
            case "project.priority", "project_score.formula_version" -> Json.of(1);
            case "project.area_id" -> even ? Json.of(id("area", i).toString()) : OMITTED;
            case "project.organization_id" -> even ? Json.of(id("organization", i).toString()) : OMITTED;
            case "project.learning_type" -> even ? Json.of("hybrid") : OMITTED;
            case "project.learning_status" -> even ? Json.of("paused") : OMITTED;
            case "project_repository.normalized_remote", "project_repository.local_path" -> even ? Json.of("x" + i) : OMITTED;
            case "milestone.status", "session.status" -> Json.of("done");
            case "session.kind" -> Json.of("planned");
            case "session.milestone_id" -> even ? Json.of(id("milestone", i).toString()) : OMITTED;
            case "session.duration_minutes", "session.actual_minutes" -> Json.of(60);
            case "project_score.score", "project_score.computed_score" -> Json.of(70);
            case "project_score.status" -> Json.of("yellow");
            case "project_score.override_reason" -> Json.of("");
            case "project_score.is_manual_override" -> Json.of(false);
            case "weekly_review.status" -> Json.of(even ? "final" : "draft");
            case "weekly_review.finalized_at", "weekly_review.minutes_invested", "weekly_review.sessions_completed" ->
                    even ? standard(table, column, i) : OMITTED;
            case "api_token.expires_at", "api_token.last_used_at", "api_token.revoked_at", "milestone.target_date", "milestone.completed_date",
                 "session.completed_at", "project.started_date", "project.end_date", "project.last_worked_on", "project.archived_at",
                 "project.finalized_at", "origin.entity_id" -> even ? standard(table, column, i) : OMITTED;
            case "workflow.build_state", "card.build_state" -> even ? Json.of("blocked") : OMITTED;
            case "workflow_activity.color" -> even ? Json.of("pink") : OMITTED;
            case "card.status" -> Json.of("review");
            case "card.last_built_at", "card.finalized_at", "card.finalized_revision", "project.finalized_revision", "context_artifact.uri",
                 "context_artifact.integration_ref", "orchestration_run.started_at", "orchestration_run.ended_at", "agent_execution.started_at",
                 "agent_execution.ended_at", "card_assignment.ended_at", "planning_action.content", "planning_action.content_length" -> even ? standard(table, column, i) : OMITTED;
            case "knowledge_item.kind" -> Json.of(even ? "fact" : "question");
            case "knowledge_item.status" -> Json.of("draft");
            case "knowledge_item.source" -> Json.of("imported");
            case "knowledge_item.confidence" -> even ? new Json.Num(new BigDecimal("0.1")) : OMITTED;
            case "knowledge_item.evidence_source" -> even ? standard(table, column, i) : Json.of("");
            case "knowledge_item.answer" -> even ? Json.of("") : Json.of(HARD);
            case "knowledge_item.answered_at" -> even ? OMITTED : standard(table, column, i);
            case "planned_file.artifact_kind", "context_artifact.type" -> Json.of(table.equals("planned_file") ? "component" : "doc");
            case "planned_file.action" -> Json.of("edit");
            case "planned_file.status" -> Json.of("user_edited");
            case "planning_action.outcome" -> Json.of(even ? "accepted" : "rejected");
            case "planning_action.sequence" -> even ? standard(table, column, i) : OMITTED;
            case "planning_action.rejection" -> even ? OMITTED : standard(table, column, i);
            case "policy_profile.failure_mode" -> Json.of("fail_fast");
            case "orchestration_run.scope", "orchestration_run.trigger_type" -> Json.of(even ? "workflow" : "card");
            case "orchestration_run.workflow_id" -> even ? standard(table, column, i) : OMITTED;
            case "orchestration_run.card_id" -> even ? OMITTED : standard(table, column, i);
            case "orchestration_run.rerun_of" -> even ? OMITTED : Json.of(id("orchestration_run", i).toString());
            case "orchestration_run.status", "card_assignment.status", "agent_execution.status" -> Json.of(even ? "running" : "completed");
            case "card_assignment.agent_role" -> Json.of("coder");
            case "card_assignment.overlap" -> Json.of("wait");
            case "card_assignment.claimed_by", "card_assignment.claimed_at", "card_assignment.lease_expires_at", "card_assignment.claimable_at" ->
                    even ? standard(table, column, i) : OMITTED;
            case "run_check.check_type" -> Json.of("unit");
            case "run_check.status" -> Json.of("skipped");
            case "run_check.assignment_id" -> even ? standard(table, column, i) : OMITTED;
            case "pull_request_candidate.status" -> Json.of("draft_open");
            case "approval_request.approval_type" -> Json.of("merge_pr");
            case "approval_request.status" -> Json.of(even ? "superseded" : "pending");
            case "memory_unit.kind" -> Json.of("learning");
            case "memory_unit.status" -> Json.of(even ? "superseded" : "draft");
            case "memory_unit.content_type" -> Json.of("inline");
            case "memory_unit.content" -> Json.of(HARD + i);
            case "memory_unit.source" -> Json.of("imported");
            case "memory_unit.superseded_by", "memory_unit.project_id", "memory_unit.card_id", "memory_retrieval.project_id", "memory_retrieval.card_id" ->
                    even ? standard(table, column, i) : OMITTED;
            case "memory_text.terms" -> Json.of("#u" + id("memory_unit", i).toString().replace("-", "") + " word" + i + " 笔记");
            case "memory_unit_relation.entity_type" -> Json.of("card");
            case "memory_unit_relation.role" -> Json.of("supports");
            case "memory_retrieval.purpose" -> Json.of("brief");
            case "memory_feedback.verdict" -> Json.of("wrong");
            case "approval_request.resolved_at" -> even ? standard(table, column, i) : OMITTED;
            default -> column.name().equals("run_id") ? Json.of(id("orchestration_run", i).toString())
                    : column.name().matches("assignment_id|waits_for_id") ? Json.of(id("card_assignment", i).toString())
                    : standard(table, column, i);
        };
    }

    private static Json standard(String table, Table.Column column, int i) {
        return switch (column.kind()) {
            case TEXT -> Json.of(i == 7 && column.name().equals("body") ? HARD.repeat(100_000 / HARD.length()) : i == 8 ? HARD + i : i % 5 == 0 && !unique(column) ? "" : column.name() + " " + i);
            case UUID -> Json.of((column.name().equals("workspace_id") ? workspace(i)
                    : column.name().equals("id") ? id(table, i) : id(column.name().replace("_id", ""), i)).toString());
            case INSTANT -> Json.of(i % 3 == 0 ? "1969-12-31T23:59:59.999Z" : i % 3 == 1 ? "2026-03-29T01:30:00.001Z" : "9999-12-31T23:59:59.999Z");
            case DATE -> Json.of(i % 3 == 0 ? "0001-01-01" : i % 3 == 1 ? "2024-02-29" : "9999-12-31");
            case JSON -> Json.of(i % 3 == 0 ? "{\"a\":[1.0,100,0.00000001,null,\"\\\\\"],\"bb\":{\"z\":{},\"é\":false}}" : i % 3 == 1 ? "null" : "[]");
            case BOOL -> Json.of(i % 2 == 0);
            case REAL -> new Json.Num(new BigDecimal("12.75"));
            case WHOLE -> Json.of(i % 4 == 0 && column.name().equals("version") ? Long.MAX_VALUE - i : i + 1);
        };
    }

    private static boolean unique(Table.Column column) {
        return column.name().matches("slug|key|secret_hash|week_key|name|remote_url|system|instance|source_table|source_key|entity_type");
    }
}
