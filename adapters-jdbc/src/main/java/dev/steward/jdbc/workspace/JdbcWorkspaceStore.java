package dev.steward.jdbc.workspace;

import dev.steward.application.workspace.WorkspaceStore;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;

@Singleton
final class JdbcWorkspaceStore extends JdbcStore<Workspace, WorkspaceRow> implements WorkspaceStore {

    JdbcWorkspaceStore(Jdbc jdbc, WorkspaceRows rows) {
        super(jdbc, rows, WorkspaceRow.class, WorkspaceRow::from, WorkspaceRow::toWorkspace);
    }
}
