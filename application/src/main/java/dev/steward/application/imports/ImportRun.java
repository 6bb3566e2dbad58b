package dev.steward.application.imports;

import dev.steward.application.Shape;
import dev.steward.application.Store;
import dev.steward.application.UnitOfWork;
import dev.steward.application.imports.Draft.Read;
import dev.steward.application.imports.Draft.Unplaceable;
import dev.steward.application.imports.ImportReport.ChangedValue;
import dev.steward.application.imports.ImportReport.Problem;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One import, whatever the source: each row finds its entity or makes one, and everything is counted. It does its work in one unit or in several,
 * one after the other, each of which may run more than once. Used once.
 */
final class ImportRun {

    private final UUID importId;
    private final Origins origins;
    private final Function<RawRow, UUID> ids;
    private final List<Kind<?>> all = new ArrayList<>();
    private final Map<String, Kind<?>> kinds = new HashMap<>();
    private final List<Runnable> steps = new ArrayList<>();
    private final List<Runnable> beginnings = new ArrayList<>();
    private final List<Runnable> endings = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final List<ChangedValue> changes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private int keptChanges;
    private int keptProblems;
    private @Nullable UnitOfWork unit;

    /**
     * @param earlier the origins of the instance
     * @param ids the id of what a row makes
     */
    ImportRun(String system, String instance, UUID importId, List<Origin> earlier, Function<RawRow, UUID> ids) {
        this.importId = importId;
        this.origins = new Origins(this::unit, system, instance, importId, earlier);
        this.ids = ids;
    }

    /** The unit that is at work now. */
    UnitOfWork unit() {
        return Objects.requireNonNull(unit);
    }

    Origins origins() {
        return origins;
    }

    <E extends Entity<E>> Kind<E> kind(Shape<E> shape, Class<? extends Store<E>> port, Function<E, @Nullable UUID> projectOf, Function<E, Json.Obj> context,
            Function<E, @Nullable UUID> runOf) {
        Kind<E> kind = new Kind<>(this::unit, shape, port, projectOf, context, runOf);
        all.add(kind);
        return kind;
    }

    /** Something that is done after all that was said before, in one unit: usually what becomes of one row. */
    void step(Runnable step) {
        steps.add(step);
    }

    List<Runnable> steps() {
        return steps;
    }

    /** Done at the beginning of each unit: what is only known of the one before is forgotten. */
    void eachUnitBegins(Runnable beginning) {
        beginnings.add(beginning);
    }

    /** Done at the end of each unit. */
    void eachUnitEnds(Runnable ending) {
        endings.add(ending);
    }

    /** Goes on in this unit. What was counted in one that was not {@link #kept} is forgotten, and what others may have changed is looked for again. */
    void begin(UnitOfWork next) {
        unit = next;
        all.forEach(Kind::forget);
        tallies.forEach(Tally::forget);
        changes.subList(keptChanges, changes.size()).clear();
        problems.subList(keptProblems, problems.size()).clear();
        beginnings.forEach(Runnable::run);
    }

    /** The last of what is to be done in a unit. */
    void end() {
        endings.forEach(Runnable::run);
    }

    /** The unit was committed; what was said outside of units is kept, too. */
    void kept() {
        tallies.forEach(Tally::keep);
        keptChanges = changes.size();
        keptProblems = problems.size();
    }

    enum Outcome { CREATED, UPDATED, UNCHANGED, MERGED, NOT_PLACED }

    /** What became of a table's rows. */
    static final class Tally {
        private final String table;
        private final int[] counts = new int[Outcome.values().length];
        private int[] kept = counts.clone();

        private Tally(String table) {
            this.table = table;
        }

        void count(Outcome outcome) {
            counts[outcome.ordinal()]++;
        }

        private void keep() {
            kept = counts.clone();
        }

        private void forget() {
            System.arraycopy(kept, 0, counts, 0, counts.length);
        }

        private ImportReport.Table table() {
            int read = 0;
            for (int count : counts) {
                read += count;
            }
            return new ImportReport.Table(table, read, counts[0], counts[1], counts[2], counts[3], counts[4]);
        }
    }

    /**
     * How the rows of one table become entities.
     *
     * @param <E> the entity
     * @param <D> the draft
     */
    interface Placing<E extends Entity<E>, D extends Draft> {

        D read(RowReader row);

        /**
         * The new entity.
         *
         * @throws Unplaceable when there is no place for it
         */
        E make(Meta<E> meta, D draft, Merge notes);

        /** The entity with what the source changed since {@code base}. */
        E revise(E current, D base, D draft, Merge merge);

        /** What else is to be done once a new one, or one that the source has changed, is kept. */
        default void kept(E entity, RawRow row, boolean isNew) {
        }
    }

    Tally tally(String table) {
        Tally tally = new Tally(table);
        tallies.add(tally);
        return tally;
    }

    <E extends Entity<E>, D extends Draft> void place(String table, List<Read<D>> rows, Kind<E> kind, Placing<E, D> placing) {
        Tally tally = tally(table);
        knows(table, kind);
        rows.forEach(read -> place(read, tally, kind, placing));
    }

