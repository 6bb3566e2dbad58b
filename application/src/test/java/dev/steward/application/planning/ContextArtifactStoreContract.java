package dev.steward.application.planning;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.ContextArtifact.Details;
import dev.steward.domain.planning.ContextArtifact.Type;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Workspace;
import java.util.List;

public interface ContextArtifactStoreContract extends StoreContract<ContextArtifact> {

    @Override
    default Class<ContextArtifactStore> port() {
        return ContextArtifactStore.class;
    }

    @Override
    default ContextArtifact sample(Id<Workspace> workspace) {
        return PlanningSamples.anArtifact(PortfolioSamples.project(database(), workspace).id(), "House style");
    }

    @Override
    default ContextArtifact changed(ContextArtifact artifact) {
        return artifact.revise(TestDatabase.now(), new Details(PortfolioSamples.FOREIGN, Type.RUNBOOK, "", new Content.Text(PortfolioSamples.FOREIGN),
                "https://example.org/", "", "", null), "abc");
    }

    /** Lists know how long the content is, not what it says. */
    @Override
    default ContextArtifact listed(ContextArtifact artifact) {
        Details d = artifact.details();
        return new ContextArtifact(artifact.meta(), artifact.projectId(), new Details(d.name(), d.type(), d.title(),
                d.content() == null ? null : new Content.Unread(d.content().length()), d.uri(), d.locator(), d.mimeType(), d.integrationRef()), artifact.checksum());
    }

    @Override
    default List<ContextArtifact> edges(Id<Workspace> workspace) {
        Project project = PortfolioSamples.project(database(), workspace);
        return List.of(
                ContextArtifact.create(PortfolioSamples.meta(), project.id(), new Details("x", Type.LINK, "", null, "https://example.org", "", "", null), ""),
                ContextArtifact.create(PortfolioSamples.meta(), project.id(), new Details("x", Type.MCP, "", null, null, "", "",
                        Json.obj("server", Json.of("figma")).with("n", Json.of(7))), ""),
                ContextArtifact.create(PortfolioSamples.meta(), project.id(), new Details(PortfolioSamples.text(500), Type.SCAFFOLD, PortfolioSamples.text(500),
                        new Content.Text(PortfolioSamples.text(1_000_000)), PortfolioSamples.text(4_000), PortfolioSamples.text(2_000),
                        PortfolioSamples.text(200), null), "0".repeat(64)));
    }

    @Override
    default List<List<Key<ContextArtifact>>> orders() {
        return List.of(List.of(new Key<>("name", false, artifact -> artifact.details().name())),
                List.of(new Key<>("type", false, artifact -> artifact.details().type().word()), new Key<>("name", false, artifact -> artifact.details().name())));
    }
}
