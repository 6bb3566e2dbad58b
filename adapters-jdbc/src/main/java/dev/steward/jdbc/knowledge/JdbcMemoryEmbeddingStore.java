package dev.steward.jdbc.knowledge;

import dev.steward.application.knowledge.MemoryEmbeddingStore;
import dev.steward.application.knowledge.MemoryPlace;
import dev.steward.application.knowledge.MemoryUnitStore;
import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryVector;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcPort;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

@Singleton
final class JdbcMemoryEmbeddingStore implements MemoryEmbeddingStore, JdbcPort {

    private final Jdbc jdbc;
    private final MemoryUnitStore units;

    JdbcMemoryEmbeddingStore(Jdbc jdbc, MemoryUnitStore units) {
        this.jdbc = jdbc;
        this.units = units;
    }

    @Override
    public void put(Embedding embedding) {
        jdbc.update("""
                INSERT INTO memory_embedding (workspace_id, memory_unit_id, model, dimension, content_hash, vector, embedded_at)
                SELECT workspace_id, id, ?, ?, ?, ?, ? FROM memory_unit WHERE workspace_id = ? AND id = ?
                ON CONFLICT (workspace_id, memory_unit_id) DO UPDATE SET model = excluded.model, dimension = excluded.dimension,
                  content_hash = excluded.content_hash, vector = excluded.vector, embedded_at = excluded.embedded_at""",
                embedding.model(), embedding.vector().dimension(), embedding.contentHash(), embedding.vector().text(), embedding.embeddedAt(),
                jdbc.workspace(), embedding.unit().value());
    }

    @Override
    public List<MemoryUnit> missing(String model, int dimension, int limit) {
        Set<Id<MemoryUnit>> ids = new LinkedHashSet<>(jdbc.query("""
                SELECT u.id FROM memory_unit u LEFT JOIN memory_embedding e ON e.workspace_id = u.workspace_id AND e.memory_unit_id = u.id
                WHERE u.workspace_id = ? AND u.status IN ('draft', 'approved')
                  AND (e.memory_unit_id IS NULL OR e.model <> ? OR e.dimension <> ? OR e.content_hash <> u.content_hash)
                ORDER BY u.id DESC""" + Jdbc.limit(limit), List.of(jdbc.workspace(), model, dimension), row -> MemoryUnitRow.id(row.getString(1))));
        return units.findAll(ids).stream().sorted(Comparator.comparing(MemoryUnit::id).reversed()).toList();
    }

    @Override
    public List<Embedding> newest(MemoryPlace place, String model, int dimension, Set<MemoryUnit.Status> statuses, int limit) {
        List<Object> parameters = new ArrayList<>(List.of(jdbc.workspace(), model, dimension));
        parameters.addAll(statuses.stream().sorted().map(Word::word).toList());
        String of = JdbcMemoryTextStore.condition(place, parameters, "u.");
        return jdbc.query("""
                SELECT e.memory_unit_id, e.model, e.content_hash, e.vector, e.embedded_at
                FROM memory_unit u JOIN memory_embedding e ON e.workspace_id = u.workspace_id AND e.memory_unit_id = u.id
                WHERE u.workspace_id = ? AND e.model = ? AND e.dimension = ? AND u.status IN (%s)""".formatted(String.join(", ", Collections.nCopies(statuses.size(), "?")))
                + of + " ORDER BY u.id DESC" + Jdbc.limit(limit), parameters,
                row -> new Embedding(MemoryUnitRow.id(row.getString(1)), row.getString(2), row.getString(3), MemoryVector.parse(row.getString(4)),
                        jdbc.dialect().instant(row, "embedded_at")));
    }
}
