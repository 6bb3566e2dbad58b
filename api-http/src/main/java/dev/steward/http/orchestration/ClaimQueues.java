package dev.steward.http.orchestration;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.StoreException;
import dev.steward.application.Units;
import dev.steward.application.Values;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.Assignments.Claimant;
import dev.steward.application.orchestration.CardAssignmentStore.Wanted;
import dev.steward.application.workspace.EventLog;
import dev.steward.application.workspace.EventSignals;
import dev.steward.application.workspace.EventStore.Filter;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.Idempotency;
import dev.steward.http.Presence;
import dev.steward.http.Requests;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Claims of whatever comes next, and those who wait for it. Nobody polls: a workspace in which someone waits has one watcher, which
 * commits wake and which looks whether one of them made something claimable; only then those who wait look for themselves. A lease
 * that ends makes no event, so they also wake when the next one does. Waiting is done on virtual threads and holds no connection.
 */
@Singleton
final class ClaimQueues implements GracefulShutdownCapable {

    private static final int MAX_WAITING = 4_000;
    private static final Set<String> MAKING_CLAIMABLE =
            Set.of("card_assignment.ready", "card_assignment.released", "card_assignment.expired", "card_assignment.resumed");

    private final Api api;
    private final Units units;
    private final Assignments assignments;
    private final ClaimBatches batches;
    private final ClaimAnswers answers;
    private final EventLog log;
    private final EventSignals signals;
    private final Clock clock;
    private final Counter claimed;
    private final Counter nothing;
    private final Executor threads = task -> Thread.ofVirtual().name("claim").start(task);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Id<Workspace>, Watcher> watchers = new HashMap<>();
    private volatile boolean stopping;

    ClaimQueues(Api api, Units units, Assignments assignments, ClaimBatches batches, ClaimAnswers answers, EventLog log, EventSignals signals, Clock clock,
            MeterRegistry metrics) {
        this.api = api;
        this.units = units;
        this.assignments = assignments;
        this.batches = batches;
        this.answers = answers;
        this.log = log;
        this.signals = signals;
        this.clock = clock;
        this.claimed = Counter.builder("steward.claims").tag("outcome", "claimed").description("Claims of the next assignment").register(metrics);
        this.nothing = Counter.builder("steward.claims").tag("outcome", "nothing").description("Claims of the next assignment").register(metrics);
        metrics.gauge("steward.claims.waiting", waiting);
    }

    /** 200 with what was claimed, or 204 when there is nothing, after waiting for it as long as the claim says. */
    CompletionStage<HttpResponse<?>> claim(HttpRequest<?> request, byte @Nullable [] body, Values values) {
        Claimant claimant = new Claimant(Requests.caller(request), values);
        Idempotency idempotency = Idempotency.of(request, body);
        Wanted wanted;
        try {
            wanted = Assignments.wantedAnywhere(values).orElseGet(() -> units.read(claimant.caller(), unit -> assignments.wanted(unit, values)));
        } catch (RefusedException e) { // unless what it names was there when it was answered first
            return api.write(request, body, unit -> {
                throw e;
            }, answers.completed(claimant.caller(), Assignments.maxTokens(values)));
        }
        return attempt(claimant, wanted, idempotency).thenCompose(answer -> answer.isPresent()
                ? CompletableFuture.completedFuture(answer.get().toResponse())
                : CompletableFuture.supplyAsync(() -> look(request, claimant, wanted, idempotency), threads));
    }

    private CompletableFuture<Optional<Answer>> attempt(Claimant claimant, Wanted wanted, Idempotency idempotency) {
        return batches.claim(claimant, wanted, idempotency).thenApply(answer -> {
            if (answer.isPresent()) {
                claimed.increment();
            }
            return answer;
        });
    }

