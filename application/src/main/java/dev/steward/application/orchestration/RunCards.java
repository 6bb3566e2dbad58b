package dev.steward.application.orchestration;

import dev.steward.application.Entities.Step;
import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Shape;
import dev.steward.application.Store;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.orchestration.CardAssignmentStore.Completed;
import dev.steward.application.orchestration.CardAssignmentStore.RunCard;
import dev.steward.application.planning.ArtifactLinkStore;
import dev.steward.application.planning.CardStore;
import dev.steward.application.planning.Cards;
import dev.steward.application.planning.KnowledgeItemStore;
import dev.steward.application.planning.KnowledgeItems;
import dev.steward.application.planning.PlannedFileStore;
import dev.steward.application.planning.Planning;
import dev.steward.application.planning.Planning.Learned;
import dev.steward.application.planning.WorkflowActivityStore;
import dev.steward.application.planning.WorkflowStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.RefusedException;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.PlannedFile;
import dev.steward.domain.planning.Readiness;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What runs read of the story map, and what they write back to its cards. */
public final class RunCards {

    private static final int PORTION = 100;
    private static final int MAX_FOUND = 200;

    private static final Field<KnowledgeItem.Kind> KIND = Field.word("kind", KnowledgeItem.Kind.class).mandatory().example(KnowledgeItem.Kind.FACT);
    private static final Field<String> TEXT = Field.text("text", KnowledgeItem.TEXT).mandatory().example("The turning point needs a witness.");
    private static final Field<Double> CONFIDENCE = Field.of("confidence", KnowledgeItems.confidence()).optional().doc("From 0 to 1.");
    private static final Field<String> EVIDENCE_SOURCE = Field.text("evidence_source", KnowledgeItem.EVIDENCE_SOURCE).orElse("").doc("Where a fact comes from; facts only.");
    private static final Shape<Learned> FOUND = Shape.<Learned>of("found_knowledge").input(KIND, Learned::kind).input(TEXT, Learned::text)
            .input(CONFIDENCE, Learned::confidence).input(EVIDENCE_SOURCE, Learned::evidenceSource).build();
    static final Field<List<Learned>> KNOWLEDGE = Field.of("knowledge", Type.list(Type.record(FOUND, RunCards::learned), MAX_FOUND)).orElse(List.of())
            .doc("What its agent found out about the card; what is new is added to the card as drafts.");

    private final Planning planning;

    public RunCards(Planning planning) {
        this.planning = planning;
    }

    private static Learned learned(Values values) {
        return new Learned(values.get(KIND), values.get(TEXT), values.orNull(CONFIDENCE), values.get(EVIDENCE_SOURCE));
    }

    /** The cards of one project. */
    static Optional<Card> find(UnitOfWork unit, Id<Project> project, Id<Card> id) {
        return unit.store(CardStore.class).find(id).filter(card -> card.projectId().equals(project));
    }

    static Optional<Workflow> findWorkflow(UnitOfWork unit, Id<Project> project, Id<Workflow> id) {
        return unit.store(WorkflowStore.class).find(id).filter(workflow -> workflow.projectId().equals(project));
    }

    /** The cards that a run builds, in the order of the map. */
    List<Card> of(UnitOfWork unit, OrchestrationRun run) {
        Id<Card> card = run.details().cardId();
        if (card != null) {
            return find(unit, run.details().projectId(), card).stream().toList();
        }
        Id<Workflow> workflow = run.details().workflowId();
        if (workflow == null) {
            return List.of(); // what it was for is deleted
        }
        List<WorkflowActivity> activities = everything(unit, WorkflowActivityStore.class, "workflow_id", List.of(workflow.value()));
        Map<Id<WorkflowActivity>, Integer> places = new HashMap<>();
        activities.forEach(activity -> places.put(activity.id(), activity.position()));
        List<Card> cards = everything(unit, CardStore.class, "workflow_activity_id", activities.stream().<Object>map(activity -> activity.id().value()).toList());
        return cards.stream().sorted(Comparator.<Card>comparingInt(one -> places.getOrDefault(one.workflowActivityId(), 0)).thenComparingInt(Card::position)).toList();
    }

