package dev.steward.jdbc.orchestration;

import dev.steward.application.orchestration.CardAssignmentStore;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlob;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import dev.steward.jdbc.JsonText;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Each claim reads the first row of one index: by role, or by profile and role, of the workspace, a project or a run. Several roles or
 * profiles are several such reads; an IN would make the databases collect all that wait, and sort them.
 */
@Singleton
final class JdbcCardAssignmentStore extends JdbcStore<CardAssignment, CardAssignmentRow> implements CardAssignmentStore {

    private static final String ORDER = " ORDER BY priority, claimable_at, id";
    /** With the status in its text: as a parameter it made PostgreSQL plan the statement anew each time, which takes longer than to answer it. */
    private static final String COMPLETED = "SELECT run_id, id, card_id, feature_branch, summary FROM card_assignment "
            + "WHERE workspace_id = ? AND project_id = ? AND run_id = ? AND status = '" + RunStatus.COMPLETED.word() + "' ORDER BY id";
    /** How many questions are put into one statement. */
    private static final int TOGETHER = 32;
    private static final Comparator<Head> FIRST = Comparator.comparingInt(Head::priority).thenComparing(Head::claimableAt).thenComparing(Head::id);
    private static final Comparator<CardAssignment> FIRST_CLAIMABLE = Comparator.comparingInt((CardAssignment one) -> one.details().priority())
            .thenComparing(one -> Objects.requireNonNull(one.claimableAt())).thenComparing(one -> one.id().toString());

    JdbcCardAssignmentStore(Jdbc jdbc, CardAssignmentRows rows) {
        super(jdbc, rows, CardAssignmentRow.class, CardAssignmentRow::from, CardAssignmentRow::toCardAssignment, LongTexts.of("summary", "error").andObjects("input_snapshot").andArrays("learnings"));
    }

    /** What one index range holds. */
    private record Lane(AgentRole role, @Nullable String profile) {
    }

    /** One of the first rows of a lane. */
    private record Head(Lane lane, int priority, Instant claimableAt, String id) {
    }

    @Override
    public List<CardAssignment> next(Wanted wanted, Instant now, int limit) {
        List<Lane> lanes = lanes(wanted);
        if (lanes.size() == 1) {
            return locked(wanted, now, lanes.getFirst(), limit);
        }
        List<Lane> first = heads(wanted, now, lanes, limit).stream().sorted(FIRST).map(Head::lane).toList();
        Map<Lane, Integer> shares = new LinkedHashMap<>();
        first.stream().limit(limit).forEach(lane -> shares.merge(lane, 1, Integer::sum));
        first.forEach(lane -> shares.putIfAbsent(lane, 0));
        List<CardAssignment> found = new ArrayList<>();
        shares.forEach((lane, share) -> {
            int asked = share > 0 ? share : limit - found.size(); // those that have no share make up for what others have got meanwhile
            if (asked > 0) {
                found.addAll(locked(wanted, now, lane, asked));
            }
        });
        return found.stream().sorted(FIRST_CLAIMABLE).toList();
    }

    private List<CardAssignment> locked(Wanted wanted, Instant now, Lane lane, int limit) {
        String lock = jdbc.dialect().rowLock().isEmpty() ? "" : jdbc.dialect().rowLock() + " SKIP LOCKED";
        List<Object> parameters = new ArrayList<>();
        return select(condition(wanted, now, lane, parameters) + ORDER + Jdbc.limit(limit) + lock, parameters.toArray());
    }

    @Override
    public boolean hasNext(Wanted wanted, Instant now) {
        return !heads(wanted, now, lanes(wanted), 1).isEmpty();
    }

    private static List<Lane> lanes(Wanted wanted) {
        List<Lane> lanes = new ArrayList<>();
        for (AgentRole role : wanted.roles().stream().sorted().toList()) {
            if (wanted.profiles().isEmpty()) {
                lanes.add(new Lane(role, null));
            }
            wanted.profiles().stream().sorted().forEach(profile -> lanes.add(new Lane(role, profile)));
        }
        return lanes;
    }

