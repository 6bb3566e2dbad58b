package dev.steward.application.imports;

import dev.steward.application.Shape;
import dev.steward.application.Store;
import dev.steward.application.imports.Draft.Read;
import dev.steward.application.imports.Draft.Reference;
import dev.steward.application.imports.Draft.Unplaceable;
import dev.steward.application.imports.DossierSource.Made;
import dev.steward.application.imports.ImportRun.Outcome;
import dev.steward.application.knowledge.Memory;
import dev.steward.application.knowledge.MemoryRelationStore;
import dev.steward.application.knowledge.MemoryRetrievalStore;
import dev.steward.application.knowledge.MemoryRetrievals;
import dev.steward.application.knowledge.MemoryUnitStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;
import dev.steward.domain.knowledge.MemoryRelation;
import dev.steward.domain.knowledge.MemoryRelation.EntityType;
import dev.steward.domain.knowledge.MemoryRelation.Role;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryUnit.Details;
import dev.steward.domain.knowledge.MemoryUnit.Source;
import dev.steward.domain.knowledge.MemoryUnit.Status;
import dev.steward.domain.knowledge.MemoryUnit.Subject;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Dossier's memory. A unit is of the card that it is related to, else of the project of what it is related to, else of the workspace; what Dossier
 * called "Build learning" is a learning, a link an artifact, and of all others nobody knows what they are. Its vectors are in no database and
 * are not read: an embedder makes new ones.
 */
final class DossierMemory {

    private static final String UNITS = "memory_unit";
    private static final String RELATIONS = "memory_unit_relation";
    private static final String RETRIEVALS = "memory_retrieval_log";
    private static final TextRule QUERY = TextRule.optional(100_000);

    /** Which tables an entity type of Dossier's relations refers to, and what it is here; a step became an artifact. */
    private static final Map<String, EntityType> TYPES = Map.of("project", EntityType.PROJECT, "workflow", EntityType.WORKFLOW, "activity", EntityType.ACTIVITY,
            "step", EntityType.ARTIFACT, "card", EntityType.CARD);

    private final DossierSource source;
    private final DossierMap map;
    private final ImportRun run;
    private final Memory memory;
    private final Kind<MemoryUnit> units;
    private final Kind<MemoryRetrieval> retrievals;
    private final Map<String, List<RawRow>> relations = new HashMap<>();

    DossierMemory(DossierSource source, DossierMap map, Memory memory) {
        this.source = source;
        this.map = map;
        this.memory = memory;
        this.run = source.run();
        this.units = kind(Memory.SHAPE, MemoryUnitStore.class, MemoryUnit::projectId);
        this.retrievals = kind(MemoryRetrievals.SHAPE, MemoryRetrievalStore.class, MemoryRetrieval::projectId);
        source.file().rows(RELATIONS).forEach(row -> relations.computeIfAbsent(String.valueOf(new RowReader(row).textReference("memory_unit_id")), key -> new ArrayList<>()).add(row));
    }

    private <E extends Entity<E>> Kind<E> kind(Shape<E> shape, Class<? extends Store<E>> store, Function<E, @Nullable Id<Project>> project) {
        return run.kind(shape, store, entity -> {
            Id<Project> id = project.apply(entity);
            return id == null ? null : id.value();
        }, entity -> Json.EMPTY, entity -> null);
    }

    void place() {
        place(UNITS, units, new PlacingUnits());
        placeRelations();
        place(RETRIEVALS, retrievals, new DossierPlacing<>(source, this::retrieval, Set.of("projectId", "cardId")));
    }

    private <E extends Entity<E>> void place(String table, Kind<E> kind, DossierPlacing<E> placing) {
        List<RawRow> rows = source.file().rows(table);
        if (!rows.isEmpty()) {
            source.place(table, rows, kind, placing);
        }
    }

    private final class PlacingUnits extends DossierPlacing<MemoryUnit> {

        PlacingUnits() {
            super(source, DossierMemory.this::memoryUnit, Set.of("projectId", "cardId", "subject", "kind", "supersededBy", "timesSeen", "lastSeenAt"));
        }

        @Override
        public void kept(MemoryUnit one, RawRow row, boolean isNew) {
            memory.imported(source.unit(), one);
        }
    }

