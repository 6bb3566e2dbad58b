package dev.steward.application.knowledge;

import dev.steward.application.CanonicalJson;
import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.References;
import dev.steward.application.Shape;
import dev.steward.application.Store;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.knowledge.MemoryTextStore.Document;
import dev.steward.application.orchestration.CardAssignmentStore;
import dev.steward.application.orchestration.OrchestrationRunStore;
import dev.steward.application.planning.CardStore;
import dev.steward.application.planning.ContextArtifactStore;
import dev.steward.application.planning.KnowledgeItemStore;
import dev.steward.application.planning.WorkflowActivityStore;
import dev.steward.application.planning.WorkflowStore;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.knowledge.MemoryRelation;
import dev.steward.domain.knowledge.MemoryRelation.EntityType;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryUnit.Details;
import dev.steward.domain.knowledge.MemoryUnit.Kind;
import dev.steward.domain.knowledge.MemoryUnit.Source;
import dev.steward.domain.knowledge.MemoryUnit.Status;
import dev.steward.domain.knowledge.MemoryUnit.Subject;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The memory: units are written, changed, approved, rejected and superseded, never deleted. Each step records
 * {@code memory_unit.<step>}: {@code created}, {@code updated}, {@code approved}, {@code rejected}, {@code superseded}, {@code seen},
 * {@code let_go}.
 *
 * <p>What is nearly the same is kept once: two units of one kind at one place are nearly the same when nine tenths or more of the words that
 * either has, both have.
 */
public final class Memory extends Entities<MemoryUnit> {

    /** From here on two texts are nearly the same: words of both by words of either. */
    static final double NEARLY = 0.9;

