package dev.steward.application.planning;

import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.WholeAnswer;
import dev.steward.application.portfolio.CodeRepositoryStore;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.CardCounts;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.Placed;
import dev.steward.domain.planning.PlannedFile;
import dev.steward.domain.planning.Readiness;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Project;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is read of a plan as a whole: its map, and what an approval of it or of a card would be of. */
public final class StoryMaps {

    private static final Set<ContextArtifact.Type> DOCUMENTS =
            Set.of(ContextArtifact.Type.DOC, ContextArtifact.Type.SPEC, ContextArtifact.Type.DESIGN, ContextArtifact.Type.SCAFFOLD);

    /** How much a plan has. */
    private record Totals(int workflows, int activities, int cards, int cardsReady, int cardsFinalized, int cardsStale, int artifacts) {
    }

    private record MapCard(Card card, CardCounts counts, Readiness readiness) {
    }

    private record MapActivity(WorkflowActivity activity, List<MapCard> cards) {
    }

    private record MapWorkflow(Workflow workflow, List<MapActivity> activities) {
    }

    /** A whole map. */
    public record StoryMap(Project project, @Nullable CodeRepository repository, List<?> workflows, Object totals) {
    }

    private static final Shape<MapCard> CARD = with(Shape.<MapCard>of("map_card"), Cards.SHAPE, MapCard::card)
            .output(Cards.COUNTS_FIELD, MapCard::counts)
            .output(Cards.READINESS_FIELD, MapCard::readiness)
            .build();
    private static final Shape<MapActivity> ACTIVITY = with(Shape.<MapActivity>of("map_activity"), WorkflowActivities.SHAPE, MapActivity::activity)
            .output(Field.of("cards", Type.outputs(CARD)).doc("By position."), MapActivity::cards)
            .build();
    private static final Shape<MapWorkflow> WORKFLOW = with(Shape.<MapWorkflow>of("map_workflow"), Workflows.SHAPE, MapWorkflow::workflow)
            .output(Field.of("activities", Type.outputs(ACTIVITY)).doc("By position."), MapWorkflow::activities)
            .build();
    private static final Shape<Totals> TOTALS = Shape.<Totals>of("map_totals")
            .output(Parts.count("workflows"), Totals::workflows)
            .output(Parts.count("activities"), Totals::activities)
            .output(Parts.count("cards"), Totals::cards)
            .output(Parts.count("cards_ready").doc("Those that an agent may be given."), Totals::cardsReady)
            .output(Parts.count("cards_finalized"), Totals::cardsFinalized)
            .output(Parts.count("cards_stale").doc("Those that have changed since they were approved."), Totals::cardsStale)
            .output(Parts.count("artifacts"), Totals::artifacts)
            .build();

    /** A story map. */
    public static final Shape<StoryMap> MAP = with(Shape.<StoryMap>of("story_map"), Projects.SHAPE, StoryMap::project,
                    "id", "slug", "name", "description", "brief", "status", "archived_at", "action_sequence", "plan_revision", "finalized_at", "finalized_revision")
            .output(Field.bool("is_stale").doc("Whether the plan has changed since it was approved.").example(false), map -> map.project().isStale())
            .output(Field.text("repo_url", TextRule.optional(2_000)).optional().doc("Of the project's primary repository."),
                    map -> map.repository() == null ? null : map.repository().details().remoteUrl())
            .output(Field.text("default_branch", TextRule.optional(300)).optional(), map -> map.repository() == null ? null : map.repository().details().defaultBranch())
            .output(Field.of("counts", Type.output(TOTALS)), map -> (Totals) map.totals())
            .output(Field.of("workflows", Type.outputs(WORKFLOW)).doc("By position."), map -> map.workflows().stream().map(MapWorkflow.class::cast).toList())
            .build();

    private static final Shape<Readiness.Missing> MISSING = Shape.<Readiness.Missing>of("missing")
            .output(Field.word("code", Readiness.Missing.class), missing -> missing)
            .output(Field.text("message", TextRule.optional(500)), Readiness.Missing::message)
            .build();
    private static final Field<List<Readiness.Missing>> MISSING_FIELD = Field.of("missing", Type.outputs(MISSING)).doc("Everything that must be there first.");
    private static final Field<List<ContextArtifact>> DOCUMENTS_FIELD = Field.of("documents", Type.outputs(ContextArtifacts.ITEM))
            .doc("The project's artifacts of the types doc, spec, design and scaffold.");

    /** What the approval of a plan is of. */
    public record ProjectApproval(Project project, long cards, List<ContextArtifact> documents, Readiness readiness) {
    }

    public static final Shape<ProjectApproval> PROJECT_APPROVAL = with(Shape.<ProjectApproval>of("project_approval"), Projects.SHAPE, ProjectApproval::project,
                    "id", "slug", "name", "description", "brief", "version", "plan_revision", "finalized_at", "finalized_revision")
            .output(Field.bool("is_stale").example(false), approval -> approval.project().isStale())
            .output(Shape.whole("cards").doc("How many the plan has."), ProjectApproval::cards)
            .output(DOCUMENTS_FIELD, ProjectApproval::documents)
            .output(MISSING_FIELD, approval -> approval.readiness().missing())
            .build();

