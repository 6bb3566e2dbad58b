package dev.steward.application.workspace;

import dev.steward.application.Store;
import dev.steward.domain.workspace.Workspace;

/** The one row of the workspace itself: its id is the workspace's. */
public interface WorkspaceStore extends Store<Workspace> {
}
