package dev.steward.application.orchestration;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.planning.PlanningSamples;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.planning.Card;
import dev.steward.domain.workspace.Workspace;
import java.util.List;

public interface OrchestrationRunStoreContract extends StoreContract<OrchestrationRun> {

    @Override
    default Class<OrchestrationRunStore> port() {
        return OrchestrationRunStore.class;
    }

    @Override
    default OrchestrationRun sample(Id<Workspace> workspace) {
        return OrchestrationSamples.aRun(PlanningSamples.card(database(), workspace));
    }

    @Override
    default OrchestrationRun changed(OrchestrationRun run) {
        return run.startedAt() == null ? run.start(TestDatabase.now()) : run.withoutCard(TestDatabase.now());
    }

    @Override
    default List<OrchestrationRun> edges(Id<Workspace> workspace) {
        Card card = PlanningSamples.card(database(), workspace);
        OrchestrationRun.Details gone = new OrchestrationRun.Details(card.projectId(), OrchestrationRun.Scope.WORKFLOW, null, null,
                OrchestrationRun.Trigger.MANUAL, PortfolioSamples.FOREIGN, PortfolioSamples.text(500), PortfolioSamples.text(200), PortfolioSamples.text(500),
                Json.obj("größe", Json.of("笔")), Json.obj("text", Json.of(PortfolioSamples.FOREIGN)));
        return List.of(new OrchestrationRun(PortfolioSamples.meta(), gone, RunStatus.CANCELLED, Integer.MAX_VALUE, new Id<>(TestDatabase.newId()),
                PortfolioSamples.EARLY, PortfolioSamples.LATE));
    }
}
