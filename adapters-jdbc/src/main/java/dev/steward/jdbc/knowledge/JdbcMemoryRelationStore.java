package dev.steward.jdbc.knowledge;

import dev.steward.application.knowledge.MemoryRelationStore;
import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.knowledge.MemoryRelation;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcPort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcMemoryRelationStore implements MemoryRelationStore, JdbcPort {

    private static final String PUT = """
            INSERT INTO memory_unit_relation (workspace_id, memory_unit_id, entity_type, entity_id, role, created_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace_id, memory_unit_id, entity_type, entity_id, role) DO NOTHING""";

    private final Jdbc jdbc;

    JdbcMemoryRelationStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean put(MemoryRelation relation) {
        return jdbc.update(PUT, row(relation).toArray()) == 1;
    }

    @Override
    public void putAll(List<MemoryRelation> relations) {
        jdbc.updateEach(PUT, relations.stream().map(this::row).toList());
    }

    private List<@Nullable Object> row(MemoryRelation relation) {
        return List.of(jdbc.workspace(), relation.memoryUnitId().value(), relation.entityType().word(), relation.entityId(), relation.role().word(), relation.createdAt());
    }

    @Override
    public boolean remove(MemoryRelation relation) {
        return jdbc.update("DELETE FROM memory_unit_relation WHERE workspace_id = ? AND memory_unit_id = ? AND entity_type = ? AND entity_id = ? AND role = ?",
                jdbc.workspace(), relation.memoryUnitId().value(), relation.entityType().word(), relation.entityId(), relation.role().word()) == 1;
    }

    @Override
    public List<MemoryRelation> of(Id<MemoryUnit> unit) {
        return jdbc.query("""
                SELECT entity_type, entity_id, role, created_at FROM memory_unit_relation WHERE workspace_id = ? AND memory_unit_id = ?
                ORDER BY entity_type, entity_id, role""", List.of(jdbc.workspace(), unit.value()),
                row -> new MemoryRelation(unit, Word.of(MemoryRelation.EntityType.class, row.getString(1)), UUID.fromString(row.getString(2)),
                        Word.of(MemoryRelation.Role.class, row.getString(3)), jdbc.dialect().instant(row, "created_at")));
    }
}