    <E extends Entity<E>, D extends Draft> void place(Read<D> read, Tally tally, Kind<E> kind, Placing<E, D> placing) {
        D draft = read.draft();
        if (draft == null) {
            keepOnly(read, tally, kind.name(), read.problem());
            return;
        }
        Optional<Origin> origin = origins.of(read.row());
        UUID entity = origin.map(Origin::entityId).orElse(null);
        try {
            Outcome outcome = entity == null
                    ? create(read, draft, origin, kind, placing)
                    : update(read, draft, origin.orElseThrow(), kind, placing);
            tally.count(outcome);
        } catch (Unplaceable e) {
            keepOnly(read, tally, kind.name(), e.reason());
        } catch (InvalidException e) {
            keepOnly(read, tally, kind.name(), e.violations().getFirst().message());
        }
    }

    private <E extends Entity<E>, D extends Draft> Outcome create(
            Read<D> read, D draft, Optional<Origin> origin, Kind<E> kind, Placing<E, D> placing) {
        Merge notes = new Merge(read.row().table(), read.row().key());
        E entity = placing.make(meta(ids.apply(read.row()), draft.createdAt(), draft.updatedAt()), draft, notes);
        kind.add(entity);
        report(read, notes);
        if (origin.isEmpty() && !origins.sameId(read.row()).isEmpty()) {
            problem(read, "It has the id of an earlier row that was made at another time; both are kept.");
        }
        origins.put(read.row(), read.hash(), origin, kind.name(), entity.id().value());
        origins.link(read.row(), entity.id().value());
        placing.kept(entity, read.row(), true);
        return Outcome.CREATED;
    }

    private <E extends Entity<E>, D extends Draft> Outcome update(
            Read<D> read, D draft, Origin origin, Kind<E> kind, Placing<E, D> placing) {
        UUID id = Objects.requireNonNull(origin.entityId());
        origins.link(read.row(), id);
        boolean same = origin.rawHash().equals(read.hash());
        boolean sameReferences = draft.references().stream()
                .allMatch(reference -> Objects.equals(origins.before(reference), origins.now(reference)));
        if (same && sameReferences) {
            return Outcome.UNCHANGED;
        }
        Merge merge = new Merge(read.row().table(), read.row().key());
        Optional<E> current = kind.find(id);
        boolean updated = false;
        if (current.isPresent()) {
            D base = Read.of(new RawRow(read.row().table(), read.row().key(), origin.raw()), placing::read).draft();
            E revised = placing.revise(current.get(), base == null ? draft : base, draft, merge);
            updated = kind.save(current.get(), revised);
            if (updated) {
                placing.kept(revised, read.row(), false);
            }
        } else {
            problem(read, "It was deleted in Steward and has changed in the source since; it stays deleted.");
        }
        if (!same || updated) {
            origins.put(read.row(), read.hash(), Optional.of(origin), kind.name(), id);
        }
        if (updated) {
            report(read, merge);
        }
        return updated ? Outcome.UPDATED : Outcome.UNCHANGED;
    }

    /** A row that gets no entity, where a later import may find a place for it; or one whose entity stays as it is. */
    void keepOnly(Read<?> read, Tally tally, String entityType, String problem) {
        Optional<Origin> origin = origins.of(read.row());
        UUID entity = origin.map(Origin::entityId).orElse(null);
        origins.link(read.row(), entity);
        boolean fresh = origin.isEmpty() || !origin.get().rawHash().equals(read.hash());
        if (fresh) {
            origins.put(read.row(), read.hash(), origin, entityType, entity);
        }
        if (!problem.isEmpty() && (fresh || entity == null)) {
            problem(read, (entity == null ? "Not placed, only kept as it was read. " : "Its change is not taken over. ") + problem);
        }
        tally.count(entity == null ? Outcome.NOT_PLACED : Outcome.UNCHANGED);
    }

    void report(Read<?> read, Merge merge) {
        changes.addAll(read.changes());
        changes.addAll(merge.conflicts());
    }

    void problem(Read<?> read, String message) {
        problems.add(new Problem(read.row().table(), read.row().key(), message));
    }

    /** About the whole file. */
    void problem(String message) {
        problems.add(new Problem("", "", message));
    }

    void change(ChangedValue change) {
        changes.add(change);
    }

    /** Names the rows that an import before found and whose entities are still there. */
    void reportGone() {
        for (Origin origin : origins.gone()) {
            Kind<?> kind = kinds.get(origin.source().table());
            if (kind != null && kind.find(origin.entityId()).isPresent()) {
                problems.add(new Problem(origin.source().table(), origin.source().key(), "It is not in the file any more; it stays in Steward."));
            }
        }
    }

    /** For {@link #reportGone}, of what is not placed by {@link #place}. */
    void knows(String table, Kind<?> kind) {
        kinds.put(table, kind);
    }

    /** The last step: what was done, recorded when anything was. */
    ImportReport finish(ImportReport.Source source, boolean dryRun) {
        boolean stored = origins.written() > 0;
        ImportReport report = new ImportReport(source, dryRun, stored && !dryRun, tallies.stream().map(Tally::table).toList(), changes, problems);
        if (stored) {
            unit().record("import.finished", "import", importId, null, report.summary());
        }
        return report;
    }

    <E extends Entity<E>> Meta<E> meta(UUID id, @Nullable Instant createdAt, @Nullable Instant updatedAt) {
        Instant created = createdAt == null ? unit().now() : createdAt;
        return new Meta<>(new Id<>(id), 1, created, updatedAt == null || updatedAt.isBefore(created) ? created : updatedAt);
    }
}