    private List<Head> heads(Wanted wanted, Instant now, List<Lane> lanes, int limit) {
        List<Object> parameters = new ArrayList<>();
        List<String> selects = new ArrayList<>();
        for (Lane lane : lanes) {
            parameters.add(jdbc.workspace());
            selects.add("SELECT * FROM (SELECT " + selects.size() + " AS lane, priority, claimable_at, id FROM card_assignment WHERE workspace_id = ? AND "
                    + condition(wanted, now, lane, parameters) + ORDER + Jdbc.limit(limit) + ") AS lane_" + selects.size());
        }
        return selects.isEmpty() ? List.of() : jdbc.query(String.join(" UNION ALL ", selects), parameters, row -> new Head(
                lanes.get(row.getInt("lane")), row.getInt("priority"), jdbc.dialect().instant(row, "claimable_at"), row.getString("id")));
    }

    private static String condition(Wanted wanted, Instant now, Lane lane, List<Object> parameters) {
        // Not claimable_at <= ?: with statistics of a table in which most are held, SQLite would skip through an index for it, and sort.
        StringBuilder sql = new StringBuilder("is_claimable = ? AND agent_role = ? AND NOT claimable_at > ?");
        parameters.addAll(List.of(true, lane.role().word(), now));
        if (wanted.project() != null) {
            sql.append(" AND project_id = ?");
            parameters.add(wanted.project().value());
        }
        if (wanted.run() != null) {
            sql.append(" AND run_id = ?");
            parameters.add(wanted.run().value());
        }
        if (lane.profile() != null) {
            sql.append(" AND agent_profile = ?");
            parameters.add(lane.profile());
        }
        return sql.toString();
    }

    @Override
    public Optional<CardAssignment> lock(Id<CardAssignment> id) {
        return locked(id);
    }

    @Override
    public List<CardAssignment> lost(Instant now, int limit) {
        return select("status = ? AND lease_expires_at <= ? ORDER BY lease_expires_at, id" + Jdbc.limit(limit), RunStatus.RUNNING.word(), now);
    }

    @Override
    public Optional<Instant> nextLeaseEnd(Instant now) {
        return jdbc.first("""
                SELECT lease_expires_at FROM card_assignment
                WHERE workspace_id = ? AND status = ? AND lease_expires_at > ?
                ORDER BY lease_expires_at
                LIMIT 1""", List.of(jdbc.workspace(), RunStatus.RUNNING.word(), now), row -> jdbc.dialect().instant(row, "lease_expires_at"));
    }

    /** One look for each state, however many assignments the run has. */
    @Override
    public Set<RunStatus> statuses(OrchestrationRun run) {
        List<Object> parameters = new ArrayList<>();
        List<String> selects = new ArrayList<>();
        for (RunStatus status : RunStatus.values()) {
            selects.add("SELECT '" + status.word() + "' AS status WHERE EXISTS (SELECT 1 FROM card_assignment"
                    + " WHERE workspace_id = ? AND project_id = ? AND status = ? AND run_id = ?)");
            parameters.addAll(List.of(jdbc.workspace(), run.details().projectId().value(), status.word(), run.id().value()));
        }
        return new HashSet<>(jdbc.query(String.join(" UNION ALL ", selects), parameters, row -> Word.of(RunStatus.class, row.getString("status"))));
    }

    @Override
    public Map<RunCard, Set<RunStatus>> statuses(Set<RunCard> cards) {
        Map<RunCard, Set<RunStatus>> all = new HashMap<>();
        each(List.copyOf(cards), "SELECT run_id, card_id, status FROM card_assignment WHERE workspace_id = ? AND run_id = ? AND card_id = ?",
                one -> List.of(jdbc.workspace(), one.run().value(), one.card().value()),
                row -> all.computeIfAbsent(new RunCard(new Id<>(UUID.fromString(row.getString("run_id"))), new Id<>(UUID.fromString(row.getString("card_id")))),
                        none -> EnumSet.noneOf(RunStatus.class)).add(Word.of(RunStatus.class, row.getString("status"))));
        return all;
    }

    @Override
    public List<Completed> completed(List<OrchestrationRun> runs, int limit) {
        return each(runs, COMPLETED + Jdbc.limit(limit), run -> List.of(jdbc.workspace(), run.details().projectId().value(), run.id().value()),
                row -> new Completed(new Id<>(UUID.fromString(row.getString("run_id"))), id(row.getString("id")), new Id<>(UUID.fromString(row.getString("card_id"))),
                        row.getString("feature_branch"), row.getString("summary")));
    }

