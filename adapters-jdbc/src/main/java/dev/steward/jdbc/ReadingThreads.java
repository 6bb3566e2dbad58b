package dev.steward.jdbc;

import dev.steward.application.StoreException.Unavailable;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * As many threads as reads can run at once, and a queue before them: so that waiting for a connection takes no thread, and waiting for an answer of the
 * database no timer, as it does on a virtual one.
 */
public final class ReadingThreads implements AutoCloseable {

    private static final int MAX_WAITING = 10_000;
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final ThreadPoolExecutor threads;
    private final Duration patience;
    private final AtomicBoolean looking = new AtomicBoolean();

    /** @param patience for how long a read waits to begin before it is refused, to the second */
    public ReadingThreads(String name, int count, Duration patience) {
        this.threads = new ThreadPoolExecutor(count, count, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name(name, 0).daemon().factory());
        this.threads.allowCoreThreadTimeOut(true);
        this.patience = patience;
    }

    /** The result of {@code work} or what it throws; {@link Unavailable} when too many wait, it waited too long, or this is closed. */
    public <R> CompletableFuture<R> run(Supplier<R> work) {
        Waiting<R> waiting = new Waiting<>(work, new CompletableFuture<>(), System.nanoTime());
        try {
            threads.execute(waiting);
            lookLater();
        } catch (RejectedExecutionException e) {
            waiting.future.completeExceptionally(new Unavailable(threads.isShutdown() ? "The server is stopping" : "Too many reads are waiting", Duration.ofSeconds(1)));
        }
        return waiting.future;
    }

    /** Where every thread waits for a database that hangs, nobody else would tell those in the queue. */
    private void lookLater() {
        if (!threads.getQueue().isEmpty() && looking.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::refuseLate);
        }
    }

    private void refuseLate() {
        looking.set(false);
        Queue<Runnable> queue = threads.getQueue();
        while (queue.peek() instanceof Waiting<?> first && System.nanoTime() - first.since > patience.toNanos()) {
            if (queue.remove(first)) {
                first.future.completeExceptionally(new Unavailable("No connection to the database became free", Duration.ofSeconds(1)));
            }
        }
        lookLater();
    }

    private record Waiting<R>(Supplier<R> work, CompletableFuture<R> future, long since) implements Runnable {
        @Override
        public void run() {
            try {
                future.complete(work.get());
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        }
    }

    /** Takes no more. What waits is still run. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
