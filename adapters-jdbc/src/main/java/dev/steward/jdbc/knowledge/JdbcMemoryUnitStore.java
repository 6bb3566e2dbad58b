package dev.steward.jdbc.knowledge;

import dev.steward.application.knowledge.MemoryUnitStore;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

@Singleton
final class JdbcMemoryUnitStore extends JdbcStore<MemoryUnit, MemoryUnitRow> implements MemoryUnitStore {

    JdbcMemoryUnitStore(Jdbc jdbc, MemoryUnitRows rows) {
        super(jdbc, rows, MemoryUnitRow.class, MemoryUnitRow::from, MemoryUnitRow::toMemoryUnit, LongTexts.of("content"));
    }

    @Override
    public Optional<MemoryUnit> findBySubject(MemoryUnit.Subject subject, String contentHash) {
        return first("subject_type = ? AND subject_id = ? AND content_hash = ?", subject.type(), subject.id(), contentHash);
    }

    @Override
    public List<MemoryUnit> of(Set<MemoryUnit.Subject> subjects) {
        Map<String, List<UUID>> ids = subjects.stream().collect(Collectors.groupingBy(MemoryUnit.Subject::type, Collectors.mapping(MemoryUnit.Subject::id, Collectors.toList())));
        return ids.entrySet().stream().flatMap(type -> selectIn("subject_type = ? AND subject_id IN (%s)", List.of(type.getKey()), type.getValue()).stream()).toList();
    }

    @Override
    public int forget(Id<Project> project) {
        return jdbc.update("DELETE FROM memory_unit WHERE workspace_id = ? AND project_id = ?", jdbc.workspace(), project.value());
    }
}