    /** The card, when the run builds it. */
    Optional<Card> inScope(UnitOfWork unit, OrchestrationRun run, Id<Card> id) {
        Optional<Card> card = find(unit, run.details().projectId(), id);
        if (run.details().scope() == OrchestrationRun.Scope.CARD) {
            return card.filter(found -> found.id().equals(run.details().cardId()));
        }
        return card.filter(found -> unit.store(WorkflowActivityStore.class).find(found.workflowActivityId())
                .filter(activity -> activity.workflowId().equals(run.details().workflowId())).isPresent());
    }

    /** The files that cards plan, in their order; a card without one is absent. */
    Map<Id<Card>, PathGlobs> plannedPaths(UnitOfWork unit, List<Card> cards) {
        return files(unit, cards.stream().<Object>map(card -> card.id().value()).toList()).entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                files -> new PathGlobs(files.getValue().stream().map(file -> file.details().logicalFileName()).toList())));
    }

    private static Map<Id<Card>, List<PlannedFile>> files(UnitOfWork unit, List<Object> cards) {
        return RunCards.<PlannedFile>everything(unit, PlannedFileStore.class, "card_id", cards).stream()
                .sorted(Comparator.comparingInt(PlannedFile::position)).collect(Collectors.groupingBy(PlannedFile::cardId));
    }

    /** @throws RefusedException {@code not_ready}, naming the cards without a planned file, which say nothing of what their agent may change */
    void requirePlanned(List<Card> cards, Map<Id<Card>, PathGlobs> planned) {
        Map<Card, List<Json.Obj>> missing = new LinkedHashMap<>();
        for (Card card : cards) {
            if (!planned.containsKey(card.id())) {
                missing.put(card, List.of(Cards.missing(Readiness.Missing.NO_PLANNED_FILE.word(), Readiness.Missing.NO_PLANNED_FILE.message())));
            }
        }
        refuse(missing, "plan no file, so nothing says what their agents may change; add planned files, or make the assignments yourself with allowed_paths");
    }

    /** @throws RefusedException {@code not_ready}, with what each card is missing, where the run's policy asks for finalized cards */
    void requireReady(UnitOfWork unit, Project project, OrchestrationRun run, Collection<Id<Card>> ids) {
        if (!Runs.policy(run).requireFinalized()) {
            return;
        }
        Map<Id<Card>, Card> found = RunCards.<Card>everything(unit, CardStore.class, "id", ids.stream().<Object>map(Id::value).toList()).stream()
                .collect(Collectors.toMap(Card::id, card -> card));
        List<Card> cards = ids.stream().map(found::get).filter(Objects::nonNull).toList();
        Map<Card, List<Json.Obj>> missing = new LinkedHashMap<>();
        planning.readinessToBuild(unit, project, cards).forEach((card, readiness) -> {
            if (!readiness.isReady()) {
                missing.put(card, Cards.missing(readiness));
            }
        });
        refuse(missing, "are not approved as they are now, which the policy asks for; approve the project (POST /api/v1/projects/{p}/finalize), then them (POST /api/v1/cards/{id}/finalize), or set require_finalized to false");
    }

    private static void refuse(Map<Card, List<Json.Obj>> missing, String why) {
        if (!missing.isEmpty()) {
            throw Cards.notReady(missing, why);
        }
    }

    /**
     * What the agents of these assignments need to know of the cards they build, and where their runs build them; what is gone meanwhile is
     * absent. The same few questions to the database, however many they are.
     */
    Map<Id<CardAssignment>, Json.Obj> briefs(UnitOfWork unit, List<CardAssignment> assignments) {
        List<OrchestrationRun> runs = unit.store(OrchestrationRunStore.class).findAll(ids(assignments, one -> one.details().runId()));
        Set<Id<Card>> cards = ids(assignments, one -> one.details().cardId());
        Map<Id<OrchestrationRun>, OrchestrationRun> runOf = runs.stream().collect(Collectors.toMap(OrchestrationRun::id, run -> run));
        Map<Id<Card>, Card> cardOf = unit.store(CardStore.class).findAll(cards).stream().collect(Collectors.toMap(Card::id, card -> card));
        List<Object> keys = cards.stream().<Object>map(Id::value).toList();
        Map<Id<Card>, List<KnowledgeItem>> knowledge = RunCards.<KnowledgeItem>everything(unit, KnowledgeItemStore.class, "card_id", keys).stream()
                .filter(item -> item.details().status() != KnowledgeItem.Status.REJECTED)
                .sorted(Comparator.comparing(KnowledgeItem::kind).thenComparingInt(KnowledgeItem::position)).collect(Collectors.groupingBy(KnowledgeItem::cardId));
        Map<Id<Card>, List<PlannedFile>> files = files(unit, keys);
        Map<Id<Card>, List<ArtifactLink>> links = unit.store(ArtifactLinkStore.class).of(cards).stream().collect(Collectors.groupingBy(ArtifactLink::cardId));
        Map<Id<OrchestrationRun>, List<Completed>> completed = unit.store(CardAssignmentStore.class).completed(runs, PORTION).stream()
                .collect(Collectors.groupingBy(Completed::run));
        Map<Id<CardAssignment>, Json.Obj> briefs = new HashMap<>();
        for (CardAssignment one : assignments) {
            OrchestrationRun run = runOf.get(one.details().runId());
            Card card = cardOf.get(one.details().cardId());
            if (run != null && card != null) {
                briefs.put(one.id(), brief(run, card, knowledge.getOrDefault(card.id(), List.of()), files.getOrDefault(card.id(), List.of()),
                        links.getOrDefault(card.id(), List.of()), completed.getOrDefault(run.id(), List.of())));
            }
        }
        return briefs;
    }

    private static <T> Set<Id<T>> ids(List<CardAssignment> assignments, Function<CardAssignment, Id<T>> id) {
        return assignments.stream().map(id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Json.Obj brief(OrchestrationRun run, Card card, List<KnowledgeItem> knowledge, List<PlannedFile> files, List<ArtifactLink> links, List<Completed> completed) {
        return Json.obj("card", Json.obj("id", Json.of(card.id().toString())).with("title", Json.of(card.details().title()))
                        .with("description", Json.of(card.details().description())).with("quick_answer", Json.of(card.details().quickAnswer())))
                .with("knowledge", Json.of(knowledge.stream().map(item -> Json.obj("kind", Json.of(item.kind().word())).with("text", Json.of(item.details().text()))
                        .with("status", Json.of(item.details().status().word())).with("evidence_source", Json.of(item.details().evidenceSource()))
                        .with("answer", Json.of(item.details().answer()))).toList()))
                .with("planned_files", Json.of(files.stream().map(PlannedFile::details).map(file -> Json.obj("logical_file_name", Json.of(file.logicalFileName().text()))
                        .with("artifact_kind", Json.of(file.artifactKind().word())).with("action", Json.of(file.action().word()))
                        .with("intent_summary", Json.of(file.intentSummary())).with("contract_notes", Json.of(file.contractNotes()))
                        .with("module_hint", Json.of(file.moduleHint()))).toList()))
                .with("artifacts", Json.of(links.stream().map(link ->
                        Json.obj("context_artifact_id", Json.of(link.contextArtifactId().toString())).with("usage_hint", Json.of(link.usageHint()))).toList()))
                .with("completed", Json.of(completed.stream().map(one -> Json.obj("assignment_id", Json.of(one.assignment().toString()))
                        .with("card_id", Json.of(one.card().toString())).with("feature_branch", Json.of(one.featureBranch()))
                        .with("summary", Json.of(one.summary()))).toList()))
                .with("run", Json.obj("repo_url", Json.of(run.details().repoUrl())).with("base_branch", Json.of(run.details().baseBranch()))
                        .with("worktree_root", Json.of(run.details().worktreeRoot())).with("input_snapshot", run.details().inputSnapshot())
                        .with("policy", run.details().policySnapshot()));
    }

    /** Adds what an agent found out to its card. */
    void append(UnitOfWork unit, CardAssignment assignment, List<Learned> found) {
        if (!found.isEmpty()) {
            planning.appendKnowledge(unit, assignment.details().cardId(), found);
        }
    }

    /** The card shows how far its assignments in this run have got it: the worst of them, or the least far. */
    void follow(UnitOfWork unit, CardAssignment assignment) {
        follow(unit, List.of(new Step<>(unit, assignment, assignment)));
    }

    /** The same for several; of those of one card the last one counts. */
    void follow(UnitOfWork unit, List<Step<CardAssignment>> changed) {
        Map<Id<Card>, Step<CardAssignment>> last = new TreeMap<>(Comparator.comparing(Id::toString)); // one order for all units, so that no two wait for each other
        changed.forEach(one -> last.put(one.after().details().cardId(), one));
        Map<RunCard, Set<RunStatus>> statuses = unit.store(CardAssignmentStore.class)
                .statuses(last.values().stream().map(one -> runCard(one.after())).collect(Collectors.toSet()));
        Map<Id<Card>, Card> cards = unit.store(CardStore.class).findAll(last.keySet()).stream().collect(Collectors.toMap(Card::id, card -> card));
        List<Step<Card>> built = new ArrayList<>();
        last.forEach((id, one) -> {
            Card card = Objects.requireNonNull(cards.get(id));
            BuildState state = state(statuses.getOrDefault(runCard(one.after()), Set.of()));
            if (card.build().state() != state) {
                built.add(new Step<>(one.by(), card, card.built(unit.now(), build(card, state, one.after(), unit.now()))));
            }
        });
        planning.built(unit, built);
    }

    private static RunCard runCard(CardAssignment assignment) {
        return new RunCard(assignment.details().runId(), assignment.details().cardId());
    }

    private static Card.Build build(Card card, @Nullable BuildState state, CardAssignment assignment, Instant now) {
        boolean built = state == BuildState.COMPLETED;
        String error = state == BuildState.FAILED ? assignment.error() : state == BuildState.BLOCKED ? assignment.blockReason() : "";
        return new Card.Build(state, built ? now : card.build().lastAt(), built ? assignment.details().featureBranch() : card.build().lastRef(),
                shortened(error.isEmpty() && (state == BuildState.FAILED || state == BuildState.BLOCKED) ? card.build().lastError() : error));
    }

    /** The workflow that a run builds shows how far the last run has got it. */
    void follow(UnitOfWork unit, OrchestrationRun run) {
        Id<Workflow> workflow = run.details().workflowId();
        if (workflow != null) {
            planning.built(unit, workflow, state(Set.of(run.status())));
        }
    }

    private static String shortened(String error) {
        return error.codePointCount(0, error.length()) <= Card.BUILD_ERROR.max() ? error : error.substring(0, error.offsetByCodePoints(0, Card.BUILD_ERROR.max()));
    }

    private static @Nullable BuildState state(Set<RunStatus> all) {
        for (RunStatus worst : List.of(RunStatus.FAILED, RunStatus.BLOCKED, RunStatus.RUNNING, RunStatus.QUEUED, RunStatus.COMPLETED)) {
            if (all.contains(worst)) {
                return BuildState.valueOf(worst.name());
            }
        }
        return null; // all of it was cancelled
    }

    private static <E extends Entity<E>> List<E> everything(UnitOfWork unit, Class<? extends Store<E>> port, String field, List<Object> values) {
        List<E> all = new ArrayList<>();
        for (int from = 0; from < values.size(); from += PORTION) {
            Object[] portion = values.subList(from, Math.min(values.size(), from + PORTION)).toArray();
            all.addAll(unit.store(port).list(Query.where(field, Integer.MAX_VALUE, portion)));
        }
        return all;
    }
}
