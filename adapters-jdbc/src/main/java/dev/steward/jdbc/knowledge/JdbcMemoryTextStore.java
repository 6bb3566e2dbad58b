package dev.steward.jdbc.knowledge;

import dev.steward.application.knowledge.MemoryPlace;
import dev.steward.application.knowledge.MemoryTextStore;
import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Dialect;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcPort;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The words of a memory are one text, before which stand marks of where it is; see the change set of {@code memory_text}. */
@Singleton
final class JdbcMemoryTextStore implements MemoryTextStore, JdbcPort {

    private static final String MARK = "#";

    private final Jdbc jdbc;

    JdbcMemoryTextStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void putAll(Map<MemoryUnit, List<String>> words) {
        jdbc.updateEach("""
                INSERT INTO memory_text (workspace_id, memory_unit_id, terms) VALUES (?, ?, ?)
                ON CONFLICT (workspace_id, memory_unit_id) DO UPDATE SET terms = excluded.terms""",
                words.entrySet().stream().map(of -> List.<@Nullable Object>of(jdbc.workspace(), of.getKey().id().value(), terms(of.getKey(), of.getValue()))).toList());
    }

    private String terms(MemoryUnit unit, List<String> words) {
        List<String> terms = new ArrayList<>(List.of(mark('w', jdbc.workspace()), mark('u', unit.id().value())));
        if (unit.projectId() != null) {
            terms.add(mark('p', unit.projectId().value()));
        }
        if (unit.cardId() != null) {
            terms.add(mark('c', unit.cardId().value()));
        }
        terms.addAll(words);
        return String.join(" ", terms);
    }

    private static String mark(char kind, UUID id) {
        return MARK + kind + id.toString().replace("-", "");
    }

    private String mark(MemoryPlace place) {
        if (place.card() != null) {
            return mark('c', place.card().value());
        }
        return place.project() != null ? mark('p', place.project().value()) : mark('w', jdbc.workspace());
    }

    @Override
    public Set<Id<MemoryUnit>> having(MemoryPlace place, List<String> words, int limit) {
        List<String> terms = new ArrayList<>(List.of(mark('w', jdbc.workspace()), mark(place)));
        terms.addAll(words);
        Dialect.FullText search = jdbc.dialect().memoriesHaving(terms.stream().distinct().toList());
        return new LinkedHashSet<>(jdbc.query(search.sql(), List.of(search.wanted(), limit), row -> MemoryUnitRow.id(row.getString(1))));
    }

    @Override
    public List<Id<MemoryUnit>> newest(MemoryPlace place, int limit) {
        List<Object> parameters = new ArrayList<>(List.of(jdbc.workspace()));
        String of = condition(place, parameters, "");
        return jdbc.query("SELECT id FROM memory_unit WHERE workspace_id = ?" + of + " ORDER BY id DESC" + Jdbc.limit(limit), parameters, row -> MemoryUnitRow.id(row.getString(1)));
    }

    /** What confines a statement over memory_unit to a place. */
    static String condition(MemoryPlace place, List<Object> parameters, String alias) {
        if (place.card() != null) {
            parameters.add(place.card().value());
            return " AND " + alias + "card_id = ?";
        }
        if (place.project() != null) {
            parameters.add(place.project().value());
            return " AND " + alias + "project_id = ?";
        }
        return "";
    }

    @Override
    public List<Document> documents(Set<Id<MemoryUnit>> ids) {
        return jdbc.queryIn("""
                SELECT t.memory_unit_id, u.project_id, u.card_id, u.kind, u.status, t.terms
                FROM memory_text t JOIN memory_unit u ON u.workspace_id = t.workspace_id AND u.id = t.memory_unit_id
                WHERE t.workspace_id = ? AND t.memory_unit_id IN (%s)""", List.of(jdbc.workspace()), Columns.uuids(ids), JdbcMemoryTextStore::document);
    }

    private static Document document(ResultSet row) throws SQLException {
        return new Document(MemoryUnitRow.id(row.getString(1)), Columns.id(Columns.uuid(row.getString(2))), Columns.id(Columns.uuid(row.getString(3))),
                Word.of(MemoryUnit.Kind.class, row.getString(4)), Word.of(MemoryUnit.Status.class, row.getString(5)),
                Arrays.stream(row.getString(6).split(" ")).filter(term -> !term.startsWith(MARK)).toList());
    }

    @Override
    public int count(int limit) {
        return jdbc.first("SELECT count(*) FROM (SELECT 1 FROM memory_text WHERE workspace_id = ?" + Jdbc.limit(limit) + ") AS counted", List.of(jdbc.workspace()), row -> row.getInt(1)).orElseThrow();
    }
}
