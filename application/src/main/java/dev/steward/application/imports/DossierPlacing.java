package dev.steward.application.imports;

import dev.steward.application.imports.DossierSource.Made;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Entity;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** How rows of Dossier become entities: as they are read, and later component by component what the source changed. */
class DossierPlacing<E extends Entity<E>> implements ImportRun.Placing<E, Made<E>> {

    private final DossierSource source;
    private final Function<RowReader, Made<E>> reading;
    private final Set<String> kept;

    /** @param kept components that stay as they are when the source changes them */
    DossierPlacing(DossierSource source, Function<RowReader, Made<E>> reading, Set<String> kept) {
        this.source = source;
        this.reading = reading;
        this.kept = new HashSet<>(kept);
        this.kept.add("meta");
    }

    @Override
    public final Made<E> read(RowReader row) {
        return reading.apply(row);
    }

    @Override
    public final E make(Meta<E> meta, Made<E> draft, Merge notes) {
        return created(draft.of(meta), notes);
    }

    @Override
    public final E revise(E current, Made<E> base, Made<E> draft, Merge merge) {
        if (!base.place().equals(draft.place())) {
            merge.note("position", base.place(), draft.place(), "another order in the source is not taken over");
        }
        E merged = new RecordMerge(merge, kept).of(current, base.of(current.meta()), draft.of(current.meta()));
        return merged.equals(current) ? current : changed(current, RecordMerge.with(merged, "meta", current.meta().next(source.unit().now())), merge);
    }

    /** What else is to be done with a new one. */
    E created(E made, Merge notes) {
        return made;
    }

    /** What else is to be done with one that the source has changed. */
    E changed(E before, E after, Merge notes) {
        return after;
    }
}
