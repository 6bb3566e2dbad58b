package dev.steward.jdbc.knowledge;

import dev.steward.application.knowledge.MemoryUnitStore;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
final class JdbcMemoryUnitStore extends JdbcStore<MemoryUnit, MemoryUnitRow> implements MemoryUnitStore {

    JdbcMemoryUnitStore(Jdbc jdbc, MemoryUnitRows rows) {
        super(jdbc, rows, MemoryUnitRow.class, MemoryUnitRow::from, MemoryUnitRow::toMemoryUnit);
    }

    @Override
    public Optional<MemoryUnit> findBySubject(MemoryUnit.Subject subject, String contentHash) {
        return first("subject_type = ? AND subject_id = ? AND content_hash = ?", subject.type(), subject.id(), contentHash);
    }

    @Override
    public int forget(Id<Project> project) {
        return jdbc.update("DELETE FROM memory_unit WHERE workspace_id = ? AND project_id = ?", jdbc.workspace(), project.value());
    }
}
