package dev.steward.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.StoreContract;
import dev.steward.application.StoreException;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

public interface WorkspaceStoreContract extends StoreContract<Workspace> {

    @Override
    default Class<WorkspaceStore> port() {
        return WorkspaceStore.class;
    }

    /** Empty: the contract puts the workspace's own row there. */
    @Override
    default Id<Workspace> newWorkspace() {
        return new Id<>(TestDatabase.newId());
    }

    @Override
    default boolean many() {
        return false;
    }

    /** A workspace is itself the only one that it sees. */
    @Override
    default List<Workspace> samples(Id<Workspace> workspace) {
        return List.of(sample(workspace));
    }

    @Override
    default Workspace sample(Id<Workspace> workspace) {
        return new Workspace(Meta.first(workspace, TestDatabase.now()), "w-" + TestDatabase.newId(), "Ada");
    }

    @Override
    default Workspace changed(Workspace workspace) {
        return new Workspace(workspace.meta().next(TestDatabase.now()), workspace.slug(), "Grace 笔");
    }

    @Test
    default void aSlugIsUniqueAcrossWorkspaces() {
        Workspace first = TestDatabase.aWorkspace();
        Workspace second = new Workspace(Meta.first(newWorkspace(), TestDatabase.now()), first.slug(), "Grace");
        database().write(first.id(), stores -> stores.of(WorkspaceStore.class).insert(first));

        assertThatThrownBy(() -> database().write(second.id(), stores -> stores.of(WorkspaceStore.class).insert(second)))
                .isInstanceOfSatisfying(StoreException.AlreadyExists.class, e -> assertThat(e.constraint()).isEqualTo("workspace_slug_unique"));
    }

    @Test
    default void theDirectoryListsAllWorkspacesBySlug() {
        List<Id<Workspace>> made = List.of(database().newWorkspace(), database().newWorkspace(), database().newWorkspace());

        List<Workspace> listed = database().directory().list();
        Workspace first = database().read(made.getFirst(), stores -> stores.of(WorkspaceStore.class).find(made.getFirst()).orElseThrow());

        assertThat(listed).extracting(Workspace::id).containsAll(made);
        assertThat(listed).isSortedAccordingTo(Comparator.comparing(Workspace::slug));
        assertThat(listed).contains(first);
    }
}
