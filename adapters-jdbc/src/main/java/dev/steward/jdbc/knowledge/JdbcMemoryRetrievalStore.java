package dev.steward.jdbc.knowledge;

import dev.steward.application.knowledge.MemoryRetrievalStore;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.time.Instant;

@Singleton
final class JdbcMemoryRetrievalStore extends JdbcStore<MemoryRetrieval, MemoryRetrievalRow> implements MemoryRetrievalStore {

    JdbcMemoryRetrievalStore(Jdbc jdbc, MemoryRetrievalRows rows) {
        super(jdbc, rows, MemoryRetrievalRow.class, MemoryRetrievalRow::from, MemoryRetrievalRow::toMemoryRetrieval);
    }

    @Override
    public int forgetBefore(Instant instant, int limit) {
        return jdbc.update("""
                DELETE FROM memory_retrieval WHERE workspace_id = ? AND id IN (
                  SELECT id FROM memory_retrieval WHERE workspace_id = ? AND created_at < ? ORDER BY created_at, id LIMIT ?)""",
                jdbc.workspace(), jdbc.workspace(), instant, limit);
    }
}
