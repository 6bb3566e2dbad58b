package dev.steward.application.planning;

import dev.steward.application.Field;
import dev.steward.application.Query.Filter;
import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The workflows of projects: the rows of their story maps. */
public final class Workflows extends PlacedParts<Workflow> {

    private static final Field<String> TITLE = Field.text("title", Workflow.TITLE).mandatory().sort().example("Read a novel");
    private static final Field<String> DESCRIPTION = Field.text("description", Workflow.DESCRIPTION).orElse("");
    private static final Field<BuildState> BUILD_STATE = Field.word("build_state", BuildState.class).optional().filter()
            .doc("How far building it is, null before; runs change it.");

    public static final Shape<Workflow> SHAPE = Shape.<Workflow>ofEntity("workflow")
            .output(PROJECT_ID, Workflow::projectId)
            .input(TITLE, workflow -> workflow.details().title())
            .input(DESCRIPTION, workflow -> workflow.details().description())
            .input(POSITION, Workflow::position)
            .output(BUILD_STATE, Workflow::buildState)
            .searchable()
            .build();

    private final CardWatch watch;
    private final WorkflowActivities activities;

    Workflows(CardWatch watch, WorkflowActivities activities) {
        super(SHAPE, WorkflowStore.class);
        this.watch = watch;
        this.activities = activities;
    }

    @Override
    Verbs verbs() {
        return new Verbs(ActionType.CREATE_WORKFLOW, ActionType.UPDATE_WORKFLOW, ActionType.DELETE_WORKFLOW, "workflow_id");
    }

    @Override
    Workflow create(MapChange change, Id<Workflow> id, Values values) {
        change.otherPlan();
        return put(change, values.orNull(POSITION), place ->
                Workflow.create(Meta.first(id, change.unit().now()), change.project().id(), details(values), place));
    }

    @Override
    Workflow update(MapChange change, Workflow current, Json.Obj patch, Values values) {
        Workflow revised = replace(change, current, current.revise(change.unit().now(), details(values)), "updated");
        if (!revised.details().title().equals(current.details().title())) {
            change.otherPlan();
        }
        Integer place = asked(patch, values.orNull(POSITION));
        return place == null ? revised : move(change, revised, place);
    }

    @Override
    void delete(MapChange change, Workflow workflow, boolean cascade) {
        super.delete(change, workflow, cascade);
        change.otherPlan();
    }

    private List<Card> cardsOf(UnitOfWork unit, List<WorkflowActivity> below) {
        List<Card> cards = new ArrayList<>();
        below.forEach(activity -> cards.addAll(activities.cards().all(unit, Filter.in("workflow_activity_id", activity.id().value()))));
        return cards;
    }

    private List<WorkflowActivity> activitiesOf(UnitOfWork unit, Workflow workflow) {
        return activities.all(unit, Filter.in("workflow_id", workflow.id().value()));
    }

    @Override
    protected Map<String, Long> dependents(UnitOfWork unit, Workflow workflow) {
        List<WorkflowActivity> below = activitiesOf(unit, workflow);
        List<Card> cards = cardsOf(unit, below);
        Map<String, Long> dependents = new LinkedHashMap<>();
        dependents.put("workflow_activities", (long) below.size());
        dependents.put("cards", (long) cards.size());
        dependents.putAll(activities.cards().dependentsElsewhere(unit, cards));
        return dependents;
    }

    @Override
    protected void beforeDelete(UnitOfWork unit, Workflow workflow) {
        watch.beforeDelete(unit, workflow);
        List<WorkflowActivity> below = activitiesOf(unit, workflow);
        List<Card> cards = cardsOf(unit, below);
        activities.cards().leave(unit, cards);
        activities.cards().untag(unit, cards);
        activities.untag(unit, below);
    }

    private static Workflow.Details details(Values values) {
        return new Workflow.Details(values.get(TITLE), values.get(DESCRIPTION));
    }
}