    /** An artifact that a card needs. */
    public record Linked(ArtifactLink link, ContextArtifact artifact) {
    }

    public static final Shape<Linked> LINKED = Shape.<Linked>of("linked_artifact")
            .output(Batches.CONTEXT_ARTIFACT_ID, linked -> linked.link().contextArtifactId())
            .output(Batches.LINKED_BY, linked -> linked.link().linkedBy())
            .output(Batches.USAGE_HINT, linked -> linked.link().usageHint())
            .output(Field.instant("linked_at"), linked -> linked.link().linkedAt())
            .output(Field.of("artifact", Type.output(ContextArtifacts.ITEM)).doc("Without its content."), Linked::artifact)
            .build();

    /** What the approval of a card is of. */
    public record CardApproval(
            Card card, List<ContextArtifact> documents, List<Linked> artifacts, List<KnowledgeItem> requirements, List<PlannedFile> files, Readiness readiness) {
    }

    public static final Shape<CardApproval> CARD_APPROVAL = Shape.<CardApproval>of("card_approval")
            .output(Field.of("card", Type.output(Cards.SHAPE)), CardApproval::card)
            .output(DOCUMENTS_FIELD, CardApproval::documents)
            .output(Field.of("artifacts", Type.outputs(LINKED)).doc("What is linked to the card."), CardApproval::artifacts)
            .output(Field.of("requirements", Type.outputs(KnowledgeItems.SHAPE)).doc("Those that are not rejected."), CardApproval::requirements)
            .output(Field.of("planned_files", Type.outputs(PlannedFiles.SHAPE)), CardApproval::files)
            .output(MISSING_FIELD, approval -> approval.readiness().missing())
            .output(Field.of("warnings", Type.list(Type.word(Readiness.Warning.class), 20)).doc("What a person should look at before approving.").example(List.of()),
                    approval -> approval.readiness().warnings())
            .build();

    private final PlanParts parts;
    private final Planning planning;

    public StoryMaps(PlanParts parts, Planning planning) {
        this.parts = parts;
        this.planning = planning;
    }

    /** The members of what something is made of; all, or only those named. */
    private static <T, E> Shape.Builder<T> with(Shape.Builder<T> builder, Shape<E> shape, Function<T, E> whole, String... names) {
        for (Shape.Member<E, ?> member : shape.members()) {
            if (names.length == 0 || Set.of(names).contains(member.field().name())) {
                copy(builder, member, whole);
            }
        }
        return builder;
    }

    private static <T, E, V> void copy(Shape.Builder<T> builder, Shape.Member<E, V> member, Function<T, E> whole) {
        Function<E, @Nullable V> getter = member.getter();
        builder.output(member.field(), value -> getter.apply(whole.apply(value)));
    }

    /** Another text whenever the project's map would be another one. Reads no more than three rows. */
    public String tag(UnitOfWork unit, Project project) {
        long built = unit.store(CardStore.class).versions(project.id()) + unit.store(WorkflowStore.class).versions(project.id());
        String repository = unit.store(CodeRepositoryStore.class).primaryOf(project.id())
                .map(primary -> "-" + primary.id() + "." + primary.version()).orElse("");
        return project.version() + "." + built + repository;
    }

    /**
     * The whole map, in a few queries for each portion of 500 parts or a megabyte of long texts.
     *
     * @throws RefusedException {@code answer_too_large}
     */
    public StoryMap map(UnitOfWork unit, Project project) {
        WholeAnswer answer = new WholeAnswer(lists(project, "workflows", "activities", "cards"));
        List<Workflow> workflows = placed(unit, parts.workflows(), answer, project);
        Map<Id<Workflow>, List<WorkflowActivity>> activities = placed(unit, parts.activities(), answer, project).stream()
                .collect(Collectors.groupingBy(WorkflowActivity::workflowId));
        Map<Id<WorkflowActivity>, List<Card>> cards = placed(unit, parts.cards(), answer, project).stream()
                .collect(Collectors.groupingBy(Card::workflowActivityId));
        Map<Id<Card>, CardCounts> counts = unit.store(CardStore.class).counts(project.id());
        List<MapWorkflow> rows = workflows.stream().map(workflow -> new MapWorkflow(workflow,
                activities.getOrDefault(workflow.id(), List.of()).stream().map(activity -> new MapActivity(activity,
                        cards.getOrDefault(activity.id(), List.of()).stream().map(card -> card(project, card, counts)).toList())).toList())).toList();
        List<MapCard> all = rows.stream().flatMap(row -> row.activities().stream()).flatMap(activity -> activity.cards().stream()).toList();
        Totals totals = new Totals(rows.size(), activities.values().stream().mapToInt(List::size).sum(), all.size(),
                (int) all.stream().filter(card -> card.readiness().isReady()).count(),
                (int) all.stream().filter(card -> card.card().isFinalized()).count(),
                (int) all.stream().filter(card -> card.card().isStale()).count(),
                (int) unit.store(ContextArtifactStore.class).count(Query.where("project_id", 1, project.id().value())));
        return new StoryMap(project, unit.store(CodeRepositoryStore.class).primaryOf(project.id()).orElse(null), rows, totals);
    }

