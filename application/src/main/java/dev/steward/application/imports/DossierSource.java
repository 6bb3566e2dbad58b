package dev.steward.application.imports;

import dev.steward.application.UnitOfWork;
import dev.steward.application.imports.Draft.Read;
import dev.steward.application.imports.Draft.Reference;
import dev.steward.application.imports.Draft.Unplaceable;
import dev.steward.application.workspace.OriginStore;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file of Dossier inside an import: its rows, what they refer to, and the ids that they get. */
final class DossierSource {

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final List<String> TIMES = List.of("created_at", "started_at", "committed_at", "executed_at", "requested_at", "updated_at");

    /** Which table a member of Dossier's JSON refers to. */
    private static final Map<String, List<String>> REFERRED = Map.ofEntries(
            Map.entry("project_id", List.of("project")),
            Map.entry("workflow_id", List.of("workflow")),
            Map.entry("workflow_activity_id", List.of("workflow_activity")),
            Map.entry("activity_id", List.of("workflow_activity")),
            Map.entry("step_id", List.of("step")),
            Map.entry("card_id", List.of("card")),
            Map.entry("context_artifact_id", List.of("context_artifact")),
            Map.entry("artifact_id", List.of("context_artifact")),
            Map.entry("planned_file_id", List.of("card_planned_file")),
            Map.entry("knowledge_item_id", DossierMap.KNOWLEDGE_TABLES),
            Map.entry("run_id", List.of("orchestration_run")),
            Map.entry("assignment_id", List.of("card_assignment")),
            Map.entry("execution_id", List.of("agent_execution")),
            Map.entry("system_policy_profile_id", List.of("system_policy_profile")));

    /** What is only kept, and why. */
    private static final Map<String, String> KEPT = new LinkedHashMap<>();

    static {
        KEPT.put("event_log", "Dossier's events are not among Steward's, which tell what happened in Steward.");
        KEPT.put("_migrations", "");
    }

    private final DossierFile file;
    private final JsonReader json;
    private final Origins origins;
    private final SourceIds ids;
    private final ImportRun run;
    private final Instant now;

    /** @param unit one that only reads */
    DossierSource(UnitOfWork unit, DossierFile file, String instance, JsonReader json, UUID importId) {
        this.file = file;
        this.json = json;
        this.now = unit.now();
        this.ids = new SourceIds(DossierImport.SYSTEM, instance);
        this.run = new ImportRun(DossierImport.SYSTEM, instance, importId, unit.store(OriginStore.class).ofInstance(DossierImport.SYSTEM, instance), row -> id(row, ""));
        this.origins = run.origins();
    }

    /**
     * An entity that only lacks its identity.
     *
     * @param <E> the entity
     * @param place where it stands among its siblings in the source
     */
    record Made<E extends Entity<E>>(Function<Meta<E>, E> making, @Nullable Instant createdAt, @Nullable Instant updatedAt, Json place) implements Draft {

        static <E extends Entity<E>> Made<E> of(RowReader row, Function<Meta<E>, E> making) {
            Instant created = row.created();
            return new Made<>(making, created, row.updated(created), row.raw("position"));
        }

        E of(Meta<E> meta) {
            return making.apply(meta);
        }
    }

    /** The one that is at work now. */
    UnitOfWork unit() {
        return run.unit();
    }

    DossierFile file() {
        return file;
    }

    JsonReader json() {
        return json;
    }

    Origins origins() {
        return origins;
    }

    ImportRun run() {
        return run;
    }

    /** The id of what a row becomes, or of one part of it. */
    UUID id(RawRow row, String part) {
        RowReader reader = new RowReader(row);
        Instant time = TIMES.stream().map(column -> reader.instant(column, "")).filter(Objects::nonNull).findFirst().orElse(now);
        return ids.of(row, part, time);
    }

    /**
     * What the row became that a column refers to.
     *
     * @throws Unplaceable when it refers to none, or to one that is not there
     */
    <E extends Entity<E>> E referred(RowReader row, String column, String table, Kind<E> kind) {
        String key = row.textReference(column);
        if (key == null) {
            throw new Unplaceable("It has no " + column + ".");
        }
        UUID id = origins.now(new Reference(table, key));
        return kind.find(id).orElseThrow(() -> new Unplaceable(id == null
                ? "There is no " + table + " " + key + " in the file, or it was not placed." : "Its " + table + " " + key + " was deleted in Steward."));
    }

