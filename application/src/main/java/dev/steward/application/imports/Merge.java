package dev.steward.application.imports;

import dev.steward.application.imports.ImportReport.ChangedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings a newer row of the source into an entity that may have been edited since: per value, what the source changed is taken,
 * everything else stays. Where both changed it to something else, the source's is taken and the local one reported, and the event of
 * the update has both.
 */
final class Merge {

    private final String table;
    private final String key;
    private final List<ChangedValue> conflicts = new ArrayList<>();

    Merge(String table, String key) {
        this.table = table;
        this.key = key;
    }

    /**
     * @param base    what the source said at the import before
     * @param source  what it says now
     * @param current what Steward has
     */
    <V> V value(String field, V base, V source, V current) {
        return Objects.requireNonNull(orNull(field, base, source, current));
    }

    /** The same for a value that can be missing. */
    <V> @Nullable V orNull(String field, @Nullable V base, @Nullable V source, @Nullable V current) {
        if (Objects.equals(base, source) || Objects.equals(source, current)) {
            return current;
        }
        if (!Objects.equals(base, current)) {
            note(field, current, source, "changed here and in the source; the source's is taken");
        }
        return source;
    }

    void note(String field, @Nullable Object from, @Nullable Object to, String reason) {
        conflicts.add(new ChangedValue(table, key, field, RowReader.json(from), RowReader.json(to), reason));
    }

    List<ChangedValue> conflicts() {
        return conflicts;
    }
}
