package dev.steward.application;

import dev.steward.domain.Id;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Workspace;
import java.util.Set;

/**
 * On whose behalf something is done, and where.
 *
 * @param requestId joins the events of one request with its log lines; empty outside a request
 */
public record Caller(Id<Workspace> workspace, Actor actor, Set<Scope> scopes, String requestId) {

    /** Steward itself, or a person at the command line of the installation. */
    public static Caller system(Id<Workspace> workspace, Actor actor) {
        return new Caller(workspace, actor, Set.of(Scope.ADMIN), "");
    }
}
