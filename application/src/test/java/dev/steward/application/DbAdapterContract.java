package dev.steward.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.workspace.SettingStore;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Setting;
import dev.steward.domain.workspace.Workspace;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link DbAdapter} guarantees, whatever the stores. */
public interface DbAdapterContract {

    TestDatabase database();

    // transactions

    @Test
    default void whatAWorkThrowsComesOutUnchangedAndNothingOfTheWorkStays() {
        Id<Workspace> workspace = database().newWorkspace();
        IllegalStateException thrown = new IllegalStateException("as the use case says");

        CompletableFuture<Object> answer = database().adapter().write(workspace, stores -> {
            insert(stores, "one");
            insert(stores, "two");
            throw thrown;
        });

        assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class).cause().isSameAs(thrown);
        assertThat(keys(database(), workspace)).isEmpty();
        assertThatThrownBy(() -> database().adapter().read(workspace, stores -> {
            throw thrown;
        })).isSameAs(thrown);
    }

    @Test
    default void anErrorOfAWorkIsNoHarmToTheNextOne() {
        Id<Workspace> workspace = database().newWorkspace();

        for (Error error : List.of(new AssertionError("wrong"), new StackOverflowError(), new OutOfMemoryError("pretended"))) {
            assertThatThrownBy(() -> database().adapter().write(workspace, stores -> {
                insert(stores, "lost");
                throw error;
            }).get()).cause().isSameAs(error);
            assertThatThrownBy(() -> database().adapter().snapshot(workspace, stores -> {
                throw error;
            })).isSameAs(error);
        }
        database().write(workspace, stores -> insert(stores, "kept"));

        assertThat(keys(database(), workspace)).containsExactly("kept");
    }

    @Test
    default void aCaughtRefusalStillDoomsTheTransaction() {
        Id<Workspace> workspace = database().newWorkspace();
        database().write(workspace, stores -> insert(stores, "taken"));

        assertThatThrownBy(() -> database().write(workspace, stores -> {
            insert(stores, "before");
            assertThatThrownBy(() -> insert(stores, "taken")).isInstanceOf(StoreException.AlreadyExists.class);
            assertThatThrownBy(() -> insert(stores, "after")).isInstanceOf(StoreException.AlreadyExists.class);
        })).isInstanceOf(StoreException.AlreadyExists.class);
        assertThat(keys(database(), workspace)).containsExactly("taken");
    }

    @Test
    default void readsSeeOnlyWhatWasCommitted() throws Exception {
        Id<Workspace> workspace = database().newWorkspace();
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);

        CompletableFuture<Integer> write = database().adapter().write(workspace, stores -> {
            insert(stores, "new");
            inserted.countDown();
            await(read);
            return stores.of(SettingStore.class).list(Query.all(10)).size();
        });
        await(inserted);

        assertThat(keys(database(), workspace)).isEmpty();
        assertThat(write).isNotDone();
        read.countDown();
        assertThat(write.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(keys(database(), workspace)).containsExactly("new");
    }

    @Test
    default void aReadAtOnceIsARead_OrHasNotBegun() {
        Id<Workspace> workspace = database().newWorkspace();
        database().write(workspace, stores -> insert(stores, "one"));
        AtomicInteger runs = new AtomicInteger();

        Optional<Integer> found = database().adapter().readAtOnce(workspace, stores -> {
            runs.incrementAndGet();
            assertThatThrownBy(() -> insert(stores, "two")).isInstanceOf(IllegalStateException.class);
            return stores.of(SettingStore.class).list(Query.all(10)).size();
        });

        assertThat(found.orElse(1)).isEqualTo(1);
        assertThat(runs).hasValue(found.isPresent() ? 1 : 0);
        assertThat(keys(database(), workspace)).containsExactly("one");
    }

    @Test
    default void aReadOnAnotherThreadIsARead() {
        Id<Workspace> workspace = database().newWorkspace();
        DbAdapter adapter = database().adapter();
        IllegalStateException thrown = new IllegalStateException("as the use case says");
        AssertionError error = new AssertionError("wrong");

        for (AsyncRead read : List.<AsyncRead>of(adapter::readAsync, adapter::snapshotAsync)) {
            String key = "key of " + keys(database(), workspace).size();
            database().write(workspace, stores -> insert(stores, key));

            assertThat(read.of(workspace, stores -> stores.of(SettingStore.class).findByKey(key).isPresent()).join()).isEqualTo(true);
            assertThat(read.of(database().newWorkspace(), stores -> stores.of(SettingStore.class).findByKey(key).isPresent()).join()).isEqualTo(false);
            assertThatThrownBy(read.of(workspace, stores -> insert(stores, "never"))::get).cause().isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("DbAdapter.write");
            assertThatThrownBy(read.of(workspace, stores -> {
                throw thrown;
            })::get).cause().isSameAs(thrown);
            assertThatThrownBy(read.of(workspace, stores -> {
                throw error;
            })::get).cause().isSameAs(error);
        }
        assertThat(keys(database(), workspace)).hasSize(2);
    }

    /** {@link DbAdapter#readAsync} or {@link DbAdapter#snapshotAsync}. */
    interface AsyncRead {
        CompletableFuture<Object> of(Id<Workspace> workspace, Function<Stores, Object> work);
    }

    /** Whoever asks is not held, however many are there before. */
    @Test
    default void readsOnOtherThreadsWaitForEachOther() {
        Id<Workspace> workspace = database().newWorkspace();
        CountDownLatch release = new CountDownLatch(1);
        List<CompletableFuture<Integer>> reads = IntStream.range(0, 40).mapToObj(i -> database().adapter().readAsync(workspace, stores -> {
            await(release);
            return stores.of(SettingStore.class).list(Query.all(10)).size() + i;
        })).toList();

        assertThat(reads).noneMatch(CompletableFuture::isDone);
        release.countDown();
        assertThat(reads.stream().map(CompletableFuture::join)).containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
    }

    @Test
    default void anAnswerComesOnlyAfterTheCommit() {
        Id<Workspace> workspace = database().newWorkspace();
        for (int i = 0; i < 100; i++) {
            String key = "key-" + i;
            database().adapter().write(workspace, stores -> insert(stores, key))
                    .thenAccept(done -> assertThat(value(database(), workspace, key)).isZero()).join();
        }
    }

    @Test
    default void aWorkMayAnswerNothing() {
        assertThat(database().adapter().write(database().newWorkspace(), stores -> (Object) null).join()).isNull();
    }

    @Test
    default void readingUnitsRefuseToWrite() {
        Id<Workspace> workspace = database().newWorkspace();

        assertThatThrownBy(() -> database().adapter().read(workspace, stores -> insert(stores, "a")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("DbAdapter.write");
        assertThatThrownBy(() -> database().adapter().snapshot(workspace, stores -> insert(stores, "a")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("DbAdapter.write");
        assertThat(keys(database(), workspace)).isEmpty();
    }

    @Test
    default void unitsDoNotNest() {
        Id<Workspace> workspace = database().newWorkspace();
        DbAdapter adapter = database().adapter();
        List<Runnable> inner = List.of(
                () -> adapter.read(workspace, stores -> true),
                () -> adapter.readAsync(workspace, stores -> true),
                () -> adapter.snapshot(workspace, stores -> true),
                () -> adapter.snapshotAsync(workspace, stores -> true),
                () -> adapter.write(workspace, stores -> true).join());

        for (Runnable unit : inner) {
            assertThatThrownBy(() -> database().write(workspace, stores -> unit.run())).isInstanceOf(IllegalStateException.class).hasMessageContaining("inside another");
            assertThatThrownBy(() -> adapter.read(workspace, stores -> {
                unit.run();
                return true;
            })).isInstanceOf(IllegalStateException.class).hasMessageContaining("inside another");
        }
    }

    @Test
    default void aStoreIsOfNoUseAfterItsUnit() {
        Id<Workspace> workspace = database().newWorkspace();
        SettingStore kept = database().read(workspace, stores -> stores.of(SettingStore.class));

        assertThatThrownBy(() -> kept.findByKey("a")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void aSnapshotSeesOneStateAndAReadTheNewest() {
        Id<Workspace> workspace = database().newWorkspace();
        database().write(workspace, stores -> insert(stores, "first"));

        List<Integer> inSnapshot = database().adapter().snapshot(workspace, stores -> countTwice(stores, () -> writeElsewhere(workspace, "second")));
        List<Integer> inRead = database().adapter().read(workspace, stores -> countTwice(stores, () -> writeElsewhere(workspace, "third")));

        assertThat(inSnapshot).containsExactly(1, 1);
        assertThat(inRead).containsExactly(2, 3);
    }

    private List<Integer> countTwice(Stores stores, Runnable between) {
        int before = stores.of(SettingStore.class).list(Query.all(10)).size();
        between.run();
        return List.of(before, stores.of(SettingStore.class).list(Query.all(10)).size());
    }

    private void writeElsewhere(Id<Workspace> workspace, String key) {
        CompletableFuture.runAsync(() -> database().write(workspace, stores -> insert(stores, key))).join();
    }

    @Test
    default void aPingIsAnswered() {
        assertThatCode(() -> database().adapter().ping()).doesNotThrowAnyException();
    }

    // tenancy

    @Test
    default void connectionsThatWorkForManyWorkspacesNeverMixThem() {
        List<Id<Workspace>> workspaces = IntStream.range(0, 6).mapToObj(i -> database().newWorkspace()).toList();
        for (Id<Workspace> workspace : workspaces) {
            database().write(workspace, stores -> insert(stores, workspace.toString()));
        }

        together(12, i -> {
            for (int round = 0; round < 30; round++) {
                Id<Workspace> workspace = workspaces.get((i + round) % workspaces.size());
                assertThat(keys(database(), workspace)).containsExactly(workspace.toString());
                String mine = "mine-" + i + "-" + round;
                database().write(workspace, stores -> {
                    Setting made = insert(stores, mine);
                    stores.of(SettingStore.class).delete(made);
                });
            }
        });
    }

    // concurrency

    /** Each reads the number and writes the next: on PostgreSQL the losers find a stale version and are run again. */
    @Test
    default void countersCountEachWriteExactlyOnce() {
        Id<Workspace> workspace = database().newWorkspace();
        database().write(workspace, stores -> insert(stores, "counter"));

        together(16, i -> {
            for (int round = 0; round < 40; round++) {
                database().write(workspace, stores -> increment(stores, "counter"));
            }
        });

        assertThat(value(database(), workspace, "counter")).isEqualTo(640);
    }

    @Test
    default void writesThatWaitTogetherFailEachForItself() {
        Id<Workspace> workspace = database().newWorkspace();
        database().write(workspace, stores -> insert(stores, "taken"));
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Boolean> first = held(workspace, release);
        List<CompletableFuture<Setting>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String key = "key-" + i;
            int kind = i % 3;
            answers.add(database().adapter().write(workspace, stores -> {
                Setting setting = insert(stores, key);
                if (kind == 1) {
                    throw new IllegalStateException(key);
                }
                return kind == 2 ? insert(stores, "taken") : setting;
            }));
        }
        release.countDown();
        first.join();

        for (int i = 0; i < 60; i++) {
            CompletableFuture<Setting> answer = answers.get(i);
            switch (i % 3) {
                case 0 -> assertThat(answer.join().key()).isEqualTo("key-" + i);
                case 1 -> assertThatThrownBy(answer::get).cause().hasMessage("key-" + i);
                default -> assertThatThrownBy(answer::get).cause().isInstanceOf(StoreException.AlreadyExists.class);
            }
        }
        assertThat(keys(database(), workspace)).hasSize(21);
    }

    @Test
    default void tooManyWaitingWritesAreUnavailableAndTheOthersAreDone() {
        Id<Workspace> workspace = database().newWorkspace();
        CountDownLatch release = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        answers.add(held(workspace, release));
        for (int i = 0; i < 2_000; i++) {
            answers.add(database().adapter().write(workspace, stores -> {
                await(release);
                return true;
            }));
        }
        release.countDown();

        int refused = 0;
        for (CompletableFuture<Boolean> answer : answers) {
            try {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isTrue();
            } catch (Exception e) {
                assertThat(e.getCause()).isInstanceOfSatisfying(StoreException.Unavailable.class,
                        unavailable -> assertThat(unavailable.retryAfter()).isPositive());
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 1_900);
        database().write(workspace, stores -> insert(stores, "afterwards"));
    }

    @Test
    default void whatIsDoneWithAnAnswerHoldsNoLaterWriteUp() {
        Id<Workspace> workspace = database().newWorkspace();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch attached = new CountDownLatch(1);
        AtomicReference<String> answeredBy = new AtomicReference<>("");

        CompletableFuture<Void> slow = database().adapter().write(workspace, stores -> {
            started.countDown();
            await(attached);
            return insert(stores, "slow");
        }).thenAccept(done -> {
            answeredBy.set(Thread.currentThread().getName());
            await(release);
        });
        await(started);
        attached.countDown();
        for (int i = 0; i < 20; i++) {
            String key = "quick-" + i;
            database().write(workspace, stores -> insert(stores, key));
        }
        release.countDown();
        slow.join();

        assertThat(answeredBy.get()).doesNotContain("writer");
    }

    private CompletableFuture<Boolean> held(Id<Workspace> workspace, CountDownLatch release) {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> held = database().adapter().write(workspace, stores -> {
            started.countDown();
            await(release);
            return true;
        });
        await(started);
        return held;
    }

    // close

    @Test
    default void acceptedWritesAreFinishedAndLaterOnesAreUnavailable() {
        TestDatabase closing = database().another();
        Id<Workspace> workspace = closing.newWorkspace();
        List<CompletableFuture<Setting>> accepted = IntStream.range(0, 200).mapToObj(i ->
                closing.adapter().write(workspace, stores -> insert(stores, "key-" + i))).toList();

        closing.adapter().close();

        assertThat(accepted).allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThatThrownBy(() -> closing.adapter().write(workspace, stores -> true).get()).cause().isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(() -> closing.adapter().read(workspace, stores -> true)).isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(() -> closing.adapter().snapshot(workspace, stores -> true)).isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(() -> closing.adapter().readAsync(workspace, stores -> true).get()).cause().isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(() -> closing.adapter().snapshotAsync(workspace, stores -> true).get()).cause().isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(() -> closing.adapter().ping()).isInstanceOf(StoreException.Unavailable.class);
        assertThatCode(() -> closing.adapter().close()).doesNotThrowAnyException();
    }

    @Test
    default void everyWriteIsAnsweredHoweverItMeetsTheClose() {
        TestDatabase closing = database().another();
        Id<Workspace> workspace = closing.newWorkspace();

        together(8, i -> {
            if (i == 0) {
                sleep(30);
                closing.adapter().close();
                return;
            }
            for (int round = 0; round < 200; round++) {
                String key = "key-" + i + "-" + round;
                try {
                    closing.adapter().write(workspace, stores -> insert(stores, key)).get(30, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(StoreException.Unavailable.class);
                }
            }
        });
    }

    private static Setting insert(Stores stores, String key) {
        Setting setting = new Setting(Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now()), key, Json.of(0));
        stores.of(SettingStore.class).insert(setting);
        return setting;
    }

    private static void increment(Stores stores, String key) {
        Setting setting = stores.of(SettingStore.class).findByKey(key).orElseThrow();
        stores.of(SettingStore.class).update(setting, new Setting(setting.meta().next(TestDatabase.now()), key, Json.of(number(setting) + 1)));
    }

    private static long number(Setting setting) {
        BigDecimal value = ((Json.Num) setting.value()).value();
        return value.longValueExact();
    }

    private static long value(TestDatabase database, Id<Workspace> workspace, String key) {
        return database.read(workspace, stores -> number(stores.of(SettingStore.class).findByKey(key).orElseThrow()));
    }

    private static List<String> keys(TestDatabase database, Id<Workspace> workspace) {
        return database.read(workspace, stores -> stores.of(SettingStore.class).list(Query.all(200)).stream().map(Setting::key).toList());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Something that is done by several threads at once. */
    interface Task {
        void run(int number) throws Exception;
    }

    private static void together(int threads, Task task) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                Callable<Boolean> call = () -> {
                    task.run(number);
                    return true;
                };
                results.add(executor.submit(call));
            }
            for (Future<Boolean> result : results) {
                result.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
