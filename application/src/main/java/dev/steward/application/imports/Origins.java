package dev.steward.application.imports;

import dev.steward.application.CompactJson;
import dev.steward.application.UnitOfWork;
import dev.steward.application.workspace.OriginStore;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the imports before this one left of an instance, and which of it the file has again. */
final class Origins {

    private static final String CREATED_AT = "created_at";
    private static final int READABLE = 40;

    private final Supplier<UnitOfWork> unit;
    private final String system;
    private final String instance;
    private final UUID importId;
    /** Those of one id, newest import first: an id can have come back for another row. */
    private final Map<Draft.Reference, List<Origin>> before = new HashMap<>();
    private final Map<Draft.Reference, UUID> now = new HashMap<>();
    private final Map<Draft.Reference, String> formerKeys = new HashMap<>();
    private final Set<Origin.Source> found = new HashSet<>();
    private int written;

    /** @param earlier those of the imports before, in any order */
    Origins(Supplier<UnitOfWork> unit, String system, String instance, UUID importId, List<Origin> earlier) {
        this.unit = unit;
        this.system = system;
        this.instance = instance;
        this.importId = importId;
        List<Origin> all = new ArrayList<>(earlier);
        all.sort(Comparator.comparing(Origin::importedAt).reversed());
        all.forEach(origin -> before.computeIfAbsent(
                new Draft.Reference(origin.source().table(), origin.source().key().split("@", 2)[0]), key -> new ArrayList<>()).add(origin));
    }

    /** That of the same row: same table and id, and made at the same time. */
    Optional<Origin> of(RawRow row) {
        Optional<Origin> same = sameId(row).stream().filter(origin -> created(origin.raw()).equals(created(row.raw()))).findFirst();
        same.ifPresent(origin -> found.add(origin.source()));
        return same;
    }

    List<Origin> sameId(RawRow row) {
        return before.getOrDefault(new Draft.Reference(row.table(), row.key()), List.of());
    }

    /** Keeps the row, as that of an entity or of none. */
    void put(RawRow row, String hash, Optional<Origin> before, String entityType, @Nullable UUID entity) {
        Origin.Source source = before.map(Origin::source)
                .orElseGet(() -> new Origin.Source(system, instance, row.table(), newKey(row)));
        unit.get().store(OriginStore.class).put(new Origin(source, entityType, entity, row.raw(), hash, importId, unit.get().now()));
        written++;
    }

    /** The row of the file is that entity. */
    void link(RawRow row, @Nullable UUID entity) {
        if (entity != null) {
            Draft.Reference reference = new Draft.Reference(row.table(), row.key());
            now.put(reference, entity);
            String former = formerKeys.get(reference);
            if (former != null) {
                now.put(new Draft.Reference(row.table(), former), entity);
            }
        }
    }

    @Nullable UUID now(Draft.Reference reference) {
        return now.get(reference);
    }

    @Nullable UUID before(Draft.Reference reference) {
        List<Origin> origins = before.getOrDefault(reference, List.of());
        return origins.isEmpty() ? null : origins.getFirst().entityId();
    }

    /** Those whose row is not in the file any more. */
    List<Origin> gone() {
        return before.values().stream().flatMap(List::stream).filter(origin -> !found.contains(origin.source()))
                .sorted(Comparator.comparing((Origin origin) -> origin.source().table()).thenComparing(origin -> origin.source().key()))
                .toList();
    }

    /** Those of a table that name rows of other keys than {@code keys}. */
    List<Origin> others(String table, Set<String> keys) {
        return before.entrySet().stream().filter(entry -> entry.getKey().table().equals(table) && !keys.contains(entry.getKey().key()))
                .flatMap(entry -> entry.getValue().stream()).toList();
    }

    /** The source has given the row that {@code origin} is of another key. */
    void renamed(RawRow row, Origin origin) {
        Draft.Reference reference = new Draft.Reference(row.table(), row.key());
        before.computeIfAbsent(reference, key -> new ArrayList<>()).add(origin);
        formerKeys.put(reference, origin.source().key());
    }

    /** How many rows were kept anew. */
    int written() {
        return written;
    }

    private String newKey(RawRow row) {
        if (sameId(row).isEmpty()) {
            return row.key();
        }
        Json created = created(row.raw());
        return row.key() + "@" + (created instanceof Json.Text text && text.value().length() <= READABLE
                ? text.value() : CompactJson.sha256(Json.obj(CREATED_AT, created)).substring(0, 16));
    }

    private static Json created(Json.Obj raw) {
        Json value = raw.get(CREATED_AT);
        return value == null ? Json.NULL : value;
    }
}
