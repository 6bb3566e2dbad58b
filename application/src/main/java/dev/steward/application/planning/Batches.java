package dev.steward.application.planning;

import dev.steward.application.Field;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.Values;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.Violation;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.Placed;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.Project;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How batches of actions look outside. What a payload may hold is said by the shape of what the action makes or changes. */
final class Batches {

    static final int MAX_ACTIONS = 200;
    /** More than a body of 1 MiB can hold. */
    private static final int MAX_PAYLOAD = 2_000_000;

    private static final Field<ActionType> ACTION_TYPE = Field.of("action_type", actionType()).mandatory().example(ActionType.CREATE_WORKFLOW);
    private static final Field<Json.Obj> TARGET_REF = Field.of("target_ref", Type.object(2_000)).orElse(Json.EMPTY)
            .doc("What it is done to. An id may be `$n`: what action n of this batch made.");
    private static final Field<Json.Obj> PAYLOAD = Field.of("payload", Type.object(MAX_PAYLOAD)).orElse(Json.EMPTY)
            .doc("With an `id` of the caller's choice, a UUID, where it makes something.").example(Json.obj("title", Json.of("Read a novel")));

    private static final Shape<Action> ENVELOPE = Shape.<Action>of("planning_action_input")
            .input(ACTION_TYPE, Action::type)
            .input(TARGET_REF, Action::target)
            .input(PAYLOAD, Action::payload)
            .build();

    static final Field<List<Action>> ACTIONS = Field.of("actions", Type.list(described(), MAX_ACTIONS)).mandatory()
            .doc("Applied in order; all or none.").example(List.of(new Action(ActionType.CREATE_WORKFLOW, Json.EMPTY, Json.obj("title", Json.of("Read a novel")))));
    static final Field<Integer> EXPECTED_SEQUENCE = Field.integer("expected_sequence", new NumberRule(0, Integer.MAX_VALUE)).optional()
            .doc("The action_sequence of the map that was read; another one is refused with 409. Agents must send it.");

    static final Shape<Void> BATCH = Shape.<Void>of("planning_batch").input(ACTIONS, none -> null).input(EXPECTED_SEQUENCE, none -> null).build();

    private static final Shape<PlanningAction> DONE = Shape.<PlanningAction>of("planning_action_done")
            .output(Parts.count("index").doc("Its place in the batch."), PlanningAction::batchIndex)
            .output(ACTION_TYPE, action -> ActionType.written(action.actionType()).orElseThrow())
            .output(TARGET_REF, PlanningAction::targetRef)
            .output(PAYLOAD.doc("With every id that it was given; without `content`."), PlanningAction::payload)
            .output(PlanningActions.CHANGES, PlanningAction::changes)
            .build();

    static final Shape<Planning.Applied> APPLIED = Shape.<Planning.Applied>of("planning_result")
            .output(Shape.whole("action_sequence").doc("The number of this batch, and what the next expected_sequence is compared with."), Planning.Applied::sequence)
            .output(Field.of("results", Type.outputs(DONE)), Planning.Applied::actions)
            .build();

    /** What update_project takes. */
    static final Field<String> NAME = Field.text("name", Project.NAME).mandatory().example("My Great Novel!");
    static final Field<String> DESCRIPTION = Field.text("description", Project.DESCRIPTION).orElse("");
    static final Field<String> CUSTOMER_PERSONAS = Field.text("customer_personas", Project.Brief.TEXT).orElse("");
    static final Field<String> TECH_STACK = Field.text("tech_stack", Project.Brief.TEXT).orElse("");
    static final Field<String> DEPLOYMENT = Field.text("deployment", Project.Brief.TEXT).orElse("");
    static final Field<String> DESIGN_INSPIRATION = Field.text("design_inspiration", Project.Brief.TEXT).orElse("");
    static final Shape<Project> PLAN = Shape.<Project>of("project_plan")
            .input(NAME, project -> project.details().name())
            .input(DESCRIPTION, project -> project.details().description())
            .input(CUSTOMER_PERSONAS, project -> project.details().brief().customerPersonas())
            .input(TECH_STACK, project -> project.details().brief().techStack())
            .input(DEPLOYMENT, project -> project.details().brief().deployment())
            .input(DESIGN_INSPIRATION, project -> project.details().brief().designInspiration())
            .build();

    static final Field<Integer> NEW_POSITION = Field.integer("new_position", Placed.POSITION).mandatory().example(0);
    private static final Field<Id<WorkflowActivity>> BELOW =
            Field.<WorkflowActivity>id("workflow_activity_id").optional().doc("Where to; the activity it is in when not given.");
    static final Shape<Void> MOVE = Shape.<Void>of("card_move").input(NEW_POSITION, none -> null).input(BELOW, none -> null).build();

    static final Field<Boolean> CASCADE = Field.bool("cascade").orElse(false).doc("Also delete what hangs below; else that is refused.");
    static final Shape<Void> REMOVAL = Shape.<Void>of("removal").input(CASCADE, none -> null).build();

