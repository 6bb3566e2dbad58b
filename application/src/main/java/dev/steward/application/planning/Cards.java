package dev.steward.application.planning;

import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Word;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.CardCounts;
import dev.steward.domain.planning.Readiness;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Cards: the pieces of work of a story map. */
public final class Cards extends PlacedParts<Card> {

    static final Field<Id<WorkflowActivity>> WORKFLOW_ACTIVITY_ID = Field.<WorkflowActivity>id("workflow_activity_id").mandatory().filter()
            .doc("What it hangs below; another one of the same project moves it there.");
    private static final Field<String> TITLE = Field.text("title", Card.TITLE).mandatory().sort().example("Search by title");
    private static final Field<String> DESCRIPTION = Field.text("description", Card.DESCRIPTION).orElse("");
    private static final Field<Card.Status> STATUS = Field.word("status", Card.Status.class).orElse(Card.Status.TODO).filter();
    private static final Field<Integer> PRIORITY = Field.integer("priority", Card.PRIORITY).orElse(0).filter().sort().doc("0 is the highest.");
    private static final Field<String> QUICK_ANSWER = Field.text("quick_answer", Card.QUICK_ANSWER).orElse("");
    private static final Field<BuildState> BUILD_STATE = Field.word("build_state", BuildState.class).optional().filter()
            .doc("How far building it is, null before; runs change it.");
    private static final Field<Instant> LAST_BUILT_AT = Field.instant("last_built_at").optional();
    private static final Field<String> LAST_BUILD_REF = Field.text("last_build_ref", Card.BUILD_REF).example("");
    private static final Field<String> LAST_BUILD_ERROR = Field.text("last_build_error", Card.BUILD_ERROR).example("");
    private static final Field<Long> CONTENT_REVISION = Shape.whole("content_revision")
            .doc("Raised by every change of title, description, knowledge, planned files, linked artifacts and links to them.");
    private static final Field<Instant> FINALIZED_AT = Field.instant("finalized_at").optional().filter().doc("When it was approved, null before.");
    private static final Field<String> FINALIZED_BY = Field.text("finalized_by", TextRule.optional(200)).example("");
    private static final Field<Long> FINALIZED_REVISION = Shape.whole("finalized_revision").optional().doc("The content revision that was approved.");
    private static final Field<Boolean> IS_STALE = Field.bool("is_stale").doc("Whether it has changed since it was approved.").example(false);

    /** How much a card has. */
    public static final Shape<CardCounts> COUNTS = Shape.<CardCounts>of("card_counts")
            .output(count("requirements"), CardCounts::requirements)
            .output(count("facts"), CardCounts::facts)
            .output(count("assumptions"), CardCounts::assumptions)
            .output(count("questions"), CardCounts::questions)
            .output(count("open_questions"), CardCounts::openQuestions)
            .output(count("unverified_assumptions"), CardCounts::unverifiedAssumptions)
            .output(count("planned_files"), CardCounts::plannedFiles)
            .output(count("artifacts"), CardCounts::artifacts)
            .build();

    /** What stands between a card and being built. */
    public static final Shape<Readiness> READINESS = Shape.<Readiness>of("readiness")
            .output(Field.bool("is_ready").example(false), Readiness::isReady)
            .output(Field.of("missing", Type.list(Type.word(Readiness.Missing.class), 20)).doc("What must be there first.")
                    .example(List.of(Readiness.Missing.NO_REQUIREMENT)), Readiness::missing)
            .output(Field.of("warnings", Type.list(Type.word(Readiness.Warning.class), 20)).doc("What a person should look at.")
                    .example(List.of()), Readiness::warnings)
            .build();

    static final Field<CardCounts> COUNTS_FIELD = Field.of("counts", Type.output(COUNTS)).doc("What it has; rejected items do not count.").example(CardCounts.NONE);
    static final Field<Readiness> READINESS_FIELD = Field.of("readiness", Type.output(READINESS)).doc("What is missing before an agent may be given it.")
            .example(new Readiness(List.of(Readiness.Missing.NO_REQUIREMENT), List.of()));

