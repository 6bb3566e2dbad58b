package dev.steward.application.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

public interface WorkflowStoreContract extends PlacedStoreContract<Workflow> {

    @Override
    default Class<WorkflowStore> port() {
        return WorkflowStore.class;
    }

    @Override
    default Workflow sample(Id<Workspace> workspace) {
        return PlanningSamples.aWorkflow(PortfolioSamples.project(database(), workspace).id(), 3);
    }

    @Override
    default Workflow sibling(Workflow one, int position) {
        return PlanningSamples.aWorkflow(one.projectId(), position);
    }

    @Override
    default Workflow changed(Workflow workflow) {
        return workflow.revise(TestDatabase.now(), new Workflow.Details(PortfolioSamples.FOREIGN, PortfolioSamples.FOREIGN));
    }

    @Override
    default List<Workflow> edges(Id<Workspace> workspace) {
        Workflow filled = Workflow.create(PortfolioSamples.meta(), PortfolioSamples.project(database(), workspace).id(),
                new Workflow.Details(PortfolioSamples.text(500), PortfolioSamples.text(20_000)), Integer.MAX_VALUE);
        return List.of(filled, new Workflow(PortfolioSamples.meta(), filled.projectId(), new Workflow.Details("x", ""), BuildState.BLOCKED, 0));
    }

    @Test
    default void theirVersionsAreSummedUpByProject() {
        Id<Workspace> workspace = newWorkspace();
        Workflow one = insert(workspace);
        insert(workspace, sibling(one, 4));
        Workflow next = changed(one);
        database().write(workspace, stores -> stores.of(port()).update(one, next));
        Workflow stranger = insert(workspace);

        assertThat(versions(workspace, one)).isEqualTo(3);
        assertThat(versions(workspace, stranger)).isEqualTo(1);
        assertThat(versions(newWorkspace(), one)).isZero();
    }

    private long versions(Id<Workspace> workspace, Workflow one) {
        return database().read(workspace, stores -> stores.of(port()).versions(one.projectId()));
    }
}
