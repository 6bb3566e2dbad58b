package dev.steward.jdbc.portfolio;

import dev.steward.application.portfolio.TagStore;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Tag;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

@Singleton
final class JdbcTagStore extends JdbcStore<Tag, TagRow> implements TagStore {

    JdbcTagStore(Jdbc jdbc, TagRows rows) {
        super(jdbc, rows, TagRow.class, TagRow::from, TagRow::toTag);
    }

    @Override
    public Optional<Tag> findByKey(String key) {
        return first("key = ?", key);
    }

    @Override
    public boolean link(Id<Tag> tag, Target target) {
        return jdbc.update("""
                INSERT INTO tag_link (workspace_id, tag_id, entity_type, entity_id)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (workspace_id, tag_id, entity_type, entity_id) DO NOTHING""",
                jdbc.workspace(), tag.value(), target.type(), target.id()) == 1;
    }

    @Override
    public boolean unlink(Id<Tag> tag, Target target) {
        return jdbc.update("DELETE FROM tag_link WHERE workspace_id = ? AND tag_id = ? AND entity_type = ? AND entity_id = ?",
                jdbc.workspace(), tag.value(), target.type(), target.id()) == 1;
    }

    @Override
    public void unlinkAll(Target target) {
        jdbc.update("DELETE FROM tag_link WHERE workspace_id = ? AND entity_type = ? AND entity_id = ?",
                jdbc.workspace(), target.type(), target.id());
    }

    @Override
    public void relink(Id<Tag> from, Id<Tag> into) {
        jdbc.update("""
                UPDATE tag_link SET tag_id = ?
                WHERE workspace_id = ? AND tag_id = ? AND NOT EXISTS (
                  SELECT 1 FROM tag_link AS present
                  WHERE present.workspace_id = tag_link.workspace_id AND present.tag_id = ?
                    AND present.entity_type = tag_link.entity_type AND present.entity_id = tag_link.entity_id)""",
                into.value(), jdbc.workspace(), from.value(), into.value());
        if (!from.equals(into)) {
            jdbc.update("DELETE FROM tag_link WHERE workspace_id = ? AND tag_id = ?", jdbc.workspace(), from.value());
        }
    }

    @Override
    public List<Tag> of(Target target) {
        return select("""
                id IN (SELECT tag_id FROM tag_link WHERE workspace_id = ? AND entity_type = ? AND entity_id = ?)
                ORDER BY key""", jdbc.workspace(), target.type(), target.id());
    }

    /** First the rest of the type, then the other types: PostgreSQL guesses the range of a pair of columns by the first of them alone. */
    @Override
    public List<Target> targets(Id<Tag> tag, Optional<Target> after, int limit) {
        if (after.isEmpty()) {
            return targets(tag, "", List.of(), limit);
        }
        Target last = after.get();
        List<Target> targets = new ArrayList<>(targets(tag, "AND entity_type = ? AND entity_id > ?", List.of(last.type(), last.id()), limit));
        if (targets.size() < limit) {
            targets.addAll(targets(tag, "AND entity_type > ?", List.of(last.type()), limit - targets.size()));
        }
        return targets;
    }

    private List<Target> targets(Id<Tag> tag, String range, List<?> position, int limit) {
        List<Object> parameters = new ArrayList<>(List.of(jdbc.workspace(), tag.value()));
        parameters.addAll(position);
        return jdbc.query("""
                SELECT entity_type, entity_id FROM tag_link
                WHERE workspace_id = ? AND tag_id = ? %s
                ORDER BY entity_type, entity_id""".formatted(range) + Jdbc.limit(limit),
                parameters, row -> new Target(row.getString("entity_type"), UUID.fromString(row.getString("entity_id"))));
    }

    @Override
    public Map<Id<Tag>, Long> uses(Set<Id<Tag>> tags) {
        Map<Id<Tag>, Long> uses = new HashMap<>();
        jdbc.queryIn("""
                SELECT tag_id, count(*) AS uses FROM tag_link
                WHERE workspace_id = ? AND tag_id IN (%s)
                GROUP BY tag_id
                ORDER BY tag_id""",
                List.of(jdbc.workspace()), Columns.uuids(tags),
                row -> uses.put(new Id<>(UUID.fromString(row.getString("tag_id"))), row.getLong("uses")));
        return uses;
    }
}