    private static MapCard card(Project project, Card card, Map<Id<Card>, CardCounts> counts) {
        CardCounts has = counts.getOrDefault(card.id(), CardCounts.NONE);
        return new MapCard(card, has, Readiness.toBuild(project, card, has));
    }

    /** How to read these kinds of parts page by page. */
    private static String lists(Project project, String... kinds) {
        return lists("projects/" + project.id(), kinds);
    }

    private static String lists(Card card, String... kinds) {
        return lists("cards/" + card.id(), kinds);
    }

    private static String lists(String whole, String... kinds) {
        return Arrays.stream(kinds).map(kind -> "GET /api/v1/" + whole + "/" + kind).collect(Collectors.joining(" and "));
    }

    private static <E extends Placed<E>> List<E> placed(UnitOfWork unit, Parts<E> kind, WholeAnswer answer, Project project) {
        return kind.whole(unit, answer, Filter.in("project_id", project.id().value())).stream()
                .sorted(Comparator.comparingInt(Placed<E>::position).thenComparing(Placed<E>::id)).toList();
    }

    /** What approving the plan would be of, and what is missing. */
    public ProjectApproval approval(UnitOfWork unit, Project project) {
        WholeAnswer answer = new WholeAnswer(lists(project, "artifacts"));
        return new ProjectApproval(project, unit.store(CardStore.class).count(Query.where("project_id", 1, project.id().value())),
                documents(unit, answer, project), planning.readiness(unit, project));
    }

    /** What approving the card would be of, and what is missing. */
    public CardApproval approval(UnitOfWork unit, Project project, Card card) {
        WholeAnswer answer = new WholeAnswer(lists(project, "artifacts") + " and " + lists(card, "knowledge", "planned-files"));
        Filter ofCard = Filter.in("card_id", card.id().value());
        List<KnowledgeItem> requirements = parts.knowledge().whole(unit, answer, ofCard, Filter.in("kind", KnowledgeItem.Kind.REQUIREMENT.word())).stream()
                .filter(item -> item.details().status() != KnowledgeItem.Status.REJECTED).sorted(Comparator.comparingInt(KnowledgeItem::position)).toList();
        List<PlannedFile> files = parts.files().whole(unit, answer, ofCard).stream().sorted(Comparator.comparingInt(PlannedFile::position)).toList();
        return new CardApproval(card, documents(unit, answer, project), linked(unit, answer, card), requirements, files, planning.readiness(unit, project, card));
    }

    private List<ContextArtifact> documents(UnitOfWork unit, WholeAnswer answer, Project project) {
        return parts.artifacts().whole(unit, answer, Filter.in("project_id", project.id().value()), Filter.in("type", DOCUMENTS.stream().<Object>map(type -> type.word()).sorted().toArray()))
                .stream().sorted(Comparator.comparing((ContextArtifact artifact) -> artifact.details().name()).thenComparing(ContextArtifact::id)).toList();
    }

    /**
     * The artifacts that a card needs, by name.
     *
     * @throws RefusedException {@code answer_too_large}
     */
    public List<Linked> linked(UnitOfWork unit, Card card) {
        return linked(unit, new WholeAnswer("GET /api/v1/projects/" + card.projectId() + "/artifacts"), card);
    }

    private List<Linked> linked(UnitOfWork unit, WholeAnswer answer, Card card) {
        Map<Id<ContextArtifact>, ArtifactLink> links = unit.store(ArtifactLinkStore.class).of(card.id()).stream()
                .collect(Collectors.toMap(ArtifactLink::contextArtifactId, link -> link));
        if (links.isEmpty()) {
            return List.of();
        }
        return parts.artifacts().whole(unit, answer, Filter.in("id", links.keySet().stream().<Object>map(Id::value).toArray())).stream()
                .map(artifact -> new Linked(links.getOrDefault(artifact.id(), links.values().iterator().next()), artifact))
                .sorted(Comparator.comparing((Linked linked) -> linked.artifact().details().name()).thenComparing(linked -> linked.artifact().id())).toList();
    }

    /** One of them. Throws {@code not_found} when it is not linked. */
    public Linked linked(UnitOfWork unit, Card card, String artifact) {
        ContextArtifact found = parts.artifacts().get(unit, artifact);
        return unit.store(ArtifactLinkStore.class).find(card.id(), found.id()).map(link -> new Linked(link, found))
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND, "The artifact '" + artifact + "' is not linked to this card."));
    }
}