    public static final Shape<Card> SHAPE = Shape.<Card>ofEntity("card")
            .output(PROJECT_ID, Card::projectId)
            .input(WORKFLOW_ACTIVITY_ID, Card::workflowActivityId)
            .input(TITLE, card -> card.details().title())
            .input(DESCRIPTION, card -> card.details().description())
            .input(STATUS, card -> card.details().status())
            .input(PRIORITY, card -> card.details().priority())
            .input(QUICK_ANSWER, card -> card.details().quickAnswer())
            .input(POSITION, Card::position)
            .output(BUILD_STATE, card -> card.build().state())
            .output(LAST_BUILT_AT, card -> card.build().lastAt())
            .output(LAST_BUILD_REF, card -> card.build().lastRef())
            .output(LAST_BUILD_ERROR, card -> card.build().lastError())
            .output(CONTENT_REVISION, Card::contentRevision)
            .output(FINALIZED_AT, card -> card.finalized() == null ? null : card.finalized().at())
            .output(FINALIZED_BY, card -> card.finalized() == null ? "" : card.finalized().by())
            .output(FINALIZED_REVISION, card -> card.finalized() == null ? null : card.finalized().revision())
            .output(IS_STALE, Card::isStale)
            .extra(COUNTS_FIELD)
            .extra(READINESS_FIELD)
            .searchable()
            .build();

    private final CardWatch watch;
    private final WorkflowActivities activities;

    Cards(CardWatch watch, WorkflowActivities activities) {
        super(SHAPE, CardStore.class);
        this.watch = watch;
        this.activities = activities;
    }

    @Override
    public List<Json.Obj> render(UnitOfWork unit, List<Card> cards) {
        Map<Id<Card>, CardCounts> counts = cards.isEmpty() ? Map.of()
                : unit.store(CardStore.class).counts(cards.stream().map(Card::id).collect(Collectors.toSet()));
        Map<Id<Project>, Project> projects = new HashMap<>();
        List<Json.Obj> rendered = new ArrayList<>();
        for (Card card : cards) {
            Project project = projects.computeIfAbsent(card.projectId(), id -> unit.store(ProjectStore.class).find(id).orElseThrow());
            CardCounts has = counts.getOrDefault(card.id(), CardCounts.NONE);
            rendered.add(SHAPE.render(card).with(COUNTS_FIELD.name(), COUNTS.render(has))
                    .with(READINESS_FIELD.name(), READINESS.render(Readiness.toBuild(project, card, has))));
        }
        return rendered;
    }

    /** Those of these that are there, by their ids. */
    Map<Id<Card>, Card> findAll(UnitOfWork unit, Set<Id<Card>> ids) {
        return store(unit).findAll(ids).stream().collect(Collectors.toMap(Card::id, card -> card));
    }

    /** Approves it as it is; kept with others by {@link #keepApproved}. */
    void approve(MapChange change, Card card) {
        UnitOfWork unit = change.unit();
        Card after = card.approve(unit.now(), unit.caller().actor().label());
        boolean changes = !SHAPE.changes(card, after).members().isEmpty();
        change.approved(new Step<>(unit, card, changes ? after : card));
        if (changes) {
            change.changed(name(), card, after);
        }
    }

    /** Keeps those that were approved since this was done last. */
    void keepApproved(MapChange change) {
        List<Step<Card>> approved = change.takeApproved();
        if (!approved.isEmpty()) {
            saveAll(change.unit(), approved.stream().filter(step -> step.after() != step.before()).toList(), "finalized");
            watch.finalized(change.unit(), approved.stream().map(Step::after).toList());
        }
    }

    CardCounts counts(UnitOfWork unit, Card card) {
        return unit.store(CardStore.class).counts(Set.of(card.id())).getOrDefault(card.id(), CardCounts.NONE);
    }

    @Override
    Verbs verbs() {
        return new Verbs(ActionType.CREATE_CARD, ActionType.UPDATE_CARD, ActionType.DELETE_CARD, "card_id");
    }

    @Override
    Card create(MapChange change, Id<Card> id, Values values) {
        WorkflowActivity activity = activities.require(change, WORKFLOW_ACTIVITY_ID.name(), values.get(WORKFLOW_ACTIVITY_ID).toString());
        change.otherPlan();
        return put(change, values.orNull(POSITION), place ->
                Card.create(Meta.first(id, change.unit().now()), activity.projectId(), activity.id(), details(values), place));
    }

    @Override
    Card update(MapChange change, Card current, Json.Obj patch, Values values) {
        Card revised = replace(change, current, current.revise(change.unit().now(), details(values)), "updated");
        if (!revised.details().title().equals(current.details().title())) {
            change.otherPlan();
        }
        Integer place = asked(patch, values.orNull(POSITION));
        Id<WorkflowActivity> below = values.get(WORKFLOW_ACTIVITY_ID);
        if (!below.equals(current.workflowActivityId())) {
            activities.require(change, WORKFLOW_ACTIVITY_ID.name(), below.toString());
            return move(change, revised, place, to -> revised.below(change.unit().now(), below, to));
        }
        return place == null ? revised : move(change, revised, place);
    }

