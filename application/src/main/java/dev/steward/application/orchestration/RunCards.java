package dev.steward.application.orchestration;

import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Store;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.planning.CardStore;
import dev.steward.application.planning.WorkflowActivityStore;
import dev.steward.application.planning.WorkflowStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.Project;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs read of the story map, and what they write back to its cards. */
public final class RunCards {

    private static final int PORTION = 100;

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

    /** The card, when the run builds it. */
    Optional<Card> inScope(UnitOfWork unit, OrchestrationRun run, Id<Card> id) {
        Optional<Card> card = find(unit, run.details().projectId(), id);
        if (run.details().scope() == OrchestrationRun.Scope.CARD) {
            return card.filter(found -> found.id().equals(run.details().cardId()));
        }
        return card.filter(found -> unit.store(WorkflowActivityStore.class).find(found.workflowActivityId())
                .filter(activity -> activity.workflowId().equals(run.details().workflowId())).isPresent());
    }

    /** The files that a card plans, as globs. */
    PathGlobs plannedPaths(UnitOfWork unit, Card card) {
        return PathGlobs.NONE;
    }

    /** @throws dev.steward.domain.RefusedException {@code not_ready}, with what each card is missing, where the run's policy asks for finalized cards */
    void requireReady(UnitOfWork unit, OrchestrationRun run, List<Id<Card>> cards) {
    }

    /** What an agent needs to know of the card it builds. */
    Json.Obj brief(UnitOfWork unit, OrchestrationRun run, CardAssignment assignment) {
        return Json.EMPTY;
    }

    /** Adds what an agent found out to its card. */
    void append(UnitOfWork unit, CardAssignment assignment, List<Json.Obj> knowledge) {
    }

    /** The card shows how far the newest step of its assignments has got it. */
    void follow(UnitOfWork unit, CardAssignment assignment) {
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