    /** The same question about each of several, in one statement: an IN of pairs, or one with a limit for each, would not keep to an index. */
    private <A, T> List<T> each(List<A> asked, String select, Function<A, List<Object>> parameters, Jdbc.Reader<T> reader) {
        Set<T> found = new LinkedHashSet<>(); // what stands in a padded portion twice is answered twice
        for (int from = 0; from < asked.size(); from += TOGETHER) {
            List<A> portion = Jdbc.padded(asked.subList(from, Math.min(asked.size(), from + TOGETHER)));
            String sql = String.join(" UNION ALL ", Collections.nCopies(portion.size(), "SELECT * FROM (" + select + ") AS one"));
            found.addAll(jdbc.query(sql, portion.stream().flatMap(one -> parameters.apply(one).stream()).toList(), reader));
        }
        return List.copyOf(found);
    }

    @Override
    public void insertWaits(List<Wait> waits) {
        jdbc.updateOneEach("INSERT INTO card_assignment_wait (workspace_id, assignment_id, waits_for_id, shared_paths) VALUES (?, ?, ?, ?)",
                waits.stream().map(wait -> List.<@Nullable Object>of(jdbc.workspace(), wait.assignment().value(), wait.waitsFor().value(), json(wait.overlaps()))).toList());
    }

    @Override
    public List<Wait> waits(Set<Id<CardAssignment>> assignments) {
        return jdbc.queryIn("""
                SELECT assignment_id, waits_for_id, shared_paths FROM card_assignment_wait
                WHERE workspace_id = ? AND assignment_id IN (%s)
                ORDER BY assignment_id, waits_for_id""", List.of(jdbc.workspace()), Columns.uuids(assignments),
                row -> new Wait(id(row.getString("assignment_id")), id(row.getString("waits_for_id")), overlaps(row.getString("shared_paths"))));
    }

    @Override
    public List<Id<CardAssignment>> endWaitsFor(Id<CardAssignment> ended) {
        List<UUID> waited = jdbc.query("SELECT assignment_id FROM card_assignment_wait WHERE workspace_id = ? AND waits_for_id = ? ORDER BY assignment_id",
                List.of(jdbc.workspace(), ended.value()), row -> UUID.fromString(row.getString("assignment_id")));
        if (waited.isEmpty()) {
            return List.of();
        }
        jdbc.update("DELETE FROM card_assignment_wait WHERE workspace_id = ? AND waits_for_id = ?", jdbc.workspace(), ended.value());
        Set<UUID> waiting = new HashSet<>(jdbc.queryIn("SELECT assignment_id FROM card_assignment_wait WHERE workspace_id = ? AND assignment_id IN (%s) ORDER BY assignment_id",
                List.of(jdbc.workspace()), waited, row -> UUID.fromString(row.getString("assignment_id"))));
        return waited.stream().filter(id -> !waiting.contains(id)).map(Id<CardAssignment>::new).toList();
    }

    @Override
    public void endWaitsOf(Id<CardAssignment> assignment) {
        jdbc.update("DELETE FROM card_assignment_wait WHERE workspace_id = ? AND assignment_id = ?", jdbc.workspace(), assignment.value());
    }

    private static Id<CardAssignment> id(String text) {
        return new Id<>(UUID.fromString(text));
    }

    private static String json(List<PathGlobs.Overlap> overlaps) {
        return JsonText.write(Json.of(overlaps.stream().map(overlap -> Json.obj("here", Json.of(overlap.here().text()))
                .with("there", Json.of(overlap.there().text())).with("example", Json.of(overlap.example()))).toList()));
    }

    private static List<PathGlobs.Overlap> overlaps(String json) {
        return JsonText.storedObjects(json).stream().map(overlap -> new PathGlobs.Overlap(PathGlob.parse("here", JsonText.text(overlap, "here")),
                PathGlob.parse("there", JsonText.text(overlap, "there")), JsonText.text(overlap, "example"))).toList();
    }
}