    @Override
    void delete(MapChange change, Card card, boolean cascade) {
        super.delete(change, card, cascade);
        change.otherPlan();
    }

    /** After what a card asks for changed beside its own texts; once in a change. */
    void raise(MapChange change, Id<Card> id) {
        raiseAll(change, List.of(id));
    }

    /** The same for all cards that something belongs to. */
    void raiseAll(MapChange change, List<Id<Card>> ids) {
        List<Step<Card>> steps = store(change.unit()).findAll(ids.stream().filter(change::raises).collect(Collectors.toSet())).stream()
                .sorted(Comparator.comparing(Card::id))
                .map(card -> new Step<>(change.unit(), card, card.withOtherContent(change.unit().now()))).toList();
        saveAll(change.unit(), steps, "updated");
        steps.forEach(step -> change.changed(name(), step.before(), step.after()));
    }

    /** After an artifact was linked to it, linked otherwise, or taken from it. */
    void linked(MapChange change, Card card, String verb, Json.Obj link) {
        record(change.unit(), card, verb, link);
        raise(change, card.id());
    }

    @Override
    protected Map<String, Long> dependents(UnitOfWork unit, Card card) {
        CardCounts counts = counts(unit, card);
        Map<String, Long> dependents = new LinkedHashMap<>();
        dependents.put("knowledge_items", unit.store(KnowledgeItemStore.class).count(Query.where("card_id", 1, card.id().value())));
        dependents.put("planned_files", (long) counts.plannedFiles());
        dependents.put("context_artifact_links", (long) counts.artifacts());
        dependents.putAll(watch.dependents(unit, List.of(card)));
        return dependents;
    }

    Map<String, Long> dependentsElsewhere(UnitOfWork unit, List<Card> cards) {
        return cards.isEmpty() ? Map.of() : watch.dependents(unit, cards);
    }

    @Override
    protected void beforeDelete(UnitOfWork unit, Card card) {
        leave(unit, List.of(card));
    }

    /** Before these go, one by one or with what they hang below. */
    void leave(UnitOfWork unit, List<Card> cards) {
        if (cards.isEmpty()) {
            return;
        }
        watch.beforeDelete(unit, cards);
        Object[] ids = cards.stream().<Object>map(card -> card.id().value()).toArray();
        KnowledgeItems items = new KnowledgeItems(this);
        PlannedFiles files = new PlannedFiles(this);
        for (int from = 0; from < ids.length; from += 500) {
            Filter some = Filter.in("card_id", java.util.Arrays.copyOfRange(ids, from, Math.min(ids.length, from + 500)));
            items.untag(unit, items.outlines(unit, some));
            files.untag(unit, files.outlines(unit, some));
        }
    }

    private static Card.Details details(Values values) {
        return new Card.Details(values.get(TITLE), values.get(DESCRIPTION), values.get(STATUS), values.get(PRIORITY), values.get(QUICK_ANSWER));
    }

    /** What stands in the way, in the one form that {@code missing} has in a refusal. */
    public static Json.Obj missing(String code, String message) {
        return Json.obj("code", Json.of(code)).with("message", Json.of(message));
    }

    public static List<Json.Obj> missing(Readiness readiness) {
        return readiness.missing().stream().map(missing -> missing(missing.word(), missing.message())).toList();
    }

    /**
     * The refusal of something that several cards stand in the way of; each entry of its {@code missing} names its card.
     *
     * @param why goes on after "2 of the cards"
     */
    public static RefusedException notReady(Map<Card, List<Json.Obj>> missing, String why) {
        String names = missing.keySet().stream().limit(3).map(card -> "'" + card.details().title() + "'").collect(Collectors.joining(", "));
        return new RefusedException(ErrorCode.NOT_READY, missing.size() + " of the cards " + why + ": " + names + (missing.size() > 3 ? " and more." : "."),
                Map.of("missing", Json.of(missing.entrySet().stream().flatMap(of -> of.getValue().stream().map(one -> one
                        .with("card_id", Json.of(of.getKey().id().toString())).with("title", Json.of(of.getKey().details().title())))).toList())));
    }

    static Json words(List<? extends Word> words) {
        return Json.of(words.stream().map(word -> Json.of(word.word())).toList());
    }
}
