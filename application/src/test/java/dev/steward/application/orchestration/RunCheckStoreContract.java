package dev.steward.application.orchestration;

import static dev.steward.application.orchestration.DeliverySamples.aCheck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public interface RunCheckStoreContract extends StoreContract<RunCheck> {

    @Override
    default Class<RunCheckStore> port() {
        return RunCheckStore.class;
    }

    @Override
    default RunCheck sample(Id<Workspace> workspace) {
        return aCheck(OrchestrationSamples.run(database(), workspace), null, CheckType.LINT, 1, RunCheck.Status.PASSED);
    }

    @Override
    default RunCheck changed(RunCheck check) {
        return new RunCheck(check.meta().next(TestDatabase.now()), check.projectId(), check.runId(), null, check.type(), check.attempt(),
                RunCheck.Status.SKIPPED, PortfolioSamples.FOREIGN, 3, PortfolioSamples.LATE);
    }

    @Override
    default List<RunCheck> edges(Id<Workspace> workspace) {
        CardAssignment assignment = OrchestrationSamples.assignment(database(), workspace);
        RunCheck one = aCheck(OrchestrationSamples.run(database(), workspace), null, CheckType.E2E, Integer.MAX_VALUE, RunCheck.Status.FAILED);
        return List.of(new RunCheck(PortfolioSamples.meta(), assignment.details().projectId(), assignment.details().runId(), assignment.id(), CheckType.POLICY, 1,
                        RunCheck.Status.FAILED, PortfolioSamples.text(100_000), Integer.MAX_VALUE, PortfolioSamples.EARLY),
                new RunCheck(one.meta(), one.projectId(), one.runId(), null, one.type(), one.attempt(), one.status(), "", 0, PortfolioSamples.LATE));
    }

    @Override
    default RunCheck listed(RunCheck check) {
        return new RunCheck(check.meta(), check.projectId(), check.runId(), check.assignmentId(), check.type(), check.attempt(), check.status(), "",
                check.outputCut(), check.executedAt());
    }

    @Override
    default Map<String, RunCheck> taken(Id<Workspace> workspace, RunCheck stored) {
        return Map.of("run_check_attempt_unique", new RunCheck(PortfolioSamples.meta(), stored.projectId(), stored.runId(), null, stored.type(), stored.attempt(),
                RunCheck.Status.FAILED, "", 0, TestDatabase.now()));
    }

    @Test
    default void ofEachAssignmentTheLatestCountsAndOneOfTheWholeRunReplacesAllBeforeIt() {
        Id<Workspace> workspace = newWorkspace();
        CardAssignment a = OrchestrationSamples.assignment(database(), workspace);
        OrchestrationRun run = database().read(workspace, stores -> stores.of(OrchestrationRunStore.class).find(a.details().runId()).orElseThrow());
        Id<CardAssignment> b = new Id<>(TestDatabase.newId());
        RunCheck first = insert(workspace, aCheck(run, a.id(), CheckType.LINT, 1, RunCheck.Status.FAILED));
        RunCheck second = insert(workspace, aCheck(run, b, CheckType.LINT, 2, RunCheck.Status.PASSED));
        assertThat(standing(workspace, run)).containsExactly(listed(first), listed(second));

        RunCheck third = insert(workspace, aCheck(run, a.id(), CheckType.LINT, 3, RunCheck.Status.PASSED));
        assertThat(standing(workspace, run)).containsExactly(listed(second), listed(third));

        RunCheck whole = insert(workspace, aCheck(run, null, CheckType.LINT, 4, RunCheck.Status.SKIPPED));
        assertThat(standing(workspace, run)).containsExactly(listed(whole));
        RunCheck after = insert(workspace, aCheck(run, b, CheckType.LINT, 5, RunCheck.Status.FAILED));
        assertThat(standing(workspace, run)).containsExactly(listed(whole), listed(after));
    }

    private List<RunCheck> standing(Id<Workspace> workspace, OrchestrationRun run) {
        return database().read(workspace, stores -> stores.of(RunCheckStore.class).standing(run.id()));
    }

    @Test
    default void theLatestAttemptOfEachTypeIsFound() {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        insert(workspace, aCheck(run, null, CheckType.UNIT, 1, RunCheck.Status.PASSED));
        RunCheck unit = insert(workspace, aCheck(run, null, CheckType.UNIT, 10, RunCheck.Status.FAILED));
        insert(workspace, aCheck(run, null, CheckType.UNIT, 9, RunCheck.Status.PASSED));
        RunCheck lint = insert(workspace, aCheck(run, null, CheckType.LINT, 1, RunCheck.Status.SKIPPED));
        insert(workspace);

        assertThat(database().<List<RunCheck>>read(workspace, stores -> stores.of(RunCheckStore.class).standing(run.id()))).containsExactly(listed(lint), listed(unit));
        assertThat(database().<List<RunCheck>>read(newWorkspace(), stores -> stores.of(RunCheckStore.class).standing(run.id()))).isEmpty();
    }
}