    /** The id of what the row became that a column refers to; null, and noted, when that is not there. */
    <E extends Entity<E>> @Nullable Id<E> referredOrNone(RowReader row, String column, String table, Kind<E> kind) {
        String key = row.textReference(column);
        if (key == null) {
            return null;
        }
        Optional<E> found = kind.find(origins.now(new Reference(table, key)));
        if (found.isEmpty()) {
            row.changed(column, null, "there is no such " + table);
        }
        return found.map(Entity::id).orElse(null);
    }

    /** Each row is read and placed in its turn: what it refers to is placed by then. */
    <E extends Entity<E>> void place(String table, List<RawRow> rows, Kind<E> kind, DossierPlacing<E> placing) {
        ImportRun.Tally tally = run.tally(table);
        run.knows(table, kind);
        rows.forEach(row -> run.step(() -> run.place(Read.of(row, placing::read), tally, kind, placing)));
    }

    /** JSON in which every id of something that was placed is the id in Steward. */
    Json rewritten(Json value, List<String> ownTables) {
        return switch (value) {
            case Json.Obj object -> {
                Map<String, Json> members = new LinkedHashMap<>();
                object.members().forEach((name, member) -> members.put(name, rewrittenMember(name, member, ownTables)));
                yield new Json.Obj(members);
            }
            case Json.Arr array -> Json.of(array.items().stream().map(item -> rewritten(item, ownTables)).toList());
            default -> value;
        };
    }

    Json.Obj rewritten(Json.Obj value, List<String> ownTables) {
        return (Json.Obj) rewritten((Json) value, ownTables);
    }

    private Json rewrittenMember(String name, Json value, List<String> ownTables) {
        List<String> tables = name.equals("id") ? ownTables : REFERRED.get(name.endsWith("_ids") ? name.substring(0, name.length() - 1) : name);
        if (tables == null) {
            return rewritten(value, ownTables);
        }
        if (value instanceof Json.Arr array) {
            return Json.of(array.items().stream().map(item -> item instanceof Json.Text text ? steward(text, tables) : rewritten(item, ownTables)).toList());
        }
        return value instanceof Json.Text text ? steward(text, tables) : rewritten(value, ownTables);
    }

    private Json steward(Json.Text id, List<String> tables) {
        for (String table : tables) {
            UUID found = origins.now(new Reference(table, RawRow.keyOf(id.value())));
            if (found != null) {
                return Json.of(found.toString());
            }
        }
        return id;
    }

    /**
     * Finds the rows to which migration 009b gave new ids: made at the same time, with the same title, and the old id, which was no UUID, is
     * not in the file any more.
     */
    void followRenaming(String table) {
        List<RawRow> rows = file.rows(table);
        Set<String> keys = new HashSet<>();
        rows.forEach(row -> keys.add(row.key()));
        List<Origin> former = new ArrayList<>(origins.others(table, keys).stream().filter(origin -> !UUID_FORM.matcher(origin.source().key()).matches()).toList());
        if (former.isEmpty()) {
            return;
        }
        for (RawRow row : rows) {
            if (origins.sameId(row).isEmpty() && UUID_FORM.matcher(row.key()).matches()) {
                List<Origin> same = former.stream().filter(origin -> alike(origin.raw(), row.raw())).toList();
                List<Origin> sameId = same.stream().filter(origin -> equal(origin.raw(), row.raw(), "id")).toList();
                if (sameId.size() == 1 || same.size() == 1) {
                    Origin origin = sameId.size() == 1 ? sameId.getFirst() : same.getFirst();
                    origins.renamed(row, origin);
                    former.remove(origin);
                }
            }
        }
    }

    private static boolean alike(Json.Obj one, Json.Obj two) {
        return equal(one, two, "created_at") && (equal(one, two, "title") || equal(one, two, "id"));
    }

    private static boolean equal(Json.Obj one, Json.Obj two, String column) {
        return Objects.equals(one.get(column), two.get(column));
    }

    /** The rows that Steward has no place for. */
    void keepTheRest() {
        KEPT.forEach((table, reason) -> {
            List<RawRow> rows = file.rows(table);
            if (!rows.isEmpty()) {
                keepAll(table, rows, reason);
            }
        });
    }

    private void keepAll(String table, List<RawRow> rows, String reason) {
        ImportRun.Tally tally = run.tally(table);
        rows.forEach(row -> run.step(() -> run.keepOnly(Read.unread(row), tally, table, "")));
        if (!reason.isEmpty()) {
            run.problem((rows.size() == 1 ? "One row of " + table + " is only kept as it was read. " : rows.size() + " rows of " + table
                    + " are only kept as they were read. ") + reason);
        }
    }
}