    /** The longest words of a text are looked for, each in so many units. */
    private static final int PROBES = 5;
    static final int PROBED = 200;

    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);
    private static final NumberRule COUNT = new NumberRule(0, Integer.MAX_VALUE);

    static final Field<Kind> KIND = Field.word("kind", Kind.class).orElse(Kind.NOTE).unchangeable().filter().doc("Stays what it is.").example(Kind.LEARNING);
    private static final Field<ProjectReference> PROJECT_ID = Field.of("project_id", ProjectReference.field().type()).optional().unchangeable().filter()
            .doc("The project it is of, id or slug; none for the whole workspace.");
    private static final Field<Id<Card>> CARD_ID = Field.<Card>id("card_id").optional().unchangeable().filter().doc("The card it is of, whose project it is then of, too.");
    private static final Field<String> TITLE = Field.text("title", MemoryUnit.TITLE).orElse("").example("Deadlocks while migrating");
    private static final Field<String> CONTENT = Field.text("content", MemoryUnit.CONTENT).orElse("").doc("At least one of content and link_url is there.")
            .example("Two servers that start at once migrate once: the second waits for the lock.");
    private static final Field<String> LINK_URL = Field.text("link_url", MemoryUnit.LINK_URL).orElse("");
    private static final Field<String> MIME_TYPE = Field.text("mime_type", MemoryUnit.MIME_TYPE).orElse("text/plain");
    private static final Field<Status> STATUS = Field.word("status", Status.class).filter()
            .doc("draft: what an agent says and nobody has confirmed. Rejected and superseded ones are hidden from searches.").example(Status.APPROVED);
    private static final Field<Id<MemoryUnit>> SUPERSEDED_BY = Field.<MemoryUnit>id("superseded_by").optional().doc("What took its place.");
    private static final Field<Source> SOURCE = Field.word("source", Source.class).filter().doc("How it came here.").example(Source.USER);
    private static final Field<Instant> LAST_SEEN_AT = Field.instant("last_seen_at");
    private static final Field<List<MemoryUnit.Verb>> ALLOWED =
            Field.of("allowed", Type.list(Type.word(MemoryUnit.Verb.class), MemoryUnit.Verb.values().length)).doc("What can be done with it now.");

    public static final Shape<MemoryUnit> SHAPE = Shape.<MemoryUnit>ofEntity("memory_unit")
            .input(KIND, MemoryUnit::kind)
            .input(PROJECT_ID, one -> one.projectId() == null ? null : ProjectReference.to(one.projectId()))
            .input(CARD_ID, MemoryUnit::cardId)
            .input(TITLE, one -> one.details().title())
            .unrecorded(CONTENT, one -> one.details().content())
            .input(LINK_URL, one -> one.details().linkUrl())
            .input(MIME_TYPE, one -> one.details().mimeType())
            .output(Field.word("content_type", MemoryUnit.ContentType.class).filter().doc("link: only the address is kept."), MemoryUnit::contentType)
            .output(STATUS, MemoryUnit::status)
            .output(SUPERSEDED_BY, MemoryUnit::supersededBy)
            .output(SOURCE, MemoryUnit::source)
            .output(Field.text("created_by", ANY_TEXT).doc("Who wrote it, or reported it.").example("Ada's laptop"), MemoryUnit::createdBy)
            .output(Field.text("subject_type", ANY_TEXT).filter().doc("What it was made from, or is about.").example("project"), one -> one.subject().type())
            .output(Field.<MemoryUnit>id("subject_id").filter(), one -> new Id<>(one.subject().id()))
            .output(Field.text("content_hash", ANY_TEXT).doc("SHA-256 of kind, title, content and link_url; of one subject there is each once.")
                    .example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"), MemoryUnit::contentHash)
            .output(Field.integer("times_seen", COUNT).doc("How often it was written or reported."), MemoryUnit::timesSeen)
            .output(LAST_SEEN_AT, MemoryUnit::lastSeenAt)
            .extra(ALLOWED)
            .build();

    private static final Field<Id<MemoryUnit>> BY = Field.<MemoryUnit>id("by").mandatory().doc("The memory that takes its place.");

    /** The body of {@link #supersede}. */
    public static final Shape<Void> SUPERSEDING = Shape.<Void>of("memory_superseding").input(BY, none -> null).build();

    private static final Field<EntityType> ENTITY_TYPE = Field.word("entity_type", EntityType.class).mandatory().example(EntityType.CARD);
    private static final Field<Id<MemoryUnit>> ENTITY_ID = Field.<MemoryUnit>id("entity_id").mandatory();
    private static final Field<MemoryRelation.Role> ROLE = Field.word("role", MemoryRelation.Role.class).orElse(MemoryRelation.Role.SUPPORTS)
            .example(MemoryRelation.Role.SUPPORTS);

    /** What a memory has to do with something. */
    public static final Shape<MemoryRelation> RELATION = Shape.<MemoryRelation>of("memory_relation")
            .input(ENTITY_TYPE, MemoryRelation::entityType)
            .input(ENTITY_ID, relation -> new Id<>(relation.entityId()))
            .input(ROLE, MemoryRelation::role)
            .output(Field.instant("created_at"), MemoryRelation::createdAt)
            .build();

    private static final Map<EntityType, Class<? extends Store<?>>> STORES = Map.of(EntityType.PROJECT, ProjectStore.class, EntityType.WORKFLOW, WorkflowStore.class,
            EntityType.ACTIVITY, WorkflowActivityStore.class, EntityType.CARD, CardStore.class, EntityType.KNOWLEDGE_ITEM, KnowledgeItemStore.class,
            EntityType.ARTIFACT, ContextArtifactStore.class, EntityType.ASSIGNMENT, CardAssignmentStore.class, EntityType.RUN, OrchestrationRunStore.class,
            EntityType.MEMORY_UNIT, MemoryUnitStore.class);

    /**
     * Something to remember.
     *
     * @param links what it has to do with, beside its subject, which is its source
     */
    public record Draft(@Nullable Id<Project> project, @Nullable Id<Card> card, Kind kind, Subject subject, Source source, Details details, Status status, List<Link> links) {
        public Draft {
            links = List.copyOf(links);
        }
    }

    /** What a memory has to do with something. */
    public record Link(EntityType type, UUID id, MemoryRelation.Role role) {
    }

    private final Projects projects;
    private final TextAnalysis analysis;

    public Memory(Projects projects, TextAnalysis analysis) {
        super(SHAPE, MemoryUnitStore.class);
        this.projects = projects;
        this.analysis = analysis;
    }

    private static MemoryUnitStore units(UnitOfWork unit) {
        return unit.store(MemoryUnitStore.class);
    }

    private static MemoryTextStore texts(UnitOfWork unit) {
        return unit.store(MemoryTextStore.class);
    }

    /** Newest first. */
    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("id", true, false));
    }

    @Override
    protected Query resolve(UnitOfWork unit, Query query) {
        return projects.withIds(unit, query);
    }

    @Override
    protected @Nullable UUID projectOf(MemoryUnit one) {
        return one.projectId() == null ? null : one.projectId().value();
    }

    @Override
    public List<Json.Obj> render(UnitOfWork unit, List<MemoryUnit> all) {
        return all.stream().map(one -> SHAPE.render(one).with(ALLOWED.name(), ALLOWED.type().render(one.allowed()))).toList();
    }

    // ---- by hand ----------------------------------------------------------------------------------------------------------------------

    /**
     * Writes a memory by hand: approved when a person does, a draft when an agent does.
     *
     * @param allowDuplicate also beside what is nearly the same; what is just the same is refused in any case
     * @throws RefusedException {@code duplicate} naming the memory that says it already; {@code archived}
     */
    public MemoryUnit write(UnitOfWork unit, Values values, boolean allowDuplicate) {
        MemoryPlace place = place(unit, values.orNull(PROJECT_ID), values.orNull(CARD_ID));
        if (place.project() != null) {
            projects.get(unit, place.project()).requireOpen();
        }
        boolean agent = unit.caller().actor().kind() == Actor.Kind.AGENT;
        Details details = details(values);
        Draft draft = new Draft(place.project(), place.card(), values.get(KIND), about(unit, place), agent ? Source.AGENT : Source.USER, details,
                agent ? Status.DRAFT : Status.APPROVED, List.of());
        String hash = hash(draft.kind(), details);
        units(unit).findBySubject(draft.subject(), hash).ifPresent(same -> refuse(same, true, 1));
        List<String> words = words(details);
        if (!allowDuplicate) {
            near(unit, draft, words).ifPresent(near -> refuse(near.unit(), false, near.similarity()));
        }
        return insert(unit, draft, hash, words);
    }

    private static void refuse(MemoryUnit there, boolean same, double similarity) {
        throw new RefusedException(ErrorCode.DUPLICATE, "The memory " + there.id() + " ('" + shortened(there) + "', " + there.status().word() + ") says "
                + (same ? "just the same; take that one, and approve it if it is hidden." : "nearly the same; change that one, or repeat with ?allow_duplicate=true."),
                Map.of("memory_unit_id", Json.of(there.id().toString()), "similarity", number(similarity)));
    }

    private static String shortened(MemoryUnit unit) {
        String text = unit.details().title().isBlank() ? unit.details().content() : unit.details().title();
        return text.codePointCount(0, text.length()) <= 80 ? text : text.substring(0, text.offsetByCodePoints(0, 79)) + "…";
    }

    /** Other texts; whoever changes what an import or an agent wrote keeps who that was. */
    public MemoryUnit update(UnitOfWork unit, MemoryUnit current, Json patch) {
        Values values = SHAPE.merge(current, patch);
        requireOpen(unit, current);
        Details details = details(values);
        String hash = hash(current.kind(), details);
        if (!hash.equals(current.contentHash())) {
            units(unit).findBySubject(current.subject(), hash).ifPresent(same -> refuse(same, true, 1));
        }
        MemoryUnit after = save(unit, current, current.revise(unit.now(), details, hash), "updated");
        if (after.version() != current.version()) {
            texts(unit).put(after, words(details));
        }
        return after;
    }

    /** Somebody stands for it; also brings back what was rejected or superseded. The same again changes nothing, as with all that follow. */
    public MemoryUnit approve(UnitOfWork unit, MemoryUnit current) {
        requireOpen(unit, current);
        return save(unit, current, current.approve(unit.now()), "approved");
    }

    public MemoryUnit reject(UnitOfWork unit, MemoryUnit current) {
        requireOpen(unit, current);
        return save(unit, current, current.reject(unit.now()), "rejected");
    }

    /** Another memory takes its place. */
    public MemoryUnit supersede(UnitOfWork unit, MemoryUnit current, Values values) {
        requireOpen(unit, current);
        References references = new References(unit);
        Id<MemoryUnit> by = values.get(BY);
        MemoryUnit successor = references.find("by", "memory", MemoryUnitStore.class, by);
        references.rule(successor == null || successor.status().isCurrent(), "by", "not_current",
                "The memory '" + by + "' is itself rejected or superseded; name one that holds.");
        references.done();
        MemoryUnit after = save(unit, current, current.supersede(unit.now(), by), "superseded");
        unit.store(MemoryRelationStore.class).put(new MemoryRelation(by, EntityType.MEMORY_UNIT, current.id().value(), MemoryRelation.Role.SUPERSEDES, unit.now()));
        return after;
    }

    private void requireOpen(UnitOfWork unit, MemoryUnit one) {
        if (one.projectId() != null) {
            projects.get(unit, one.projectId()).requireOpen();
        }
    }

    /** By type, id and role. */
    public List<MemoryRelation> relations(UnitOfWork unit, MemoryUnit one) {
        return unit.store(MemoryRelationStore.class).of(one.id());
    }

    /** A relation to something that is there. The same again changes nothing. */
    public MemoryRelation relate(UnitOfWork unit, MemoryUnit one, Values values) {
        requireOpen(unit, one);
        MemoryRelation relation = new MemoryRelation(one.id(), values.get(ENTITY_TYPE), values.get(ENTITY_ID).value(), values.get(ROLE), unit.now());
        References references = new References(unit);
        references.rule(isThere(unit, relation.entityType(), relation.entityId()), "entity_id", "unknown_reference",
                "There is no " + relation.entityType().word().replace('_', ' ') + " '" + relation.entityId() + "' in this workspace.");
        references.done();
        if (unit.store(MemoryRelationStore.class).put(relation)) {
            record(unit, one, "related", Json.obj("relation", RELATION.render(relation)));
        }
        return relations(unit, one).stream().filter(kept -> same(kept, relation)).findFirst().orElseThrow();
    }

    /** @throws RefusedException {@code not_found} */
    public void unrelate(UnitOfWork unit, MemoryUnit one, Json.Obj named) {
        requireOpen(unit, one);
        Values values = RELATION.read(named);
        MemoryRelation relation = new MemoryRelation(one.id(), values.get(ENTITY_TYPE), values.get(ENTITY_ID).value(), values.get(ROLE), unit.now());
        if (!unit.store(MemoryRelationStore.class).remove(relation)) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "This memory has no such relation; its relations are at GET /api/v1/memory/" + one.id() + "/relations.");
        }
        record(unit, one, "unrelated", Json.obj("relation", RELATION.render(relation)));
    }

    private static boolean same(MemoryRelation one, MemoryRelation other) {
        return one.entityType() == other.entityType() && one.entityId().equals(other.entityId()) && one.role() == other.role();
    }

    private static boolean isThere(UnitOfWork unit, EntityType type, UUID id) {
        Class<? extends Store<?>> port = STORES.get(type);
        return port != null && unit.store(port).count(Query.where("id", 1, id)) > 0;
    }

    // ---- by what happens --------------------------------------------------------------------------------------------------------------

    /** Remembers what was reported, some of it together; see {@link Remembering#remember}. */
    void remember(UnitOfWork unit, List<Draft> drafts) {
        Remembering together = new Remembering(this, unit, drafts);
        drafts.forEach(together::remember);
        together.keep();
    }

    /** Before cards go: their memory stays with their project. */
    public void letGo(UnitOfWork unit, List<Card> cards) {
        for (Card card : cards) {
            for (MemoryUnit one : all(unit, Filter.in("card_id", card.id().value()))) {
                texts(unit).put(save(unit, one, one.withoutCard(unit.now()), "let_go"), words(one.details()));
            }
        }
    }

    /** How many units go with a project. */
    public long countOf(UnitOfWork unit, Project project) {
        return units(unit).count(Query.where("project_id", 1, project.id().value()));
    }

    /** Before a project goes: its memory goes with it. */
    public void forget(UnitOfWork unit, Project project) {
        units(unit).forget(project.id());
    }

    /**
     * Writes many memories at once, as they are: without looking for what is nearly the same, and without an event for each. For filling an
     * installation, some hundreds a call.
     */
    public void load(UnitOfWork unit, List<Draft> drafts) {
        for (Draft draft : drafts) {
            MemoryUnit made = make(unit, unit.firstMeta(), draft, hash(draft.kind(), draft.details()));
            units(unit).insert(made);
            texts(unit).put(made, words(draft.details()));
        }
        unit.record("memory_unit.loaded", "memory_unit", unit.newId().value(), null, Json.obj("count", Json.of(drafts.size())));
    }

    /** Keeps a unit that an import made, found by its words. */
    public void imported(UnitOfWork unit, MemoryUnit one) {
        texts(unit).put(one, words(one.details()));
    }

    // ---- shared -----------------------------------------------------------------------------------------------------------------------

    private MemoryUnit insert(UnitOfWork unit, Draft draft, String hash, List<String> words) {
        MemoryUnit made = add(unit, make(unit, unit.firstMeta(), draft, hash));
        texts(unit).put(made, words);
        source(draft.subject()).ifPresent(type -> unit.store(MemoryRelationStore.class).put(new MemoryRelation(made.id(), type, draft.subject().id(), MemoryRelation.Role.SUPPORTS, unit.now())));
        return made;
    }

    /** What {@link #add} records, of what is kept later. */
    void recordMade(UnitOfWork unit, MemoryUnit made) {
        record(unit, made, "created", Json.obj(name(), SHAPE.record(made)));
    }

    /** What {@link #save} records, of what is kept later; false when nothing changed. */
    boolean recordChange(UnitOfWork unit, MemoryUnit before, MemoryUnit after, String verb) {
        Json.Obj changes = SHAPE.changes(before, after);
        if (!changes.members().isEmpty()) {
            record(unit, after, verb, Json.obj("changes", changes));
        }
        return !changes.members().isEmpty();
    }

    void keepChanges(UnitOfWork unit, List<Step<MemoryUnit>> recorded) {
        updateAll(unit, recorded);
    }

    static MemoryUnit make(UnitOfWork unit, Entity.Meta<MemoryUnit> meta, Draft draft, String hash) {
        return MemoryUnit.create(meta, draft.project(), draft.card(), draft.kind(), draft.subject(), hash, draft.source(), unit.caller().actor().label(),
                draft.details(), draft.status());
    }

    /** What kind of thing a subject is, when relations know it. */
    static Optional<EntityType> source(Subject subject) {
        return switch (subject.type()) {
            case "card" -> Optional.of(EntityType.CARD);
            case "knowledge_item" -> Optional.of(EntityType.KNOWLEDGE_ITEM);
            case "context_artifact" -> Optional.of(EntityType.ARTIFACT);
            case "card_assignment" -> Optional.of(EntityType.ASSIGNMENT);
            case "project" -> Optional.of(EntityType.PROJECT);
            default -> Optional.empty();
        };
    }

    record Near(MemoryUnit unit, double similarity) {
    }

    /** The current unit of the same kind and place whose words are nearly the same. What a card said before, it says instead of it. */
    private static Optional<Near> near(UnitOfWork unit, Draft draft, List<String> words) {
        MemoryPlace place = new MemoryPlace(draft.project(), draft.card());
        Set<Id<MemoryUnit>> candidates = new LinkedHashSet<>();
        probes(words).forEach(word -> candidates.addAll(texts(unit).having(place, List.of(word), PROBED)));
        return near(draft, words, texts(unit).documents(candidates), id -> units(unit).find(id).orElseThrow());
    }

    /** Of these words, those by which candidates for {@link #near} are looked for. */
    static List<String> probes(List<String> words) {
        return words.stream().distinct().sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder())).limit(PROBES).toList();
    }

    /** The same among candidates. */
    static Optional<Near> near(Draft draft, List<String> words, List<Document> candidates, Function<Id<MemoryUnit>, MemoryUnit> units) {
        Set<String> here = new HashSet<>(words);
        return candidates.stream()
                .filter(other -> other.kind() == draft.kind() && other.status().isCurrent() && Objects.equals(other.project(), draft.project()) && Objects.equals(other.card(), draft.card()))
                .map(other -> Map.entry(other.id(), similarity(here, new HashSet<>(other.words()))))
                .filter(other -> other.getValue() >= NEARLY)
                .sorted(Map.Entry.<Id<MemoryUnit>, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(other -> new Near(units.apply(other.getKey()), other.getValue()))
                .filter(other -> draft.source() != Source.CARD || !other.unit().subject().equals(draft.subject()))
                .findFirst();
    }

    static double similarity(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        long both = one.stream().filter(other::contains).count();
        return (double) both / (one.size() + other.size() - both);
    }

    /** The words of title and content; those of the title count twice. */
    List<String> words(Details details) {
        List<String> title = analysis.words(details.title());
        List<String> words = new ArrayList<>(title);
        words.addAll(title);
        words.addAll(analysis.words(details.content()));
        return words;
    }

    /** What tells two memories of one subject apart. */
    public static String hash(Kind kind, Details details) {
        return CanonicalJson.sha256(Json.obj("kind", Json.of(kind.word())).with("title", Json.of(details.title())).with("content", Json.of(details.content()))
                .with("link_url", Json.of(details.linkUrl())));
    }

    private static Details details(Values values) {
        return new Details(values.get(TITLE), values.get(CONTENT), values.get(LINK_URL), values.get(MIME_TYPE));
    }

    /** What a memory that is written by hand is about. */
    private static Subject about(UnitOfWork unit, MemoryPlace place) {
        if (place.card() != null) {
            return new Subject("card", place.card().value());
        }
        return place.project() != null ? new Subject("project", place.project().value()) : new Subject("workspace", unit.caller().workspace().value());
    }

    /** The project and card that a body names; a card brings its project along. */
    MemoryPlace place(UnitOfWork unit, @Nullable ProjectReference named, @Nullable Id<Card> cardId) {
        References references = new References(unit);
        Project project = named == null ? null : references.find("project_id", projects, named.key());
        Card card = references.find("card_id", "card", CardStore.class, cardId);
        references.rule(project == null || card == null || card.projectId().equals(project.id()), "card_id", "unknown_reference",
                "The card '" + cardId + "' is of another project; leave project_id out, or name that one.");
        references.done();
        return card != null ? new MemoryPlace(card.projectId(), card.id()) : project == null ? MemoryPlace.WORKSPACE : MemoryPlace.of(project.id());
    }

    /** Six decimals, which is what an answer needs, and the same on every database. */
    static Json number(double value) {
        return new Json.Num(new java.math.BigDecimal(String.format(Locale.ROOT, "%.6f", value)));
    }
}
