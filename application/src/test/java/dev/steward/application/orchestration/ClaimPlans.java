package dev.steward.application.orchestration;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Stores;
import dev.steward.application.TestDatabase;
import dev.steward.application.orchestration.CardAssignmentStore.RunCard;
import dev.steward.application.orchestration.CardAssignmentStore.Wait;
import dev.steward.application.orchestration.CardAssignmentStore.Wanted;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.planning.Card;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What claims ask, and which index answers it, however many assignments wait and however many have ended. */
public final class ClaimPlans {

    private static final Instant NOON = Instant.parse("2026-04-07T12:00:00Z");
    private static final int PORTION = 500;

    /** What most of the rows are like. */
    public enum Shape { ALL_WAIT, FEW_WAIT, MOST_ARE_HELD }

    private final Id<Workspace> workspace;
    private final OrchestrationRun run;
    /** A small one in the same project. */
    private final OrchestrationRun beside;
    private final Id<CardAssignment> one;
    /** Of few that wait, those of other profiles are as soon passed over. */
    private final String profileClaim;

    public ClaimPlans(TestDatabase database, Shape shape, int rows) {
        profileClaim = shape == Shape.FEW_WAIT ? ANY_PROFILE_CLAIM + "|" + ANY_CLAIM : ANY_PROFILE_CLAIM;
        workspace = database.newWorkspace();
        run = OrchestrationSamples.run(database, workspace);
        List<CardAssignment> all = new ArrayList<>();
        for (int n = 0; n < rows; n++) {
            CardAssignment waiting = OrchestrationSamples.claimable(run, AgentRole.values()[n % 5], "profile " + n, n % 4, NOON.minusSeconds(n));
            all.add(shape == Shape.ALL_WAIT || n % 100 == 0 ? waiting
                    : OrchestrationSamples.first(shape == Shape.FEW_WAIT ? waiting.cancel(NOON) : waiting.claim("worker-" + n, "", NOON.plusSeconds(n))));
        }
        for (int from = 0; from < rows; from += PORTION) {
            List<CardAssignment> portion = all.subList(from, Math.min(rows, from + PORTION));
            database.write(workspace, stores -> portion.forEach(assignment -> stores.of(CardAssignmentStore.class).insert(assignment)));
        }
        database.write(workspace, stores -> {
            for (int n = 1; n < Math.min(rows, 1_000); n++) {
                stores.of(CardAssignmentStore.class).insertWaits(List.of(new Wait(all.get(n).id(), all.get(n / 2).id(), List.of())));
            }
        });
        one = all.getFirst().id();
        beside = OrchestrationSamples.first(run);
        database.write(workspace, stores -> {
            stores.of(OrchestrationRunStore.class).insert(beside);
            for (int n = 0; n < 10; n++) {
                stores.of(CardAssignmentStore.class).insert(OrchestrationSamples.claimable(beside, AgentRole.CODER, "other " + n, 0, NOON));
            }
        });
    }

    public Id<Workspace> workspace() {
        return workspace;
    }

    /**
     * @param index the name of the index, or of the key it belongs to; several with | between them when any will do
     * @param ordered whether the rows come in order out of the index; else a few are sorted
     */
    public record Asked(String what, Consumer<Stores> query, String index, boolean ordered) {
        @Override
        public String toString() {
            return what;
        }
    }

    public Stream<Asked> all() {
        return Stream.of(
                next("the next of a role", Set.of(), false, false, ANY_CLAIM),
                next("the next of a role in a project", Set.of(), true, false, ANY_CLAIM),
                next("the next of a role in a run", Set.of(), false, true, ANY_CLAIM),
                next("the next of a role and a profile", Set.of("profile 7"), false, false, profileClaim),
                next("the next of a role and a profile in a project", Set.of("profile 7"), true, false, profileClaim),
                next("the next of a role and a profile in a run", Set.of("profile 7"), false, true, profileClaim),
                next("the next of a role and a profile in a run of a project", Set.of("profile 7"), true, true, profileClaim),
                next("the next of a role in a run of a project", Set.of(), true, true, ANY_CLAIM),
                next("the next of several profiles in a run", Set.of("profile 7", "profile 12"), false, true, profileClaim),
                asked("the next thirty-two of a role", store -> store.next(new Wanted(Set.of(AgentRole.CODER), Set.of(), null, null), NOON.plusSeconds(1), 32), ANY_CLAIM),
                asked("the next eight of several roles", store -> store.next(new Wanted(Set.of(AgentRole.CODER, AgentRole.TESTER), Set.of(), null, null), NOON.plusSeconds(1), 8), ANY_CLAIM),
                new Asked("the states of some cards in runs", stores -> stores.of(CardAssignmentStore.class).statuses(Set.of(new RunCard(beside.id(), card(beside)))),
                        "card_assignment_profile_unique|card_assignment_card_id_index|card_assignment_run_id_index|card_assignment_claim_run_index", false),
                new Asked("what some runs have done", stores -> stores.of(CardAssignmentStore.class).completed(List.of(beside), 100),
                        "card_assignment_status_index|card_assignment_run_id_index", false),
                asked("the assignments of a card in a run", store -> store.list(new Query(List.of(Filter.in("project_id", run.details().projectId().value()),
                        Filter.in("card_id", Objects.requireNonNull(beside.details().cardId()).value()), Filter.in("run_id", beside.id().value())), Query.all(1).order(), 500, Optional.empty())),
                        "card_assignment_card_id_index|card_assignment_profile_unique|card_assignment_run_id_index"),
                asked("the states of a small run beside a large one", store -> store.statuses(beside), "card_assignment_status_index|card_assignment_run_id_index"),
                asked("whether there is a next one", store -> store.hasNext(new Wanted(Set.of(AgentRole.CODER, AgentRole.TESTER), Set.of(), null, null), NOON.plusSeconds(1)),
                        ANY_CLAIM),
                asked("leases that have ended", store -> store.lost(NOON.plusSeconds(100), 50), "card_assignment_lease_index"),
                asked("the lease that ends next", store -> store.nextLeaseEnd(NOON), "card_assignment_lease_index"),
                asked("what one waits for", store -> store.waits(Set.of(one)), "card_assignment_wait_pk"),
                new Asked("who waits for one", stores -> stores.of(CardAssignmentStore.class).endWaitsFor(one), "card_assignment_wait_waits_for_id_index", false));
    }

    /** Where nearly all rows are of one state, PostgreSQL may as well read the table from its front: the first row ends the look. */
    public Asked statesOfARun() {
        return asked("the states of a run", store -> store.statuses(run), "card_assignment_status_index");
    }

    /** All rows are of one run, so that the indexes by workspace, project and run are as good as each other. */
    private static final String ANY_CLAIM = "card_assignment_claim_index|card_assignment_claim_project_index|card_assignment_claim_run_index";

    private static final String ANY_PROFILE_CLAIM = "card_assignment_claim_profile_index|card_assignment_profile_unique";

    private static Id<Card> card(OrchestrationRun run) {
        return Objects.requireNonNull(run.details().cardId());
    }

    private Asked next(String what, Set<String> profiles, boolean inProject, boolean inRun, String index) {
        Wanted wanted = new Wanted(Set.of(AgentRole.CODER), profiles, inProject ? run.details().projectId() : null, inRun ? run.id() : null);
        return asked(what, store -> store.next(wanted, NOON.plusSeconds(1), 1), index);
    }

    private static Asked asked(String what, Consumer<CardAssignmentStore> query, String index) {
        return new Asked(what, stores -> query.accept(stores.of(CardAssignmentStore.class)), index, !index.contains("profile"));
    }
}
