package dev.steward.application.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.planning.PlanningAction.Change;
import dev.steward.domain.planning.PlanningAction.Outcome;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public interface PlanningActionStoreContract extends StoreContract<PlanningAction> {

    Actor ADA = new Actor(Actor.Kind.USER, "t1", "Ada");

    @Override
    default Class<PlanningActionStore> port() {
        return PlanningActionStore.class;
    }

    @Override
    default PlanningAction sample(Id<Workspace> workspace) {
        return accepted(PortfolioSamples.project(database(), workspace).id(), 1, 0, null);
    }

    private static PlanningAction accepted(Id<Project> project, long sequence, int index, @Nullable Content content) {
        return new PlanningAction(PortfolioSamples.meta(), project, sequence, index, "create_card", Json.obj("workflow_activity_id", Json.of("x")),
                Json.obj("title", Json.of(PortfolioSamples.FOREIGN)), content, Outcome.ACCEPTED, null,
                List.of(new Change("card", TestDatabase.newId(), null, 1L), new Change("card", TestDatabase.newId(), 3L, null)), ADA);
    }

    /** What is logged stays as it is; only its version shows that it was written again. */
    @Override
    default PlanningAction changed(PlanningAction action) {
        return new PlanningAction(action.meta().next(TestDatabase.now()), action.projectId(), action.sequence(), action.batchIndex(), action.actionType(),
                action.targetRef(), Json.EMPTY, action.content(), action.outcome(), action.rejection(), action.changes(), action.actor());
    }

    @Override
    default PlanningAction listed(PlanningAction action) {
        return action.content() == null ? action : new PlanningAction(action.meta(), action.projectId(), action.sequence(), action.batchIndex(), action.actionType(),
                action.targetRef(), action.payload(), new Content.Unread(action.content().length()), action.outcome(), action.rejection(), action.changes(), action.actor());
    }

    @Override
    default List<PlanningAction> edges(Id<Workspace> workspace) {
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        return List.of(accepted(project, Long.MAX_VALUE, Integer.MAX_VALUE, new Content.Text(PortfolioSamples.text(500_000))),
                new PlanningAction(PortfolioSamples.meta(), project, null, 3, PortfolioSamples.FOREIGN, Json.EMPTY, Json.EMPTY, null, Outcome.REJECTED,
                        Json.obj("pointer", Json.of("/actions/3")), List.of(), new Actor(Actor.Kind.AGENT, "", PortfolioSamples.FOREIGN)));
    }

    @Override
    default Map<String, PlanningAction> taken(Id<Workspace> workspace, PlanningAction stored) {
        return Map.of("planning_action_sequence_unique", accepted(stored.projectId(), 1, 0, null));
    }

    @Test
    default void aBatchIsReadInOrderWithItsContents() {
        Id<Workspace> workspace = newWorkspace();
        PlanningAction second = insert(workspace, accepted(PortfolioSamples.project(database(), workspace).id(), 7, 1, new Content.Text("Be brief.")));
        PlanningAction first = insert(workspace, accepted(second.projectId(), 7, 0, null));
        insert(workspace, accepted(second.projectId(), 8, 0, null));

        List<PlanningAction> batch = database().read(workspace, stores -> stores.of(port()).batch(second.projectId(), 7));
        assertThat(batch).containsExactly(first, second);
        List<PlanningAction> none = database().read(newWorkspace(), stores -> stores.of(port()).batch(second.projectId(), 7));
        assertThat(none).isEmpty();
    }
}
