package dev.steward.application.planning;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query.Order;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.planning.PlanningAction.Change;
import dev.steward.domain.workspace.Actor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of story maps, newest first. Entries are never changed. A list tells of a payload's {@code content} only how long it is. */
public final class PlanningActions extends Entities<PlanningAction> {

    private static final Field<Long> SEQUENCE = Shape.whole("sequence").optional().doc("The number of its batch, null for a rejected one.");
    private static final Field<Integer> BATCH_INDEX = Parts.count("batch_index").doc("Its place in the batch, from 0.");
    private static final Field<String> ACTION_TYPE = Field.text("action_type", TextRule.optional(100)).filter().example("create_card");
    private static final Field<Json.Obj> TARGET_REF = Field.of("target_ref", Type.object(1_000)).doc("What it was done to.")
            .example(Json.obj("workflow_activity_id", Json.of("0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b")));
    private static final Field<Json.Obj> PAYLOAD = Field.of("payload", Type.object(1_000)).doc("With every id that it was given; without `content`.")
            .example(Json.obj("title", Json.of("Search by title")));
    private static final Field<Long> CONTENT_LENGTH = Shape.whole("content_length").optional().doc("Of the payload's `content`, in characters; null when it has none.");
    private static final Field<PlanningAction.Outcome> OUTCOME = Field.word("outcome", PlanningAction.Outcome.class).filter();
    private static final Field<Json.Obj> REJECTION = Field.of("rejection", Type.object(1_000)).optional().doc("Why it was rejected.");

    private static final Shape<Change> CHANGE = Shape.<Change>of("planning_change")
            .output(Field.text("type", TextRule.optional(50)).doc("Name of the entity.").example("card"), Change::type)
            .output(Field.<Object>id("id"), change -> new Id<>(change.id()))
            .output(Shape.whole("before").optional().doc("Its version before; null when the action made it."), Change::before)
            .output(Shape.whole("after").optional().doc("Its version after; null when the action removed it."), Change::after)
            .build();
    static final Field<List<Change>> CHANGES = Field.of("changes", Type.outputs(CHANGE)).doc("What it touched. Siblings that only made room are not named.");

    private static final Shape<Actor> ACTOR = Shape.<Actor>of("actor")
            .output(Field.word("kind", Actor.Kind.class), Actor::kind)
            .output(Field.text("id", TextRule.optional(100)), Actor::id)
            .output(Field.text("label", TextRule.optional(200)), Actor::label)
            .build();

    public static final Shape<PlanningAction> SHAPE = Shape.<PlanningAction>ofEntity("planning_action")
            .output(Parts.PROJECT_ID, PlanningAction::projectId)
            .output(SEQUENCE, PlanningAction::sequence)
            .output(BATCH_INDEX, PlanningAction::batchIndex)
            .output(ACTION_TYPE, PlanningAction::actionType)
            .output(TARGET_REF, PlanningAction::targetRef)
            .output(PAYLOAD, PlanningAction::payload)
            .output(CONTENT_LENGTH, action -> action.content() == null ? null : action.content().length())
            .output(OUTCOME, PlanningAction::outcome)
            .output(REJECTION, PlanningAction::rejection)
            .output(CHANGES, PlanningAction::changes)
            .output(Field.of("actor", Type.output(ACTOR)).doc("Who did it."), PlanningAction::actor)
            .build();

    PlanningActions() {
        super(SHAPE, PlanningActionStore.class);
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("id", true, false));
    }

    @Override
    protected @Nullable UUID projectOf(PlanningAction action) {
        return action.projectId().value();
    }

    /** Logs them without an event of their own: what they did has events. */
    void log(UnitOfWork unit, List<PlanningAction> actions) {
        store(unit).insertAll(actions);
    }

    /** The payload with its content, as far as that was read. */
    static Json.Obj payload(PlanningAction action) {
        return action.content() instanceof Content.Text text ? action.payload().with("content", Json.of(text.text())) : action.payload();
    }
}
