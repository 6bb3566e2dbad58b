package dev.steward.application.planning;

import dev.steward.application.Field;
import dev.steward.application.Query.Filter;
import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The activities of workflows; cards hang below them. */
public final class WorkflowActivities extends PlacedParts<WorkflowActivity> {

    static final Field<Id<Workflow>> WORKFLOW_ID = Field.<Workflow>id("workflow_id").mandatory().filter()
            .doc("What it hangs below; another one of the same project moves it there.");
    private static final Field<String> TITLE = Field.text("title", WorkflowActivity.TITLE).mandatory().sort().example("Find a chapter");
    private static final Field<WorkflowActivity.Color> COLOR = Field.word("color", WorkflowActivity.Color.class).optional().filter().example(WorkflowActivity.Color.BLUE);

    public static final Shape<WorkflowActivity> SHAPE = Shape.<WorkflowActivity>ofEntity("workflow_activity")
            .output(PROJECT_ID, WorkflowActivity::projectId)
            .input(WORKFLOW_ID, WorkflowActivity::workflowId)
            .input(TITLE, activity -> activity.details().title())
            .input(COLOR, activity -> activity.details().color())
            .input(POSITION, WorkflowActivity::position)
            .searchable()
            .build();

    private final Workflows workflows;
    private final Cards cards;

    WorkflowActivities(CardWatch watch) {
        super(SHAPE, WorkflowActivityStore.class);
        this.cards = new Cards(watch, this);
        this.workflows = new Workflows(watch, this);
    }

    Workflows workflows() {
        return workflows;
    }

    Cards cards() {
        return cards;
    }

    @Override
    Verbs verbs() {
        return new Verbs(ActionType.CREATE_ACTIVITY, ActionType.UPDATE_ACTIVITY, ActionType.DELETE_ACTIVITY, "workflow_activity_id");
    }

    @Override
    WorkflowActivity create(MapChange change, Id<WorkflowActivity> id, Values values) {
        Workflow workflow = workflows.require(change, WORKFLOW_ID.name(), values.get(WORKFLOW_ID).toString());
        change.otherPlan();
        return put(change, values.orNull(POSITION), place ->
                WorkflowActivity.create(Meta.first(id, change.unit().now()), workflow.projectId(), workflow.id(), details(values), place));
    }

    @Override
    WorkflowActivity update(MapChange change, WorkflowActivity current, Json.Obj patch, Values values) {
        WorkflowActivity revised = replace(change, current, current.revise(change.unit().now(), details(values)), "updated");
        if (!revised.details().title().equals(current.details().title())) {
            change.otherPlan();
        }
        Integer place = asked(patch, values.orNull(POSITION));
        Id<Workflow> below = values.get(WORKFLOW_ID);
        if (!below.equals(current.workflowId())) {
            workflows.require(change, WORKFLOW_ID.name(), below.toString());
            return move(change, revised, place, to -> revised.below(change.unit().now(), below, to));
        }
        return place == null ? revised : move(change, revised, place);
    }

    @Override
    void delete(MapChange change, WorkflowActivity activity, boolean cascade) {
        super.delete(change, activity, cascade);
        change.otherPlan();
    }

    private List<Card> cardsOf(UnitOfWork unit, WorkflowActivity activity) {
        return cards.all(unit, Filter.in("workflow_activity_id", activity.id().value()));
    }

    @Override
    protected Map<String, Long> dependents(UnitOfWork unit, WorkflowActivity activity) {
        List<Card> below = cardsOf(unit, activity);
        Map<String, Long> dependents = new LinkedHashMap<>();
        dependents.put("cards", (long) below.size());
        dependents.putAll(cards.dependentsElsewhere(unit, below));
        return dependents;
    }

    @Override
    protected void beforeDelete(UnitOfWork unit, WorkflowActivity activity) {
        List<Card> below = cardsOf(unit, activity);
        cards.leave(unit, below);
        cards.untag(unit, below);
    }

    private static WorkflowActivity.Details details(Values values) {
        return new WorkflowActivity.Details(values.get(TITLE), values.orNull(COLOR));
    }
}
