package dev.steward.application.workspace;

import dev.steward.domain.workspace.Workspace;
import java.util.List;

/** All tenants of the installation, for the operator at the command line; no request can reach it. */
public interface WorkspaceDirectory {

    /** Ordered by slug. */
    List<Workspace> list();
}
