package dev.steward.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.StoreException.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReadingThreadsTest {

    private final CountDownLatch release = new CountDownLatch(1);
    private final ReadingThreads threads = new ReadingThreads("test-reader-", 2, Duration.ofMinutes(10));

    @AfterEach
    void close() {
        release.countDown();
        threads.close();
    }

    @Test
    void asManyRunAtOnceAsThereAreThreads() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        List<CompletableFuture<Integer>> running = IntStream.range(0, 2).mapToObj(i -> threads.run(() -> {
            begun.countDown();
            await(release);
            return i;
        })).toList();
        begun.await();
        AtomicBoolean third = new AtomicBoolean();
        CompletableFuture<Boolean> waiting = threads.run(() -> third.getAndSet(true));

        assertThat(third).as("while both threads are taken").isFalse();
        release.countDown();
        assertThat(running.stream().map(CompletableFuture::join)).containsExactly(0, 1);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
    }

    /** A database that hangs holds every thread, so none of them could say it. */
    @Test
    void whoeverWaitsTooLongIsTold_AndIsNotRunLater() throws Exception {
        try (ReadingThreads impatient = new ReadingThreads("test-reader-", 1, Duration.ofMillis(1))) {
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Boolean> running = impatient.run(() -> {
                begun.countDown();
                await(release);
                return true;
            });
            begun.await();
            AtomicBoolean ran = new AtomicBoolean();
            List<CompletableFuture<Boolean>> waiting = IntStream.range(0, 3).mapToObj(i -> impatient.run(() -> ran.getAndSet(true))).toList();

            for (CompletableFuture<Boolean> one : waiting) {
                assertThatThrownBy(() -> one.get(30, TimeUnit.SECONDS)).cause().isInstanceOfSatisfying(Unavailable.class,
                        unavailable -> assertThat(unavailable.retryAfter()).isPositive());
            }
            release.countDown();
            assertThat(running.get(10, TimeUnit.SECONDS)).as("what has begun goes on").isTrue();
            assertThat(impatient.run(() -> "after").get(10, TimeUnit.SECONDS)).isEqualTo("after");
            assertThat(ran).isFalse();
        }
    }

    @Test
    void moreThanCanWaitAreRefused() {
        List<CompletableFuture<Boolean>> all = IntStream.range(0, 10_100).mapToObj(i -> threads.run(() -> {
            await(release);
            return true;
        })).toList();
        List<CompletableFuture<Boolean>> refused = all.stream().filter(CompletableFuture::isCompletedExceptionally).toList();

        assertThat(refused).hasSize(10_100 - 10_000 - 2).allSatisfy(one ->
                assertThatThrownBy(one::get).cause().isInstanceOf(Unavailable.class).hasMessageContaining("Too many"));
        release.countDown();
        assertThat(all.stream().filter(one -> !refused.contains(one)).allMatch(CompletableFuture::join)).isTrue();
    }

    @Test
    void afterTheEndNothingIsTaken_AndWhatWaitedIsRun() throws Exception {
        CompletableFuture<Boolean> running = threads.run(() -> {
            await(release);
            return true;
        });
        CompletableFuture<String> waiting = threads.run(() -> "waited");
        threads.close();

        assertThatThrownBy(() -> threads.run(() -> "late").get()).cause().isInstanceOf(Unavailable.class).hasMessageContaining("stopping");
        release.countDown();
        assertThat(running.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("waited");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
