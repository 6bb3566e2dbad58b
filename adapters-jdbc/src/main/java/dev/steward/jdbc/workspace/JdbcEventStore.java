package dev.steward.jdbc.workspace;

import dev.steward.application.Part;
import dev.steward.application.workspace.EventStore;
import dev.steward.domain.Word;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcPort;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcEventStore implements EventStore, JdbcPort {

    private static final List<String> COLUMNS = List.of(
            "sequence", "at", "actor_kind", "actor_id", "actor_label", "type", "subject_type", "subject_id", "project_id", "run_id", "payload", "request_id");
    private static final String ALL = String.join(", ", COLUMNS);

    private static final Range AFTER = new Range("sequence > ?", "sequence");
    private static final Range BEFORE = new Range("sequence < ?", "sequence DESC");

    private final Jdbc jdbc;
    private final String part;

    JdbcEventStore(Jdbc jdbc) {
        this.jdbc = jdbc;
        this.part = LongTexts.NONE.andObjects("payload").selected(COLUMNS, jdbc.dialect());
    }

    private record Range(String condition, String order) {
    }

    @Override
    public void append(List<Event> events) {
        if (jdbc.gather(events)) {
            return;
        }
        jdbc.announceEvents(); // first, because from the numbering on all other writers of the workspace wait
        long last = jdbc.advance("""
                INSERT INTO event_sequence (workspace_id, last)
                VALUES (?, ?)
                ON CONFLICT (workspace_id) DO UPDATE SET last = event_sequence.last + excluded.last
                RETURNING last""", jdbc.workspace(), (long) events.size());
        long sequence = last - events.size();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Event event : events) {
            sequence++;
            rows.add(Arrays.asList(jdbc.workspace(), sequence, event.at(), event.actor().kind().word(), event.actor().id(), event.actor().label(),
                    event.type(), event.subjectType(), event.subjectId(), event.projectId(), event.runId(),
                    JsonText.write(event.payload()), event.requestId()));
        }
        jdbc.updateEach("""
                INSERT INTO event (workspace_id, sequence, at, actor_kind, actor_id, actor_label, type, subject_type, subject_id,
                                   project_id, run_id, payload, request_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows);
    }

    @Override
    public List<Event> after(long sequence, Filter filter, int limit) {
        return select(ALL, AFTER, sequence, filter, limit, this::event);
    }

    @Override
    public List<Event> before(long sequence, Filter filter, int limit) {
        return select(ALL, BEFORE, sequence, filter, limit, this::event);
    }

    @Override
    public Part<Event> partAfter(long sequence, Filter filter, int limit) {
        return part(AFTER, sequence, filter, limit);
    }

    @Override
    public Part<Event> partBefore(long sequence, Filter filter, int limit) {
        return part(BEFORE, sequence, filter, limit);
    }

    private Part<Event> part(Range range, long sequence, Filter filter, int limit) {
        List<LongTexts.Listed<Long, Event>> listed = select(part, range, sequence, filter, limit + 1, this::orLeftOut);
        return LongTexts.part(listed, limit, this::whole).orElseGet(() -> part(range, sequence, filter, limit));
    }

    private LongTexts.Listed<Long, Event> orLeftOut(ResultSet row) throws SQLException {
        long bytes = row.getLong(COLUMNS.size() + 1);
        return new LongTexts.Listed<>(row.getLong("sequence"), LongTexts.areLeftOut(bytes) ? null : event(row), bytes);
    }

    /** One that is missing was forgotten meanwhile, and so was all before it. */
    private Map<Long, Event> whole(List<Long> sequences) {
        return jdbc.queryIn("SELECT " + ALL + " FROM event WHERE workspace_id = ? AND sequence IN (%s)", List.of(jdbc.workspace()), sequences, this::event)
                .stream().collect(Collectors.toMap(Event::sequence, event -> event));
    }

    private <T> List<T> select(String columns, Range range, long sequence, Filter filter, int limit, Jdbc.Reader<T> reader) {
        List<Object> parameters = new ArrayList<>(List.of(jdbc.workspace(), sequence));
        StringBuilder sql = new StringBuilder("SELECT " + columns + " FROM event WHERE workspace_id = ? AND " + range.condition());
        if (!filter.types().isEmpty()) {
            sql.append(" AND type IN (").append(String.join(", ", Collections.nCopies(filter.types().size(), "?"))).append(")");
            parameters.addAll(filter.types().stream().sorted().toList());
        }
        if (filter.projectId() != null) {
            sql.append(" AND project_id = ?");
            parameters.add(filter.projectId());
        }
        if (filter.runId() != null) {
            sql.append(" AND run_id = ?");
            parameters.add(filter.runId());
        }
        return jdbc.query(sql + " ORDER BY " + range.order() + Jdbc.limit(limit), parameters, reader);
    }

    @Override
    public long last() {
        return jdbc.first("SELECT last FROM event_sequence WHERE workspace_id = ?", List.of(jdbc.workspace()), row -> row.getLong(1)).orElse(0L);
    }

    @Override
    public long firstKept() {
        return jdbc.first("""
                SELECT coalesce((SELECT sequence FROM event WHERE workspace_id = ? ORDER BY sequence LIMIT 1),
                                (SELECT last + 1 FROM event_sequence WHERE workspace_id = ?), 1)""",
                List.of(jdbc.workspace(), jdbc.workspace()), row -> row.getLong(1)).orElseThrow();
    }

    /** The times need not rise with the numbers, because a clock may be set back; so the beginning ends at the first that is young. */
    @Override
    public int forgetBefore(Instant instant, int limit) {
        long old = 0;
        for (Aged event : jdbc.query("SELECT sequence, at FROM event WHERE workspace_id = ? ORDER BY sequence" + Jdbc.limit(limit), List.of(jdbc.workspace()),
                row -> new Aged(row.getLong("sequence"), jdbc.dialect().instant(row, "at")))) {
            if (!event.at().isBefore(instant)) {
                break;
            }
            old = event.sequence();
        }
        return old == 0 ? 0 : jdbc.update("DELETE FROM event WHERE workspace_id = ? AND sequence <= ?", jdbc.workspace(), old);
    }

    private record Aged(long sequence, Instant at) {
    }

    private Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("sequence"),
                jdbc.dialect().instant(row, "at"),
                new Actor(Word.of(Actor.Kind.class, row.getString("actor_kind")), row.getString("actor_id"), row.getString("actor_label")),
                row.getString("type"),
                row.getString("subject_type"),
                UUID.fromString(row.getString("subject_id")),
                Columns.uuid(row.getString("project_id")),
                Columns.uuid(row.getString("run_id")),
                JsonText.storedObject(row.getString("payload")),
                row.getString("request_id"));
    }
}
