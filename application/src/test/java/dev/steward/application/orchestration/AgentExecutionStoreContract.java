package dev.steward.application.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.AgentExecution;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public interface AgentExecutionStoreContract extends StoreContract<AgentExecution> {

    @Override
    default Class<AgentExecutionStore> port() {
        return AgentExecutionStore.class;
    }

    private static AgentExecution of(CardAssignment assignment, long fence) {
        return new AgentExecution(PortfolioSamples.meta(), assignment.details().projectId(), assignment.details().runId(), assignment.id(), fence,
                PortfolioSamples.FOREIGN, RunStatus.RUNNING, TestDatabase.now(), null, "", "");
    }

    @Override
    default AgentExecution sample(Id<Workspace> workspace) {
        return of(OrchestrationSamples.assignment(database(), workspace), 1);
    }

    @Override
    default AgentExecution changed(AgentExecution execution) {
        return execution.end(TestDatabase.now(), RunStatus.COMPLETED, PortfolioSamples.FOREIGN, "");
    }

    @Override
    default List<AgentExecution> edges(Id<Workspace> workspace) {
        AgentExecution one = of(OrchestrationSamples.assignment(database(), workspace), Long.MAX_VALUE);
        return List.of(new AgentExecution(one.meta(), one.projectId(), one.runId(), one.assignmentId(), one.fence(), one.agent(), RunStatus.FAILED,
                PortfolioSamples.EARLY, PortfolioSamples.LATE, PortfolioSamples.text(100_000), PortfolioSamples.text(100_000)));
    }

    @Override
    default Map<String, AgentExecution> taken(Id<Workspace> workspace, AgentExecution stored) {
        return Map.of("agent_execution_fence_unique", new AgentExecution(PortfolioSamples.meta(), stored.projectId(), stored.runId(), stored.assignmentId(),
                stored.fence(), "another", RunStatus.RUNNING, TestDatabase.now(), null, "", ""));
    }

    @Test
    default void anExecutionIsFoundByItsFence() {
        Id<Workspace> workspace = newWorkspace();
        CardAssignment assignment = OrchestrationSamples.assignment(database(), workspace);
        AgentExecution first = insert(workspace, of(assignment, 1));
        AgentExecution second = insert(workspace, of(assignment, 2));

        assertThat(lookUp(workspace, stores -> stores.of(AgentExecutionStore.class).findByFence(assignment.id(), 1))).contains(first);
        assertThat(lookUp(workspace, stores -> stores.of(AgentExecutionStore.class).findByFence(assignment.id(), 2))).contains(second);
        assertThat(lookUp(workspace, stores -> stores.of(AgentExecutionStore.class).findByFence(assignment.id(), 3))).isEmpty();
        assertThat(lookUp(newWorkspace(), stores -> stores.of(AgentExecutionStore.class).findByFence(assignment.id(), 1))).isEmpty();
    }
}
