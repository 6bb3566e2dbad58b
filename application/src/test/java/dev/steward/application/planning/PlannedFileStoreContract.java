package dev.steward.application.planning;

import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.PathGlob;
import dev.steward.domain.planning.PlannedFile;
import dev.steward.domain.workspace.Workspace;
import java.util.List;

public interface PlannedFileStoreContract extends PlacedStoreContract<PlannedFile> {

    @Override
    default Class<PlannedFileStore> port() {
        return PlannedFileStore.class;
    }

    @Override
    default PlannedFile sample(Id<Workspace> workspace) {
        return PlanningSamples.aFile(PlanningSamples.card(database(), workspace), "src/chapters/*.md", 2);
    }

    @Override
    default PlannedFile sibling(PlannedFile one, int position) {
        return PlannedFile.create(PortfolioSamples.meta(), one.projectId(), one.cardId(), one.details(), position);
    }

    @Override
    default PlannedFile changed(PlannedFile file) {
        return file.revise(TestDatabase.now(), new PlannedFile.Details(PathGlob.parse("", "src/größe/笔记.md"), PortfolioSamples.FOREIGN.replace("\u0001", ""),
                PlannedFile.Kind.TEST, PlannedFile.Action.EDIT, PortfolioSamples.FOREIGN, PortfolioSamples.FOREIGN, PlannedFile.Status.USER_EDITED));
    }

    @Override
    default List<PlannedFile> edges(Id<Workspace> workspace) {
        PlannedFile one = sample(workspace);
        return List.of(PlannedFile.create(PortfolioSamples.meta(), one.projectId(), one.cardId(), new PlannedFile.Details(PathGlob.parse("", "**"),
                PortfolioSamples.text(500), PlannedFile.Kind.MIDDLEWARE, PlannedFile.Action.CREATE, PortfolioSamples.text(5_000),
                PortfolioSamples.text(20_000), PlannedFile.Status.APPROVED), Integer.MAX_VALUE));
    }
}
