package dev.steward.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LockFileTest {

    @TempDir
    private Path folder;

    @Test
    void oneThreadHoldsItAtATime() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofVirtual().start(() -> hold(folder.resolve("one.lock"), () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
            })));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most).hasValue(1);
    }

    /** Two that each hold a file and want another one would else wait for each other. */
    @Test
    void whoHoldsOneHoldsUpNobodyAtAnother() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        Thread other = Thread.ofVirtual().start(() -> hold(folder.resolve("one.lock"), () -> meet(both)));
        hold(folder.resolve("other.lock"), () -> meet(both));
        other.join();
        assertThat(both.getCount()).isZero();
    }

    @Test
    void itIsFreeAgainAfterAFailure() throws IOException {
        Path file = folder.resolve("one.lock");
        assertThatThrownBy(() -> LockFile.<Boolean, RuntimeException>holding(file, () -> {
            throw new IllegalStateException("planted");
        })).hasMessage("planted");
        assertThat(LockFile.<Boolean, RuntimeException>holding(file, () -> true)).isTrue();
        assertThatThrownBy(() -> LockFile.<Boolean, RuntimeException>holding(folder.resolve("none/one.lock"), () -> true)).isInstanceOf(IOException.class);
    }

    private static void meet(CountDownLatch both) {
        both.countDown();
        try {
            assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void hold(Path file, Runnable work) {
        try {
            LockFile.<Boolean, RuntimeException>holding(file, () -> {
                work.run();
                return true;
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
