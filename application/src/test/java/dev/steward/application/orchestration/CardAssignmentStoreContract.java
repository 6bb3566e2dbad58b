package dev.steward.application.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.Store;
import dev.steward.application.orchestration.CardAssignmentStore.Completed;
import dev.steward.application.orchestration.CardAssignmentStore.RunCard;
import dev.steward.application.orchestration.CardAssignmentStore.Wait;
import dev.steward.application.orchestration.CardAssignmentStore.Wanted;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public interface CardAssignmentStoreContract extends StoreContract<CardAssignment> {

    Instant NOON = Instant.parse("2026-04-07T12:00:00Z");

    @Override
    default Class<CardAssignmentStore> port() {
        return CardAssignmentStore.class;
    }

    @Override
    default CardAssignment sample(Id<Workspace> workspace) {
        return OrchestrationSamples.anAssignment(OrchestrationSamples.run(database(), workspace), AgentRole.CODER, "default", 2);
    }

    @Override
    default CardAssignment changed(CardAssignment one) {
        return one.claimableAt() == null ? one.ready(NOON) : one.claim("worker-1", PortfolioSamples.FOREIGN, NOON);
    }

    @Override
    default List<CardAssignment> edges(Id<Workspace> workspace) {
        CardAssignment.Details plain = sample(workspace).details();
        CardAssignment.Details full = new CardAssignment.Details(plain.projectId(), plain.runId(), plain.cardId(), AgentRole.TESTER, PortfolioSamples.text(100),
                PortfolioSamples.text(200), PortfolioSamples.text(500), PathGlobs.of("größe/笔/**", "a b/*.md", "**"), PathGlobs.of("secret"),
                CardAssignment.Overlap.ALLOW, Json.obj("x", Json.of(1)), Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
        return List.of(
                new CardAssignment(PortfolioSamples.meta(), full, RunStatus.RUNNING, Integer.MAX_VALUE, Long.MAX_VALUE, PortfolioSamples.text(500),
                        PortfolioSamples.text(200), PortfolioSamples.EARLY, PortfolioSamples.LATE, PortfolioSamples.LATE, "", "", "", List.of(), null),
                new CardAssignment(PortfolioSamples.meta(), plain, RunStatus.COMPLETED, 1, 1, "", PortfolioSamples.FOREIGN, PortfolioSamples.EARLY, null, null,
                        PortfolioSamples.text(10_000), PortfolioSamples.text(100_000), PortfolioSamples.FOREIGN, List.of(PortfolioSamples.FOREIGN, "x"), PortfolioSamples.LATE));
    }

    @Override
    default Map<String, CardAssignment> taken(Id<Workspace> workspace, CardAssignment stored) {
        return Map.of("card_assignment_profile_unique", CardAssignment.create(PortfolioSamples.meta(), stored.details()));
    }

    private static Wanted any() {
        return new Wanted(Set.of(AgentRole.values()), Set.of(), null, null);
    }

    private static Wanted roles(AgentRole... roles) {
        return new Wanted(Set.of(roles), Set.of(), null, null);
    }

    /** Inserts one that can be claimed; the profile keeps those of one run apart. */
    private CardAssignment waiting(Id<Workspace> workspace, OrchestrationRun run, AgentRole role, String profile, int priority, Instant since) {
        return insert(workspace, OrchestrationSamples.claimable(run, role, profile, priority, since));
    }

    private Optional<CardAssignment> next(Id<Workspace> workspace, Wanted wanted, Instant now) {
        List<CardAssignment> found = new ArrayList<>();
        database().write(workspace, stores -> found.addAll(stores.of(CardAssignmentStore.class).next(wanted, now, 1)));
        boolean has = database().read(workspace, stores -> stores.of(CardAssignmentStore.class).hasNext(wanted, now));
        assertThat(has).isEqualTo(!found.isEmpty());
        return found.stream().findFirst();
    }

    @Test
    default void theNextOneIsOfTheLowestPriorityNumberThenTheOldest() {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        CardAssignment late = waiting(workspace, run, AgentRole.CODER, "a", 1, NOON.minusSeconds(1));
        CardAssignment early = waiting(workspace, run, AgentRole.CODER, "b", 1, NOON.minusSeconds(5));
        CardAssignment urgent = waiting(workspace, run, AgentRole.REVIEWER, "c", 0, NOON);

        assertThat(next(workspace, any(), NOON)).contains(urgent);
        assertThat(next(workspace, roles(AgentRole.CODER), NOON)).contains(early);
        assertThat(next(workspace, roles(AgentRole.CODER, AgentRole.REVIEWER), NOON.minusSeconds(1))).contains(early);
        assertThat(next(workspace, roles(AgentRole.TESTER), NOON)).isEmpty();
        assertThat(next(workspace, any(), NOON.minusSeconds(6))).isEmpty();
        database().write(workspace, stores -> stores.of(CardAssignmentStore.class).update(early, early.claim("x", "", NOON)));
        assertThat(next(workspace, roles(AgentRole.CODER), NOON)).contains(late);
    }

    @Test
    default void profileProjectAndRunNarrowWhatIsNext() {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        OrchestrationRun other = OrchestrationSamples.run(database(), workspace);
        CardAssignment fast = waiting(workspace, run, AgentRole.CODER, "fast", 0, NOON);
        CardAssignment careful = waiting(workspace, other, AgentRole.CODER, "careful", 1, NOON);
        Set<AgentRole> roles = Set.of(AgentRole.CODER, AgentRole.PLANNER);

        assertThat(next(workspace, new Wanted(roles, Set.of("careful"), null, null), NOON)).contains(careful);
        assertThat(next(workspace, new Wanted(roles, Set.of("careful", "fast"), null, null), NOON)).contains(fast);
        assertThat(next(workspace, new Wanted(roles, Set.of(), other.details().projectId(), null), NOON)).contains(careful);
        assertThat(next(workspace, new Wanted(roles, Set.of(), null, other.id()), NOON)).contains(careful);
        assertThat(next(workspace, new Wanted(roles, Set.of("fast"), null, other.id()), NOON)).isEmpty();
        assertThat(next(workspace, new Wanted(roles, Set.of("fast"), other.details().projectId(), null), NOON)).isEmpty();
        assertThat(next(newWorkspace(), any(), NOON)).isEmpty();
    }

    @Test
    default void severalAreNextInTheOrderOfOneAfterTheOther() {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        CardAssignment last = waiting(workspace, run, AgentRole.TESTER, "d", 2, NOON.minusSeconds(9));
        CardAssignment second = waiting(workspace, run, AgentRole.TESTER, "b", 1, NOON.minusSeconds(4));
        CardAssignment third = waiting(workspace, run, AgentRole.CODER, "c", 1, NOON.minusSeconds(3));
        CardAssignment first = waiting(workspace, run, AgentRole.CODER, "a", 0, NOON);

        assertThat(next(workspace, any(), 3)).containsExactly(first, second, third);
        assertThat(next(workspace, any(), 9)).containsExactly(first, second, third, last);
        assertThat(next(workspace, roles(AgentRole.TESTER), 2)).containsExactly(second, last);
        assertThat(next(workspace, new Wanted(Set.of(AgentRole.CODER, AgentRole.TESTER), Set.of("c", "d"), null, null), 2)).containsExactly(third, last);
        assertThat(next(newWorkspace(), any(), 2)).isEmpty();
    }

    private List<CardAssignment> next(Id<Workspace> workspace, Wanted wanted, int limit) {
        List<CardAssignment> found = new ArrayList<>();
        database().write(workspace, stores -> {
            found.clear();
            found.addAll(stores.of(CardAssignmentStore.class).next(wanted, NOON, limit));
        });
        return found;
    }

    @Test
    default void whatAnotherUnitHasGotIsPassedOverAndMadeUpForByOthers() throws Exception {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        for (int i = 0; i < 60; i++) {
            waiting(workspace, run, i % 3 == 0 ? AgentRole.TESTER : AgentRole.CODER, "p" + i, i % 2, NOON);
        }

        assertThat(claimed(workspace, any(), 6, 7)).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    default void theStatesOfCardsAndWhatRunsHaveDoneAreToldOfEachByItself() {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        OrchestrationRun other = OrchestrationSamples.run(database(), workspace);
        CardAssignment held = insert(workspace, OrchestrationSamples.first(OrchestrationSamples.claimable(run, AgentRole.CODER, "a", 0, NOON).claim("x", "", NOON)));
        CardAssignment waiting = waiting(workspace, run, AgentRole.CODER, "b", 0, NOON);
        List<CardAssignment> done = IntStream.range(0, 3).mapToObj(n -> insert(workspace, OrchestrationSamples.first(
                OrchestrationSamples.claimable(other, AgentRole.CODER, "done " + n, 0, NOON).claim("x", "", NOON).complete(1, "Summary " + n, List.of(), NOON)))).toList();
        RunCard one = new RunCard(run.id(), held.details().cardId());
        RunCard two = new RunCard(other.id(), done.getFirst().details().cardId());
        RunCard none = new RunCard(run.id(), done.getFirst().details().cardId());

        assertThat(waiting.details().cardId()).isEqualTo(held.details().cardId());
        assertThat(database().<Map<RunCard, Set<RunStatus>>>read(workspace, stores -> stores.of(CardAssignmentStore.class).statuses(Set.of(one, two, none))))
                .isEqualTo(Map.of(one, Set.of(RunStatus.RUNNING, RunStatus.QUEUED), two, Set.of(RunStatus.COMPLETED)));
        assertThat(database().<List<Completed>>read(workspace, stores -> stores.of(CardAssignmentStore.class).completed(List.of(run, run, other), 2)))
                .isEqualTo(done.stream().sorted(Comparator.comparing(each -> each.id().toString())).limit(2).map(each -> new Completed(other.id(), each.id(), each.details().cardId(), each.details().featureBranch(), each.summary())).toList());
        assertThat(database().<List<Completed>>read(newWorkspace(), stores -> stores.of(CardAssignmentStore.class).completed(List.of(run, other), 2))).isEmpty();
        assertThat(database().<Map<RunCard, Set<RunStatus>>>read(newWorkspace(), stores -> stores.of(CardAssignmentStore.class).statuses(Set.of(one)))).isEmpty();
    }

    @Test
    default void aLeaseThatHasEndedMakesTheAssignmentNextUnlessItWasTheLast() {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        CardAssignment held = insert(workspace, OrchestrationSamples.first(OrchestrationSamples.claimable(run, AgentRole.CODER, "a", 0, NOON).claim("x", "", NOON)));
        CardAssignment last = OrchestrationSamples.claimable(run, AgentRole.CODER, "b", 0, NOON);
        for (int i = 0; i < last.details().maxAttempts(); i++) {
            last = last.claim("y", "", NOON.plusSeconds(100L * i));
        }
        CardAssignment exhausted = insert(workspace, OrchestrationSamples.first(last));

        assertThat(next(workspace, any(), NOON.plusSeconds(59))).isEmpty();
        assertThat(next(workspace, any(), NOON.plusSeconds(60))).contains(held);
        assertThat(nextLeaseEnd(workspace, NOON)).contains(NOON.plusSeconds(60));
        assertThat(nextLeaseEnd(workspace, NOON.plusSeconds(60))).contains(NOON.plusSeconds(260));
        assertThat(nextLeaseEnd(workspace, NOON.plusSeconds(260))).isEmpty();
        assertThat(lost(workspace, NOON.plusSeconds(59))).isEmpty();
        assertThat(lost(workspace, NOON.plusSeconds(1_000))).containsExactly(held, exhausted);
        assertThat(lost(newWorkspace(), NOON.plusSeconds(1_000))).isEmpty();
    }

    private Optional<Instant> nextLeaseEnd(Id<Workspace> workspace, Instant now) {
        return database().read(workspace, stores -> stores.of(CardAssignmentStore.class).nextLeaseEnd(now));
    }

    private List<CardAssignment> lost(Id<Workspace> workspace, Instant now) {
        return database().read(workspace, stores -> stores.of(CardAssignmentStore.class).lost(now, 10));
    }

    @Test
    default void noTwoUnitsGetTheSameOneHoweverManyAskAtOnce() throws Exception {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        for (int i = 0; i < 40; i++) {
            waiting(workspace, run, AgentRole.CODER, "p" + i, i % 3, NOON);
        }

        assertThat(claimed(workspace, roles(AgentRole.CODER), 8, 1)).hasSize(40).doesNotHaveDuplicates();
    }

    /** What some workers got together that each claimed {@code limit} at a time until there was nothing. */
    private List<Id<CardAssignment>> claimed(Id<Workspace> workspace, Wanted wanted, int workers, int limit) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<List<Id<CardAssignment>>>> claims = IntStream.range(0, workers).mapToObj(worker -> CompletableFuture.supplyAsync(() -> {
            List<Id<CardAssignment>> got = new ArrayList<>();
            await(start);
            for (int empty = 0; empty < 3; ) {
                List<Id<CardAssignment>> batch = new ArrayList<>();
                database().write(workspace, stores -> {
                    batch.clear(); // a unit may run twice
                    CardAssignmentStore store = stores.of(CardAssignmentStore.class);
                    List<CardAssignment> found = store.next(wanted, NOON, limit);
                    store.updateAll(found.stream().map(one -> new Store.Change<>(one, one.claim("worker-" + worker, "", NOON))).toList());
                    found.forEach(one -> batch.add(one.id()));
                });
                got.addAll(batch);
                empty = batch.isEmpty() ? empty + 1 : 0;
            }
            return got;
        }, task -> Thread.ofPlatform().start(task))).toList();
        start.countDown();
        List<Id<CardAssignment>> all = new ArrayList<>();
        for (CompletableFuture<List<Id<CardAssignment>>> claim : claims) {
            all.addAll(claim.get(1, TimeUnit.MINUTES));
        }
        return all;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    default void whoWaitsGoesOnWhenTheLastItWaitedForHasEnded() {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        CardAssignment one = insert(workspace, OrchestrationSamples.anAssignment(run, AgentRole.CODER, "1", 0));
        CardAssignment two = insert(workspace, OrchestrationSamples.anAssignment(run, AgentRole.CODER, "2", 0));
        CardAssignment three = insert(workspace, OrchestrationSamples.anAssignment(run, AgentRole.CODER, "3", 0));
        List<PathGlobs.Overlap> shared = PathGlobs.of("src/**", "größe").overlapsWith(PathGlobs.of("src/a/*", "größe"));
        List<Wait> waits = List.of(new Wait(two.id(), one.id(), shared), new Wait(three.id(), one.id(), shared), new Wait(three.id(), two.id(), List.of()));
        database().write(workspace, stores -> stores.of(CardAssignmentStore.class).insertWaits(waits));

        assertThat(waits(workspace, one, two, three)).containsExactlyInAnyOrderElementsOf(waits);
        assertThat(waits(workspace, two)).containsExactly(waits.getFirst());
        assertThat(waits(newWorkspace(), two)).isEmpty();
        assertThat(endWaitsFor(workspace, one)).containsExactly(two.id());
        assertThat(waits(workspace, one, two, three)).containsExactly(waits.getLast());
        assertThat(endWaitsFor(workspace, one)).isEmpty();
        database().write(workspace, stores -> stores.of(CardAssignmentStore.class).endWaitsOf(three.id()));
        assertThat(endWaitsFor(workspace, two)).isEmpty();
    }

    private List<Wait> waits(Id<Workspace> workspace, CardAssignment... of) {
        return database().read(workspace, stores -> stores.of(CardAssignmentStore.class).waits(
                Set.copyOf(Arrays.stream(of).map(CardAssignment::id).toList())));
    }

    private List<Id<CardAssignment>> endWaitsFor(Id<Workspace> workspace, CardAssignment ended) {
        List<Id<CardAssignment>> ready = new ArrayList<>();
        database().write(workspace, stores -> ready.addAll(stores.of(CardAssignmentStore.class).endWaitsFor(ended.id())));
        return ready;
    }

    @Test
    default void theStatesOfARunAreThoseOfItsAssignments() {
        Id<Workspace> workspace = newWorkspace();
        OrchestrationRun run = OrchestrationSamples.run(database(), workspace);
        OrchestrationRun other = OrchestrationSamples.run(database(), workspace);
        waiting(workspace, run, AgentRole.CODER, "a", 0, NOON);
        waiting(workspace, run, AgentRole.CODER, "b", 0, NOON);
        insert(workspace, OrchestrationSamples.first(OrchestrationSamples.claimable(run, AgentRole.CODER, "c", 0, NOON).claim("x", "", NOON).cancel(NOON)));

        assertThat(statuses(workspace, run)).containsExactlyInAnyOrder(RunStatus.QUEUED, RunStatus.CANCELLED);
        assertThat(statuses(workspace, other)).isEmpty();
    }

    private Set<RunStatus> statuses(Id<Workspace> workspace, OrchestrationRun run) {
        return database().read(workspace, stores -> stores.of(CardAssignmentStore.class).statuses(run));
    }

    @Test
    default void aLockedOneIsAsItWasCommitted() {
        Id<Workspace> workspace = newWorkspace();
        CardAssignment one = insert(workspace);
        database().write(workspace, stores -> {
            assertThat(stores.of(CardAssignmentStore.class).lock(one.id())).contains(one);
            assertThat(stores.of(CardAssignmentStore.class).lock(new Id<>(TestDatabase.newId()))).isEmpty();
        });
    }
}