    static final Field<Id<ContextArtifact>> CONTEXT_ARTIFACT_ID =
            Field.<ContextArtifact>id("context_artifact_id").mandatory();
    static final Field<String> LINKED_BY = Field.text("linked_by", ArtifactLink.LINKED_BY).doc("Who links it; the caller when not given.").example("Ada");
    static final Field<String> USAGE_HINT = Field.text("usage_hint", ArtifactLink.USAGE_HINT).orElse("").doc("What to take from it.");
    static final Shape<ArtifactLink> LINKING = Shape.<ArtifactLink>of("artifact_linking")
            .input(CONTEXT_ARTIFACT_ID, ArtifactLink::contextArtifactId)
            .input(LINKED_BY, ArtifactLink::linkedBy)
            .input(USAGE_HINT, ArtifactLink::usageHint)
            .build();
    static final Shape<Void> UNLINKING = Shape.<Void>of("artifact_unlinking").input(CONTEXT_ARTIFACT_ID, none -> null).build();

    private Batches() {
    }

    /** What the payload of a type may hold. */
    private static Json payload(ActionType type) {
        return switch (type) {
            case UPDATE_PROJECT -> PLAN.describeInput();
            case CREATE_WORKFLOW, UPDATE_WORKFLOW -> Workflows.SHAPE.describeInput();
            case CREATE_ACTIVITY, UPDATE_ACTIVITY -> WorkflowActivities.SHAPE.describeInput();
            case CREATE_CARD, UPDATE_CARD -> Cards.SHAPE.describeInput();
            case REORDER_CARD -> MOVE.describeInput();
            case CREATE_CONTEXT_ARTIFACT, UPDATE_CONTEXT_ARTIFACT -> ContextArtifacts.SHAPE.describeInput();
            case LINK_CONTEXT_ARTIFACT -> LINKING.describeInput();
            case UNLINK_CONTEXT_ARTIFACT -> UNLINKING.describeInput();
            case UPSERT_CARD_PLANNED_FILE -> PlannedFiles.SHAPE.describeInput();
            case UPSERT_CARD_KNOWLEDGE_ITEM -> KnowledgeItems.SHAPE.describeInput();
            case DELETE_WORKFLOW, DELETE_ACTIVITY, DELETE_CARD, DELETE_CONTEXT_ARTIFACT, DELETE_CARD_PLANNED_FILE, DELETE_CARD_KNOWLEDGE_ITEM -> REMOVAL.describeInput();
            case FINALIZE_PROJECT, FINALIZE_CARD, APPEND_CARD_KNOWLEDGE -> Json.EMPTY;
        };
    }

    private static List<ActionType> sent() {
        return Arrays.stream(ActionType.values()).filter(ActionType::isSent).toList();
    }

    private static Type<ActionType> actionType() {
        String words = String.join(", ", sent().stream().map(Word::word).toList());
        Type<ActionType> text = Type.ofText(word -> ActionType.written(word).filter(ActionType::isSent).orElseThrow(() ->
                Parts.refusal("", "unknown_word", "There is no such action; there are " + words + ".")), Word::word, "");
        return new Type<>() {
            @Override
            public @Nullable ActionType parse(Json json, String pointer, Violations violations) {
                return text.parse(json, pointer, violations);
            }

            @Override
            public Json render(ActionType value) {
                return text.render(value);
            }

            @Override
            public Json.Obj describe() {
                return Json.obj("type", Json.of("string")).with("enum", Json.of(sent().stream().map(type -> Json.of(type.word())).toList()));
            }
        };
    }

    /** The envelope, described with what each type's payload may hold: all members of what it makes; of a change, those that change. */
    private static Type<Action> described() {
        Type<Action> envelope = Type.record(ENVELOPE, Batches::action);
        return new Type<>() {
            @Override
            public @Nullable Action parse(Json json, String pointer, Violations violations) {
                Action action = envelope.parse(json, pointer, violations);
                if (action != null) {
                    for (String member : action.target().members().keySet()) {
                        if (!member.equals(action.type().target())) {
                            violations.add(new Violation(pointer + "/target_ref" + Violations.pointer(member), "unknown_field", action.type().word()
                                    + (action.type().target().isEmpty() ? " needs no target; leave it out." : " names its target by " + action.type().target() + ".")));
                        }
                    }
                }
                return action;
            }

            @Override
            public Json render(Action value) {
                return ENVELOPE.render(value);
            }

            @Override
            public Json.Obj describe() {
                List<Json> types = new ArrayList<>();
                for (ActionType type : sent()) {
                    Json.Obj payload = (Json.Obj) payload(type);
                    // A target that is named in target_ref is not in the payload, and a change holds only what changes.
                    payload = Action.without(payload, "required", "additionalProperties");
                    types.add(Json.obj("title", Json.of(type.word())).with("properties",
                            Json.obj("action_type", Json.obj("const", Json.of(type.word()))).with("payload", payload)));
                }
                return envelope.describe().with("anyOf", Json.of(types));
            }
        };
    }

    private static Action action(Values values) {
        return new Action(values.get(ACTION_TYPE), values.get(TARGET_REF), values.get(PAYLOAD));
    }
}