    private Made<MemoryUnit> memoryUnit(RowReader row) {
        Card card = null;
        Id<Project> project = null;
        for (RawRow one : relations.getOrDefault(row.key(), List.of())) {
            RowReader relation = new RowReader(one);
            String type = relation.optional("entity_type", TextRule.optional(100));
            UUID entity = entity(type, relation);
            if (type.equals("card") && card == null) {
                card = map.cards().find(entity).orElse(null);
            }
            project = project == null ? project(type, entity) : project;
        }
        Id<Project> of = card == null ? project : card.projectId();
        Id<Card> at = card == null ? null : card.id();
        String title = row.optional("title", MemoryUnit.TITLE);
        String content = row.optional("content_text", MemoryUnit.CONTENT);
        String link = row.optional("link_url", MemoryUnit.LINK_URL);
        String mimeType = row.optional("mime_type", MemoryUnit.MIME_TYPE);
        Details details = new Details(title, content, link, mimeType.isEmpty() ? "text/plain" : mimeType);
        MemoryUnit.Kind kind = title.equals("Build learning") ? MemoryUnit.Kind.LEARNING : content.isBlank() ? MemoryUnit.Kind.ARTIFACT : MemoryUnit.Kind.NOTE;
        Status status = row.word("status", Status.class, Status.DRAFT);
        Instant updated = row.instant("updated_at", "the time of the import is taken");
        Instant seen = updated == null ? source.unit().now() : updated;
        return new Made<>(meta -> new MemoryUnit(meta, of, at, kind, new Subject("memory_unit", meta.id().value()), Memory.hash(kind, details), Source.IMPORTED,
                DossierImport.SYSTEM, details, status, null, 1, seen), updated, updated, Json.NULL);
    }

    /** What became of what a relation or a question is about. */
    private @Nullable UUID entity(String type, RowReader row) {
        String key = row.textReference(row.has("entity_id") ? "entity_id" : "scope_entity_id");
        String table = type.equals("activity") ? "workflow_activity" : type;
        return key == null ? null : source.origins().now(new Reference(table, key));
    }

    private @Nullable Id<Project> project(String type, @Nullable UUID entity) {
        if (entity == null) {
            return null;
        }
        return switch (type) {
            case "project" -> new Id<>(entity);
            case "card" -> map.cards().find(entity).map(Card::projectId).orElse(null);
            case "workflow" -> map.workflows().find(entity).map(Workflow::projectId).orElse(null);
            case "step" -> map.artifacts().find(entity).map(ContextArtifact::projectId).orElse(null);
            default -> null; // an activity's units are related to its card or project, too
        };
    }

    /** A relation as it is read. */
    private record Related(MemoryRelation relation) implements Draft {
        @Override
        public @Nullable Instant createdAt() {
            return null;
        }

        @Override
        public @Nullable Instant updatedAt() {
            return null;
        }
    }

    private void placeRelations() {
        List<RawRow> rows = source.file().rows(RELATIONS);
        if (rows.isEmpty()) {
            return;
        }
        ImportRun.Tally tally = run.tally(RELATIONS);
        rows.forEach(row -> run.step(() -> place(Read.of(row, this::relation), tally)));
    }

    private void place(Read<Related> read, ImportRun.Tally tally) {
        Related draft = read.draft();
        Optional<Origin> origin = source.origins().of(read.row());
        if (draft == null) {
            run.keepOnly(read, tally, RELATIONS, read.problem());
        } else if (origin.isPresent() && origin.get().rawHash().equals(read.hash()) && origin.get().entityId() != null) {
            tally.count(Outcome.UNCHANGED);
        } else {
            source.origins().put(read.row(), read.hash(), origin, UNITS, draft.relation().memoryUnitId().value());
            tally.count(source.unit().store(MemoryRelationStore.class).put(draft.relation()) ? Outcome.CREATED : Outcome.MERGED);
        }
    }

    private Related relation(RowReader row) {
        MemoryUnit of = source.referred(row, "memory_unit_id", UNITS, units);
        String type = row.optional("entity_type", TextRule.optional(100));
        UUID entity = entity(type, row);
        EntityType known = TYPES.get(type);
        if (known == null || entity == null) {
            throw new Unplaceable("What it relates to, a " + type + ", is not in the file, or was not placed.");
        }
        return new Related(new MemoryRelation(of.id(), known, entity, row.word("relation_role", Role.class, Role.SUPPORTS), of.meta().createdAt()));
    }

    private Made<MemoryRetrieval> retrieval(RowReader row) {
        String type = row.optional("scope_entity_type", TextRule.optional(100));
        UUID entity = entity(type, row);
        Id<Card> card = type.equals("card") && entity != null ? new Id<>(entity) : null;
        Id<Project> project = project(type, entity);
        List<Json.Obj> hits = new ArrayList<>();
        if (row.json("result_memory_ids", source.json(), Json.NULL) instanceof Json.Arr ids) {
            for (Json id : ids.items()) {
                UUID found = id instanceof Json.Text text ? source.origins().now(new Reference(UNITS, RawRow.keyOf(text.value()))) : null;
                Map<String, Json> hit = new LinkedHashMap<>();
                hit.put("rank", Json.of(hits.size() + 1));
                hit.put("memory_unit_id", found == null ? id : Json.of(found.toString()));
                hits.add(new Json.Obj(hit));
            }
        }
        String query = row.optional("query_text", QUERY);
        return Made.of(row, meta -> new MemoryRetrieval(meta, MemoryRetrieval.Purpose.IMPORTED, query, project, card, Json.obj("query", Json.of(query)),
                Json.obj("used", Json.of(true)).with("reason", Json.of("")), hits, DossierImport.SYSTEM));
    }
}
