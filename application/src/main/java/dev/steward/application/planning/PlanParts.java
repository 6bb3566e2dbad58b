package dev.steward.application.planning;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.UnitOfWork;
import dev.steward.application.portfolio.ProjectParts;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.planning.PlanningAction.Change;
import dev.steward.domain.portfolio.Project;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All kinds of parts that a plan has, and what becomes of them when their project changes or goes. */
public final class PlanParts implements ProjectParts {

    private final CardWatch watch;
    private final Workflows workflows;
    private final WorkflowActivities activities;
    private final Cards cards;
    private final KnowledgeItems knowledge;
    private final PlannedFiles files;
    private final ContextArtifacts artifacts;
    private final PlanningActions actions = new PlanningActions();

    public PlanParts(CardWatch watch) {
        this.watch = watch;
        this.activities = new WorkflowActivities(watch);
        this.workflows = activities.workflows();
        this.cards = activities.cards();
        this.knowledge = new KnowledgeItems(cards);
        this.files = new PlannedFiles(cards);
        this.artifacts = new ContextArtifacts(cards);
    }

    public Workflows workflows() {
        return workflows;
    }

    public WorkflowActivities activities() {
        return activities;
    }

    public Cards cards() {
        return cards;
    }

    public KnowledgeItems knowledge() {
        return knowledge;
    }

    public PlannedFiles files() {
        return files;
    }

    public ContextArtifacts artifacts() {
        return artifacts;
    }

    public PlanningActions actions() {
        return actions;
    }

    @Override
    public Map<String, Long> dependents(UnitOfWork unit, Project project) {
        Query ofProject = Query.where("project_id", 1, project.id().value());
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("workflows", unit.store(WorkflowStore.class).count(ofProject));
        counts.put("cards", unit.store(CardStore.class).count(ofProject));
        counts.put("context_artifacts", unit.store(ContextArtifactStore.class).count(ofProject));
        cards.dependentsElsewhere(unit, cardsOf(unit, project)).forEach(counts::put);
        counts.putAll(watch.dependents(unit, project));
        return counts;
    }

    private List<Card> cardsOf(UnitOfWork unit, Project project) {
        return cards.all(unit, ofProject(project));
    }

    private static Filter ofProject(Project project) {
        return Filter.in("project_id", project.id().value());
    }

    @Override
    public void beforeDelete(UnitOfWork unit, Project project) {
        watch.beforeDelete(unit, project);
        workflows.outlines(unit, ofProject(project)).forEach(workflow -> watch.beforeDelete(unit, workflow));
        List<Card> all = cardsOf(unit, project);
        cards.leave(unit, all);
        cards.untag(unit, all);
        activities.untag(unit, activities.outlines(unit, ofProject(project)));
        workflows.untag(unit, workflows.outlines(unit, ofProject(project)));
        artifacts.untag(unit, artifacts.outlines(unit, ofProject(project)));
    }

    /** Logs what a patch of the project changed of its plan. */
    @Override
    public void replanned(UnitOfWork unit, Project before, Project after) {
        Map<String, Json> payload = new LinkedHashMap<>();
        Json.Obj was = Batches.PLAN.render(before);
        Batches.PLAN.render(after).members().forEach((name, value) -> {
            if (!value.equals(was.get(name))) {
                payload.put(name, value);
            }
        });
        actions.log(unit, List.of(new PlanningAction(unit.firstMeta(), after.id(), after.actionSequence(), 0, ActionType.UPDATE_PROJECT.word(), Json.EMPTY,
                new Json.Obj(payload), null, PlanningAction.Outcome.ACCEPTED, null,
                List.of(new Change("project", after.id().value(), before.version(), after.version())), unit.caller().actor())));
    }
}