    /** After a first attempt found nothing. On a virtual thread. */
    private HttpResponse<?> look(HttpRequest<?> request, Claimant claimant, Wanted wanted, Idempotency idempotency) {
        Instant end = clock.now().plusSeconds(Assignments.waitSeconds(claimant.values()));
        Caller caller = claimant.caller();
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            throw new StoreException.Unavailable("Too many claims are waiting at this server", Duration.ofSeconds(5));
        }
        Waiter waiter = enter(caller.workspace());
        try (Presence client = Presence.of(request, waiter::wake)) {
            while (true) {
                if (!client.isHere()) {
                    return Answer.noContent().toResponse(); // it would hold what it never hears of until the lease ends
                }
                boolean last = stopping || !clock.now().isBefore(end);
                if (units.read(caller, assignments::needsSweep)) {
                    units.write(Caller.system(caller.workspace(), Actor.SYSTEM), assignments::sweep).join();
                }
                if (units.read(caller, unit -> assignments.hasNext(unit, wanted))) {
                    Optional<Answer> answer = attempt(claimant, wanted, idempotency).join();
                    if (answer.isPresent()) {
                        return answer.get().toResponse();
                    }
                }
                if (last) {
                    nothing.increment();
                    return Answer.noContent().toResponse();
                }
                waiter.await(wakeAt(caller, end));
            }
        } finally {
            leave(caller.workspace(), waiter);
            waiting.decrementAndGet();
        }
    }

    private Instant wakeAt(Caller caller, Instant end) {
        return units.read(caller, assignments::nextLeaseEnd).filter(lease -> lease.isBefore(end)).orElse(end);
    }

    /** From now on whatever becomes claimable wakes the waiter, so what it sees after this is not missed. */
    private Waiter enter(Id<Workspace> workspace) {
        Waiter waiter = new Waiter();
        synchronized (watchers) {
            watchers.computeIfAbsent(workspace, Watcher::new).waiters.add(waiter);
        }
        return waiter;
    }

    private void leave(Id<Workspace> workspace, Waiter waiter) {
        synchronized (watchers) {
            Watcher watcher = watchers.get(workspace);
            if (watcher != null && watcher.waiters.remove(waiter) && watcher.waiters.isEmpty()) {
                watchers.remove(workspace);
                watcher.close();
            }
        }
    }

    /** Those who wait are told that there is nothing; they come back to another server, or to this one when it is up again. */
    @Override
    public CompletionStage<?> shutdownGracefully() {
        stopping = true;
        synchronized (watchers) {
            watchers.values().forEach(watcher -> watcher.waiters.forEach(Waiter::wake));
        }
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public OptionalLong reportActiveTasks() {
        return OptionalLong.of(waiting.get());
    }

    /** One claim that waits. */
    private final class Waiter {
        private final Semaphore news = new Semaphore(0);

        void wake() {
            news.release();
        }

        void await(Instant until) {
            try {
                boolean woken = news.tryAcquire(Math.max(1, Duration.between(clock.now(), until).toMillis()), TimeUnit.MILLISECONDS);
                if (woken) {
                    news.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException.Unavailable("The wait was interrupted", e);
            }
        }
    }

    /** Looks, for all who wait in a workspace, whether commits made something claimable. */
    private final class Watcher {
        private final Caller caller;
        private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
        private final Semaphore news = new Semaphore(0);
        private final EventSignals.Subscription subscription;
        private volatile boolean closed;

        Watcher(Id<Workspace> workspace) {
            this.caller = Caller.system(workspace, Actor.SYSTEM);
            this.subscription = signals.subscribe(workspace, news::release);
            long seen = units.read(caller, log::last);
            threads.execute(() -> watch(seen));
        }

        private void watch(long from) {
            long seen = from;
            while (!closed) {
                try {
                    news.acquire();
                    news.drainPermits();
                    long last = units.read(caller, log::last);
                    if (!closed && madeClaimable(seen)) {
                        waiters.forEach(Waiter::wake);
                    }
                    seen = last;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (StoreException e) {
                    waiters.forEach(Waiter::wake); // the database did not answer: whoever waits asks it for themselves
                }
            }
        }

        private boolean madeClaimable(long seen) {
            return !units.read(caller, unit -> log.after(unit, seen, new Filter(MAKING_CLAIMABLE, null, null), 1)).items().isEmpty();
        }

        void close() {
            closed = true;
            subscription.close();
            news.release();
        }
    }
}
