package dev.steward.application.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

public interface WorkflowActivityStoreContract extends PlacedStoreContract<WorkflowActivity> {

    @Override
    default Class<WorkflowActivityStore> port() {
        return WorkflowActivityStore.class;
    }

    @Override
    default WorkflowActivity sample(Id<Workspace> workspace) {
        return PlanningSamples.anActivity(PlanningSamples.workflow(database(), workspace), 1);
    }

    @Override
    default WorkflowActivity sibling(WorkflowActivity one, int position) {
        return WorkflowActivity.create(PortfolioSamples.meta(), one.projectId(), one.workflowId(), one.details(), position);
    }

    @Override
    default WorkflowActivity changed(WorkflowActivity activity) {
        return activity.revise(TestDatabase.now(), new WorkflowActivity.Details(PortfolioSamples.FOREIGN, null));
    }

    @Override
    default List<WorkflowActivity> edges(Id<Workspace> workspace) {
        Workflow workflow = PlanningSamples.workflow(database(), workspace);
        return List.of(
                WorkflowActivity.create(PortfolioSamples.meta(), workflow.projectId(), workflow.id(), new WorkflowActivity.Details("x", null), 0),
                WorkflowActivity.create(PortfolioSamples.meta(), workflow.projectId(), workflow.id(),
                        new WorkflowActivity.Details(PortfolioSamples.text(500), WorkflowActivity.Color.PINK), Integer.MAX_VALUE));
    }

    @Test
    default void anActivityMovesToAnotherWorkflowAndGoesWithIt() {
        Id<Workspace> workspace = newWorkspace();
        WorkflowActivity one = insert(workspace);
        Workflow target = PlanningSamples.insert(database(), workspace, WorkflowStore.class, PlanningSamples.aWorkflow(one.projectId(), 1));
        WorkflowActivity moved = one.below(TestDatabase.now(), target.id(), 0);
        database().write(workspace, stores -> stores.of(port()).update(one, moved));
        assertThat(find(workspace, one)).contains(moved);

        database().write(workspace, stores -> stores.of(WorkflowStore.class).delete(target));
        assertThat(find(workspace, one)).isEmpty();
    }
}
