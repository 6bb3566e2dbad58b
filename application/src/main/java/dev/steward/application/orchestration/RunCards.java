package dev.steward.application.orchestration;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query.Filter;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.planning.CardStore;
import dev.steward.application.planning.WorkflowActivityStore;
import dev.steward.application.planning.WorkflowStore;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.Project;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What runs read of the story map, and what they write back to its cards. */
public final class RunCards {

    static final Field<List<Json.Obj>> KNOWLEDGE = Field.of("knowledge", Type.list(Type.object(20_000), 200)).orElse(List.of())
            .doc("What its agent found out about the card; added to the card as drafts.");

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
}
