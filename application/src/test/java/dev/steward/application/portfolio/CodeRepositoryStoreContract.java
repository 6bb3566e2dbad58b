package dev.steward.application.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public interface CodeRepositoryStoreContract extends StoreContract<CodeRepository> {

    @Override
    default Class<CodeRepositoryStore> port() {
        return CodeRepositoryStore.class;
    }

    @Override
    default CodeRepository sample(Id<Workspace> workspace) {
        return aRepository(PortfolioSamples.project(database(), workspace).id(), "https://github.com/ada/" + TestDatabase.newId(),
                "/home/ada/" + TestDatabase.newId(), false);
    }

    @Override
    default CodeRepository changed(CodeRepository repository) {
        return repository.revise(TestDatabase.now(), new CodeRepository.Details(repository.details().remoteUrl(), "größer",
                repository.details().localPath(), !repository.details().isPrimary()));
    }

    @Override
    default List<CodeRepository> edges(Id<Workspace> workspace) {
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        return List.of(
                aRepository(project, "", "/a", false),
                aRepository(project, "", "/A", false),
                aRepository(project, "https://github.com/ada/one", "", false),
                aRepository(project, "https://github.com/ada/two", "", true),
                aRepository(project, PortfolioSamples.text(500), PortfolioSamples.text(500), true));
    }

    @Override
    default Map<String, CodeRepository> taken(Id<Workspace> workspace, CodeRepository stored) {
        return Map.of(
                "project_repository_normalized_remote_unique", aRepository(stored.projectId(), stored.details().remoteUrl() + ".git", "", false),
                "project_repository_local_path_unique", aRepository(stored.projectId(), "", stored.details().localPath(), false));
    }

    @Test
    default void thePrimaryOneOfAProjectIsFound() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        insert(workspace, aRepository(project, "", "/a", false));
        assertThat(primary(workspace, project)).isEmpty();

        CodeRepository primary = insert(workspace, aRepository(project, "", "/b", true));
        assertThat(primary(workspace, project)).contains(primary);
        assertThat(primary(workspace, PortfolioSamples.project(database(), workspace).id())).isEmpty();
    }

    private Optional<CodeRepository> primary(Id<Workspace> workspace, Id<Project> project) {
        return database().read(workspace, stores -> stores.of(CodeRepositoryStore.class).primaryOf(project));
    }

    private static CodeRepository aRepository(Id<Project> project, String remoteUrl, String localPath, boolean isPrimary) {
        return CodeRepository.create(PortfolioSamples.meta(), new CodeRepository.Details(remoteUrl, "main", localPath, isPrimary), project);
    }
}
