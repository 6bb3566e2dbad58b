package dev.steward.jdbc.knowledge;

import dev.steward.application.knowledge.MemoryFeedbackStore;
import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.knowledge.FeedbackCounts;
import dev.steward.domain.knowledge.MemoryFeedback;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcPort;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

@Singleton
final class JdbcMemoryFeedbackStore implements MemoryFeedbackStore, JdbcPort {

    private final Jdbc jdbc;

    JdbcMemoryFeedbackStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void put(MemoryFeedback feedback) {
        jdbc.update("""
                INSERT INTO memory_feedback (workspace_id, memory_unit_id, retrieval_id, given_by, verdict, note, given_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (workspace_id, memory_unit_id, retrieval_id, given_by) DO UPDATE
                SET verdict = excluded.verdict, note = excluded.note, given_at = excluded.given_at""",
                jdbc.workspace(), feedback.memoryUnitId().value(), feedback.retrievalId().value(), feedback.givenBy(), feedback.verdict().word(), feedback.note(),
                feedback.givenAt());
    }

    @Override
    public List<MemoryFeedback> of(Id<MemoryRetrieval> retrieval) {
        return jdbc.query("""
                SELECT memory_unit_id, given_by, verdict, note, given_at FROM memory_feedback WHERE workspace_id = ? AND retrieval_id = ?
                ORDER BY memory_unit_id, given_by""", List.of(jdbc.workspace(), retrieval.value()),
                row -> new MemoryFeedback(retrieval, MemoryUnitRow.id(row.getString(1)), row.getString(2), Word.of(MemoryFeedback.Verdict.class, row.getString(3)), row.getString(4),
                        jdbc.dialect().instant(row, "given_at")));
    }

    @Override
    public Map<Id<MemoryUnit>, FeedbackCounts> counts(Set<Id<MemoryUnit>> units) {
        Map<Id<MemoryUnit>, FeedbackCounts> counts = new HashMap<>();
        jdbc.queryIn("SELECT memory_unit_id, verdict, count(*) FROM memory_feedback WHERE workspace_id = ? AND memory_unit_id IN (%s) GROUP BY memory_unit_id, verdict",
                List.of(jdbc.workspace()), Columns.uuids(units), row -> {
                    MemoryFeedback.Verdict verdict = Word.of(MemoryFeedback.Verdict.class, row.getString(2));
                    int count = row.getInt(3);
                    return counts.compute(MemoryUnitRow.id(row.getString(1)), (id, before) -> (before == null ? FeedbackCounts.NONE : before).plus(verdict, count));
                });
        return counts;
    }
}
