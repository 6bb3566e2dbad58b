package dev.steward.application.orchestration;

import dev.steward.application.TestDatabase;
import dev.steward.application.planning.PlanningSamples;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.planning.Card;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.Objects;

/** Valid runs and assignments, and what they are for. */
public final class OrchestrationSamples {

    private OrchestrationSamples() {
    }

    public static OrchestrationRun aRun(Card card) {
        return OrchestrationRun.create(PortfolioSamples.meta(), new OrchestrationRun.Details(card.projectId(), OrchestrationRun.Scope.CARD, null, card.id(),
                OrchestrationRun.Trigger.CARD, "Ada", "git@example.org:novel.git", "main", "", Json.obj("failure_mode", Json.of("wait_all")), Json.EMPTY));
    }

    /** A started one. */
    public static OrchestrationRun run(TestDatabase database, Id<Workspace> workspace) {
        Card card = PlanningSamples.card(database, workspace);
        OrchestrationRun run = aRun(card).start(TestDatabase.now());
        OrchestrationRun stored = first(run);
        database.write(workspace, stores -> stores.of(OrchestrationRunStore.class).insert(stored));
        return stored;
    }

    /** Another run like that one. */
    static OrchestrationRun first(OrchestrationRun run) {
        return new OrchestrationRun(PortfolioSamples.meta(), run.details(), run.status(), 1, null, run.startedAt(), null);
    }

    public static CardAssignment anAssignment(OrchestrationRun run, AgentRole role, String profile, int priority) {
        return CardAssignment.create(PortfolioSamples.meta(), new CardAssignment.Details(run.details().projectId(), run.id(),
                Objects.requireNonNull(run.details().cardId()), role, profile, "feat/x", "", PathGlobs.of("chapters/**"),
                PathGlobs.NONE, CardAssignment.Overlap.WAIT, Json.EMPTY, priority, 60, 3));
    }

    /** One that can be claimed since {@code since}, as it is inserted. */
    public static CardAssignment claimable(OrchestrationRun run, AgentRole role, String profile, int priority, Instant since) {
        return first(anAssignment(run, role, profile, priority).ready(since));
    }

    /** The same as a first version. */
    public static CardAssignment first(CardAssignment one) {
        return new CardAssignment(PortfolioSamples.meta(), one.details(), one.status(), one.attempt(), one.fence(), one.agentSession(), one.claimedBy(),
                one.claimedAt(), one.leaseExpiresAt(), one.claimableAt(), one.blockReason(), one.summary(), one.error(), one.learnings(), one.endedAt());
    }

    static CardAssignment assignment(TestDatabase database, Id<Workspace> workspace) {
        CardAssignment made = anAssignment(run(database, workspace), AgentRole.CODER, "default", 0);
        database.write(workspace, stores -> stores.of(CardAssignmentStore.class).insert(made));
        return made;
    }
}
