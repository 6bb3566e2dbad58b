package dev.steward.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Part;
import dev.steward.application.TestDatabase;
import dev.steward.application.workspace.EventSignals.Subscription;
import dev.steward.application.workspace.EventStore.Filter;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public interface EventStoreContract {

    int WRITERS = 8;
    int ROUNDS = 15;

    TestDatabase database();

    @Test
    default void eventsAreNumberedFromOneAndReadAsTheyWereWritten() {
        Id<Workspace> workspace = database().newWorkspace();
        Event first = anEvent("session.completed", TestDatabase.newId(), TestDatabase.newId());
        Event second = new Event(0, TestDatabase.now(), Actor.SYSTEM, "setting.set", "setting", TestDatabase.newId(), null, null, Json.EMPTY, "");
        append(workspace, first, second);
        append(workspace, first);

        assertThat(after(workspace, 0, Filter.NONE, 10)).containsExactly(first.numbered(1), second.numbered(2), first.numbered(3));
    }

    @Test
    default void anEmptyLogHasNoEventsAndStartsAtOne() {
        Id<Workspace> workspace = database().newWorkspace();

        assertThat(after(workspace, 0, Filter.NONE, 10)).isEmpty();
        assertThat(database().<Long>read(workspace, stores -> stores.of(EventStore.class).last())).isZero();
        assertThat(database().<Long>read(workspace, stores -> stores.of(EventStore.class).firstKept())).isOne();
    }

    @Test
    default void theOldestEventsAreForgottenAPortionAtATime() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Workspace> other = database().newWorkspace();
        Instant limit = TestDatabase.now();
        append(workspace, IntStream.range(0, 5).mapToObj(i -> anEvent(limit.minusSeconds(10 - i))).toArray(Event[]::new));
        append(workspace, anEvent(limit), anEvent(limit.minusSeconds(60)), anEvent(limit.plusSeconds(1)));
        append(other, anEvent(limit.minusSeconds(10)));

        assertThat(forget(workspace, limit, 3)).isEqualTo(3);
        assertThat(numbers(after(workspace, 0, Filter.NONE, 10))).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(firstKept(workspace)).isEqualTo(4);
        assertThat(forget(workspace, limit, 3)).isEqualTo(2);
        assertThat(forget(workspace, limit, 3)).as("what follows a young one stays, so that no gap arises").isZero();
        assertThat(numbers(after(workspace, 0, Filter.NONE, 10))).containsExactly(6L, 7L, 8L);
        assertThat(numbers(after(other, 0, Filter.NONE, 10))).containsExactly(1L);
    }

    @Test
    default void aLogThatWasForgottenWholeGoesOnWhereItWas() {
        Id<Workspace> workspace = database().newWorkspace();
        append(workspace, anEvent("a", null, null), anEvent("b", null, null));

        assertThat(forget(workspace, TestDatabase.now().plusSeconds(60), 10)).isEqualTo(2);

        assertThat(database().<Long>read(workspace, stores -> stores.of(EventStore.class).last())).isEqualTo(2);
        assertThat(firstKept(workspace)).isEqualTo(3);
        append(workspace, anEvent("c", null, null));
        assertThat(numbers(after(workspace, 0, Filter.NONE, 10))).containsExactly(3L);
        assertThat(firstKept(workspace)).isEqualTo(3);
    }

    private int forget(Id<Workspace> workspace, Instant limit, int most) {
        int[] count = new int[1];
        database().write(workspace, stores -> count[0] = stores.of(EventStore.class).forgetBefore(limit, most));
        return count[0];
    }

    private long firstKept(Id<Workspace> workspace) {
        return database().read(workspace, stores -> stores.of(EventStore.class).firstKept());
    }

    private static Event anEvent(Instant at) {
        return new Event(0, at, Actor.SYSTEM, "a", "session", TestDatabase.newId(), null, null, Json.EMPTY, "");
    }

    @Test
    default void aRolledBackAppendLeavesNoGap() {
        Id<Workspace> workspace = database().newWorkspace();
        append(workspace, anEvent("a", null, null));
        assertThatThrownBy(() -> database().write(workspace, stores -> {
            stores.of(EventStore.class).append(List.of(anEvent("b", null, null), anEvent("b", null, null)));
            throw new IllegalStateException("failed");
        })).hasMessage("failed");
        append(workspace, anEvent("c", null, null));

        assertThat(numbers(after(workspace, 0, Filter.NONE, 10))).containsExactly(1L, 2L);
        assertThat(database().<Long>read(workspace, stores -> stores.of(EventStore.class).last())).isEqualTo(2);
        assertThat(database().<Long>read(workspace, stores -> stores.of(EventStore.class).firstKept())).isOne();
    }

    @Test
    default void workspacesCountForThemselves() {
        Id<Workspace> one = database().newWorkspace();
        Id<Workspace> two = database().newWorkspace();
        append(one, anEvent("a", null, null), anEvent("b", null, null));
        append(two, anEvent("c", null, null));

        assertThat(after(one, 0, Filter.NONE, 10)).extracting(Event::type).containsExactly("a", "b");
        assertThat(after(two, 0, Filter.NONE, 10)).extracting(Event::type).containsExactly("c");
        assertThat(numbers(after(two, 0, Filter.NONE, 10))).containsExactly(1L);
    }

    @Test
    default void filtersNarrowByTypesProjectAndRunTogether() {
        Id<Workspace> workspace = database().newWorkspace();
        UUID project = TestDatabase.newId();
        UUID run = TestDatabase.newId();
        append(workspace, anEvent("a", project, run), anEvent("b", project, run), anEvent("a", project, null), anEvent("a", null, run), anEvent("c", null, null));

        assertThat(numbers(after(workspace, 0, new Filter(Set.of("a"), null, null), 10))).containsExactly(1L, 3L, 4L);
        assertThat(numbers(after(workspace, 0, new Filter(Set.of("b", "c"), null, null), 10))).containsExactly(2L, 5L);
        assertThat(numbers(after(workspace, 0, new Filter(Set.of(), project, null), 10))).containsExactly(1L, 2L, 3L);
        assertThat(numbers(after(workspace, 0, new Filter(Set.of(), null, run), 10))).containsExactly(1L, 2L, 4L);
        assertThat(numbers(after(workspace, 0, new Filter(Set.of("a", "c"), project, run), 10))).containsExactly(1L);
        assertThat(numbers(after(workspace, 0, new Filter(Set.of("unknown"), null, null), 10))).isEmpty();
    }

    @Test
    default void pagesGoForwardFromTheOldestAndBackFromTheNewest() {
        Id<Workspace> workspace = database().newWorkspace();
        append(workspace, IntStream.range(0, 7).mapToObj(i -> anEvent("a", null, null)).toArray(Event[]::new));

        assertThat(numbers(after(workspace, 0, Filter.NONE, 3))).containsExactly(1L, 2L, 3L);
        assertThat(numbers(after(workspace, 6, Filter.NONE, 3))).containsExactly(7L);
        assertThat(numbers(after(workspace, 7, Filter.NONE, 3))).isEmpty();
        assertThat(numbers(before(workspace, Long.MAX_VALUE, 3))).containsExactly(7L, 6L, 5L);
        assertThat(numbers(before(workspace, 5, 10))).containsExactly(4L, 3L, 2L, 1L);
        assertThat(numbers(before(workspace, 1, 10))).isEmpty();
    }

    /** A reader that remembers only the last number it saw misses nothing, however long writers think before they commit. */
    @Test
    default void numbersFollowCommitOrder() throws Exception {
        Id<Workspace> workspace = database().newWorkspace();
        List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS).mapToObj(i -> CompletableFuture.runAsync(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                database().write(workspace, stores -> {
                    pause(ThreadLocalRandom.current().nextInt(3));
                    stores.of(EventStore.class).append(List.of(anEvent("a", null, null), anEvent("b", null, null)));
                    pause(ThreadLocalRandom.current().nextInt(5));
                });
            }
        })).toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));

        List<Long> seen = new ArrayList<>();
        List<Long> page = List.of();
        boolean over = false;
        while (!over || !page.isEmpty()) {
            over = all.isDone(); // asked before the look, so that the last look comes after the last commit
            page = numbers(after(workspace, seen.isEmpty() ? 0 : seen.getLast(), Filter.NONE, 50));
            seen.addAll(page);
        }
        all.get(1, TimeUnit.MINUTES);

        assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(1, 2L * WRITERS * ROUNDS).boxed().toList());
    }

    @Test
    default void aCommitWakesTheSubscribersOfItsWorkspaceWhoThenFindTheEvent() throws Exception {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Workspace> other = database().newWorkspace();
        Semaphore woken = new Semaphore(0);
        List<Long> found = Collections.synchronizedList(new ArrayList<>());
        try (Subscription ignored = database().signals().subscribe(workspace, woken::release)) {
            append(other, anEvent("a", null, null));
            quiet(woken);
            append(workspace, anEvent("a", null, null));
            heard(woken);
            found.addAll(numbers(after(workspace, 0, Filter.NONE, 10)));
        }
        assertThat(found).containsExactly(1L);
    }

    @Test
    default void whatWasRolledBackWakesNobody() throws Exception {
        Id<Workspace> workspace = database().newWorkspace();
        Semaphore woken = new Semaphore(0);
        try (Subscription ignored = database().signals().subscribe(workspace, woken::release)) {
            assertThatThrownBy(() -> database().write(workspace, stores -> {
                stores.of(EventStore.class).append(List.of(anEvent("a", null, null)));
                throw new IllegalStateException("failed");
            })).hasMessage("failed");
            quiet(woken);
        }
    }

    @Test
    default void aClosedSubscriptionIsSilentAndOthersOfTheSameListenerAreNot() throws Exception {
        Id<Workspace> workspace = database().newWorkspace();
        Semaphore woken = new Semaphore(0);
        Runnable listener = woken::release;
        try (Subscription staying = database().signals().subscribe(workspace, listener)) {
            Subscription leaving = database().signals().subscribe(workspace, listener);
            leaving.close();
            leaving.close();
            append(workspace, anEvent("a", null, null));
            heard(woken);
            staying.close();
            append(workspace, anEvent("a", null, null));
            quiet(woken);
        }
    }

    @Test
    default void aListenerThatThrowsHarmsNobody() throws Exception {
        Id<Workspace> workspace = database().newWorkspace();
        Semaphore woken = new Semaphore(0);
        try (Subscription bad = database().signals().subscribe(workspace, () -> {
            throw new IllegalStateException("a bug of the listener");
        }); Subscription good = database().signals().subscribe(workspace, woken::release)) {
            for (int i = 0; i < 3; i++) {
                append(workspace, anEvent("a", null, null));
                heard(woken);
            }
        }
    }

    /** What changed in a long text is in the event twice. */
    @Test
    default void aPartEndsWhereItsLongPayloadsWouldFillTheMemory() {
        Id<Workspace> workspace = database().newWorkspace();
        int[] lengths = {10, 600_000, 9_000, 10, 1_500_000, 600_000, 10, 600_000};
        Event[] events = IntStream.of(lengths).mapToObj(length -> new Event(0, TestDatabase.now(), Actor.SYSTEM, "a", "session", TestDatabase.newId(), null, null,
                Json.obj("text", Json.of("b".repeat(length))), "")).toArray(Event[]::new);
        append(workspace, events);
        List<Event> all = after(workspace, 0, Filter.NONE, 100);
        assertThat(all).hasSize(lengths.length);

        List<List<Event>> forth = new ArrayList<>();
        for (boolean more = true; more; ) {
            long from = forth.isEmpty() ? 0 : forth.getLast().getLast().sequence();
            Part<Event> part = database().read(workspace, stores -> stores.of(EventStore.class).partAfter(from, Filter.NONE, 10));
            forth.add(part.items());
            more = part.more();
        }
        assertThat(forth.stream().map(List::size)).containsExactly(4, 1, 2, 1);
        assertThat(forth.stream().flatMap(List::stream)).containsExactlyElementsOf(all);

        List<List<Event>> back = new ArrayList<>();
        for (boolean more = true; more; ) {
            long from = back.isEmpty() ? Long.MAX_VALUE : back.getLast().getLast().sequence();
            Part<Event> part = database().read(workspace, stores -> stores.of(EventStore.class).partBefore(from, Filter.NONE, 3));
            back.add(part.items());
            more = part.more();
        }
        assertThat(back.stream().map(List::size)).containsExactly(2, 1, 1, 3, 1);
        assertThat(back.stream().flatMap(List::stream)).containsExactlyElementsOf(all.reversed());
    }

    private static void heard(Semaphore woken) throws InterruptedException {
        assertThat(woken.tryAcquire(20, TimeUnit.SECONDS)).as("woken").isTrue();
        woken.drainPermits();
    }

    private static void quiet(Semaphore woken) throws InterruptedException {
        assertThat(woken.tryAcquire(300, TimeUnit.MILLISECONDS)).as("woken").isFalse();
    }

    private void append(Id<Workspace> workspace, Event... events) {
        database().write(workspace, stores -> stores.of(EventStore.class).append(List.of(events)));
    }

    private List<Event> after(Id<Workspace> workspace, long sequence, Filter filter, int limit) {
        return database().read(workspace, stores -> stores.of(EventStore.class).after(sequence, filter, limit));
    }

    private List<Event> before(Id<Workspace> workspace, long sequence, int limit) {
        return database().read(workspace, stores -> stores.of(EventStore.class).before(sequence, Filter.NONE, limit));
    }

    private static List<Long> numbers(List<Event> events) {
        return events.stream().map(Event::sequence).toList();
    }

    static Event anEvent(String type, @Nullable UUID project, @Nullable UUID run) {
        return new Event(0, TestDatabase.now(), new Actor(Actor.Kind.AGENT, "id", "größe 笔"), type, "session", TestDatabase.newId(), project, run,
                Json.obj("text", Json.of("größe 笔 🎈")).with("number", Json.of(7)), "request");
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
