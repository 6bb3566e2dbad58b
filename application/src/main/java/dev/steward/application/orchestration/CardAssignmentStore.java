package dev.steward.application.orchestration;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The assignments of a workspace, and which of them wait for which. One a run, card and profile. */
public interface CardAssignmentStore extends Store<CardAssignment> {

    /**
     * What a claim is after.
     *
     * @param profiles empty for any
     * @param project null for any
     * @param run null for any
     */
    record Wanted(Set<AgentRole> roles, Set<String> profiles, @Nullable Id<Project> project, @Nullable Id<OrchestrationRun> run) {
        public Wanted {
            roles = Set.copyOf(roles);
            profiles = Set.copyOf(profiles);
        }
    }

    /**
     * One assignment waits for another.
     *
     * @param overlaps the globs that have paths in common: those of who waits here, of the other there; at most {@link PathGlobs#MAX_TOLD}
     */
    record Wait(Id<CardAssignment> assignment, Id<CardAssignment> waitsFor, List<PathGlobs.Overlap> overlaps) {
        public Wait {
            overlaps = List.copyOf(overlaps);
        }
    }

    /** The assignments of a card in a run. */
    record RunCard(Id<OrchestrationRun> run, Id<Card> card) {
    }

    /** What a run has got done. */
    record Completed(Id<OrchestrationRun> run, Id<CardAssignment> assignment, Id<Card> card, String featureBranch, String summary) {
    }

    /**
     * Of what is wanted and can be claimed at {@code now}, those of the lowest priority number, and of those the ones that could be claimed
     * first, in this order; at most {@code limit}. Nobody else gets them until this unit ends; what another unit has got already is passed
     * over. With several roles or profiles, another unit that claims meanwhile may lead to some that are not quite the first, or to fewer
     * than there are; to none only when there is none. Only in a writing unit.
     */
    List<CardAssignment> next(Wanted wanted, Instant now, int limit);

    /** Whether {@link #next} might find one. */
    boolean hasNext(Wanted wanted, Instant now);

    /** The assignment as it is committed; nobody else changes it until this unit ends. Only in a writing unit. */
    Optional<CardAssignment> lock(Id<CardAssignment> id);

    /** Some whose lease has ended, longest ago first, at most {@code limit}. */
    List<CardAssignment> lost(Instant now, int limit);

    /** When the first of the leases ends that have not ended at {@code now}; empty when there is none. */
    Optional<Instant> nextLeaseEnd(Instant now);

    /** The states that assignments of this run are in. */
    Set<RunStatus> statuses(OrchestrationRun run);

    /** The states that each of these is in; one without assignments is absent. */
    Map<RunCard, Set<RunStatus>> statuses(Set<RunCard> cards);

    /** What each of these runs has got done, by run, oldest first; the oldest {@code limit} of each. */
    List<Completed> completed(List<OrchestrationRun> runs, int limit);

    void insertWaits(List<Wait> waits);

    /** What these wait for, by who waits, then by what they wait for. */
    List<Wait> waits(Set<Id<CardAssignment>> assignments);

    /** Nobody waits for it any more. Answers those that waited for it and wait for nobody else now, in the order of their ids. */
    List<Id<CardAssignment>> endWaitsFor(Id<CardAssignment> ended);

    /** It waits for nobody any more. */
    void endWaitsOf(Id<CardAssignment> assignment);
}
