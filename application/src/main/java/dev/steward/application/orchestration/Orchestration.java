package dev.steward.application.orchestration;

import dev.steward.application.Query.Filter;
import dev.steward.application.UnitOfWork;
import dev.steward.application.planning.Cards;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Readiness;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.portfolio.Project;
import java.util.List;
import java.util.Map;

/** What callers do with runs: start, cancel, re-run. */
public final class Orchestration {

    private final Runs runs;
    private final Assignments assignments;
    private final RunCards cards;

    public Orchestration(Runs runs, Assignments assignments, RunCards cards) {
        this.runs = runs;
        this.assignments = assignments;
        this.cards = cards;
    }

    /**
     * Makes the run's assignments live. A run that has none gets one for each of its cards: for a coder, on a branch of its own, with the
     * card's planned files as allowed paths.
     *
     * @throws RefusedException {@code invalid_transition}, {@code archived}, {@code not_ready} with what each card is missing
     */
    public OrchestrationRun start(UnitOfWork unit, OrchestrationRun found) {
        Project project = assignments.lock(unit, found.details().projectId());
        project.requireOpen();
        OrchestrationRun run = runs.get(unit, found.id());
        OrchestrationRun started = run.start(unit.now());
        List<CardAssignment> all = of(unit, run);
        cards.requireReady(unit, project, run, all.isEmpty()
                ? cards.of(unit, run).stream().map(Card::id).toList()
                : all.stream().map(one -> one.details().cardId()).distinct().toList());
        if (all.isEmpty()) {
            all = assignments.createDefaults(unit, run);
        }
        if (all.isEmpty()) {
            throw new RefusedException(ErrorCode.NOT_READY, "There is nothing to build: what the run is for has no cards; add cards, then start it.",
                    Map.of("missing", Json.of(List.of(Cards.missing(Readiness.Missing.NO_CARD.word(), "What the run is for has no card; add one.")))));
        }
        runs.save(unit, run, started, "started");
        cards.follow(unit, started);
        assignments.goLive(unit, started, all);
        return started;
    }

    /** Ends what is open of it; agents learn of it at their next heartbeat, and what waited for its paths goes on. */
    public OrchestrationRun cancel(UnitOfWork unit, OrchestrationRun found) {
        assignments.lock(unit, found.details().projectId());
        OrchestrationRun run = runs.get(unit, found.id());
        OrchestrationRun cancelled = runs.save(unit, run, run.cancel(unit.now()), "cancelled");
        cards.follow(unit, cancelled);
        assignments.cancelAll(unit, cancelled);
        return cancelled;
    }

    /**
     * A new queued run that points at this one: the next attempt, under the policy that holds now. It gets the assignments that were not
     * completed, where their cards are still there.
     *
     * @throws RefusedException {@code invalid_transition} unless it has failed or was cancelled; {@code archived}
     */
    public OrchestrationRun rerun(UnitOfWork unit, OrchestrationRun found) {
        Project project = assignments.lock(unit, found.details().projectId());
        project.requireOpen();
        OrchestrationRun run = runs.get(unit, found.id());
        OrchestrationRun next = runs.again(unit, project, run);
        for (CardAssignment before : of(unit, run)) {
            if (before.status() != RunStatus.COMPLETED) {
                RunCards.find(unit, project.id(), before.details().cardId()).ifPresent(card -> assignments.again(unit, next, before, card));
            }
        }
        return next;
    }

    private List<CardAssignment> of(UnitOfWork unit, OrchestrationRun run) {
        return assignments.all(unit, Filter.in("project_id", run.details().projectId().value()), Filter.in("run_id", run.id().value()));
    }

    /** How many open assignments cards have. */
    public long open(UnitOfWork unit, List<Card> cards) {
        return assignments.open(unit, cards).size();
    }

    /** Before cards are deleted: their assignments end, and runs let them go. */
    public void letGo(UnitOfWork unit, List<Card> cards) {
        for (Card card : cards) {
            assignments.lock(unit, card.projectId());
            assignments.cancelAll(unit, card);
            runs.all(unit, Filter.in("project_id", card.projectId().value()), Filter.in("card_id", card.id().value()))
                    .forEach(run -> runs.save(unit, run, run.withoutCard(unit.now()), "updated"));
        }
    }

    /** Before a workflow is deleted, and before its cards: runs let it go. */
    public void letGo(UnitOfWork unit, Workflow workflow) {
        assignments.lock(unit, workflow.projectId());
        runs.all(unit, Filter.in("project_id", workflow.projectId().value()), Filter.in("workflow_id", workflow.id().value()))
                .forEach(run -> runs.save(unit, run, run.withoutWorkflow(unit.now()), "updated"));
    }
}
