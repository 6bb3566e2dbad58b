package dev.steward.jdbc.knowledge;

import dev.steward.application.Query;
import dev.steward.application.knowledge.MemoryUnitStore;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@Singleton
final class JdbcMemoryUnitStore extends JdbcStore<MemoryUnit, MemoryUnitRow> implements MemoryUnitStore {

    private static final int PORTION = 500;

    JdbcMemoryUnitStore(Jdbc jdbc, MemoryUnitRows rows) {
        super(jdbc, rows, MemoryUnitRow.class, MemoryUnitRow::from, MemoryUnitRow::toMemoryUnit);
    }

    @Override
    public Optional<MemoryUnit> findBySubject(MemoryUnit.Subject subject, String contentHash) {
        return first("subject_type = ? AND subject_id = ? AND content_hash = ?", subject.type(), subject.id(), contentHash);
    }

    @Override
    public List<MemoryUnit> findAll(Set<Id<MemoryUnit>> ids) {
        List<Object> all = new ArrayList<>();
        ids.forEach(id -> all.add(id.value()));
        List<MemoryUnit> found = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PORTION) {
            Object[] portion = all.subList(from, Math.min(all.size(), from + PORTION)).toArray();
            found.addAll(list(Query.where("id", portion.length, portion)));
        }
        return found;
    }

    @Override
    public int forget(Id<Project> project) {
        return jdbc.update("DELETE FROM memory_unit WHERE workspace_id = ? AND project_id = ?", jdbc.workspace(), project.value());
    }
}
