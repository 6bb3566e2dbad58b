package dev.steward.http.workspace;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.Units;
import dev.steward.application.workspace.EventSignals;
import dev.steward.application.workspace.SecretBox;
import dev.steward.application.workspace.WebhookDeliveries;
import dev.steward.application.workspace.Webhooks;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.WebhookDelivery;
import dev.steward.domain.workspace.WebhookDelivery.Outcome;
import dev.steward.domain.workspace.WebhookUrl;
import dev.steward.domain.workspace.Workspace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.context.annotation.Value;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what webhooks are told. Every server does it: each takes messages that are due under a lease, so of several servers one sends
 * each, and what a server that died had taken is due again when the lease has passed. Commits wake it where a webhook is; it looks at all
 * workspaces only now and then. Each webhook has a few places, so one that is slow holds up itself.
 */
@Singleton
public final class WebhookDispatcher implements GracefulShutdownCapable {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);
    private static final int PLACES = 256;
    private static final int PLACES_OF_WORKSPACE = 32;
    private static final int PLACES_OF_WEBHOOK = 4;
    /** Pages of events that one webhook makes messages of before the next has its turn. */
    private static final int PAGES = 10;

    private final Units units;
    private final Workspaces workspaces;
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final WebhookSender sender;
    private final EventSignals signals;
    private final Clock clock;
    private final Duration interval;
    private final MeterRegistry metrics;

    private final Semaphore news = new Semaphore(0);
    private final Set<Id<Workspace>> dirty = ConcurrentHashMap.newKeySet();
    private final Map<Id<?>, AtomicInteger> atWork = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(PLACES);
    private final AtomicInteger inFlight = new AtomicInteger();
    /** Of those in which a webhook is active. Used by the one thread that dispatches, but for closing. */
    private final Map<Id<Workspace>, EventSignals.Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<Id<Workspace>, Instant> dueAt = new HashMap<>();
    private Instant nextRound;
    private volatile double lag;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    WebhookDispatcher(Units units, Workspaces workspaces, Webhooks webhooks, WebhookDeliveries deliveries, WebhookSender sender, EventSignals signals, Clock clock,
            @Value("${steward.webhooks.interval}") Duration interval, MeterRegistry metrics) {
        this.units = units;
        this.workspaces = workspaces;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.sender = sender;
        this.signals = signals;
        this.clock = clock;
        this.interval = interval;
        this.metrics = metrics;
        this.nextRound = clock.now();
        metrics.gauge("steward.webhook.in.flight", inFlight);
        Gauge.builder("steward.webhook.lag", this, self -> self.lag).baseUnit("seconds")
                .description("How long the message that is due longest has waited for an attempt, at the last round through all workspaces").register(metrics);
    }

    /** Goes on until the context closes. */
    public synchronized void start() {
        sealAgain();
        thread = Thread.ofPlatform().daemon().name("webhooks").start(() -> {
            try {
                while (!stopping) {
                    Duration pause = roundOrLog();
                    if (news.tryAcquire(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS)) {
                        news.drainPermits();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** So that a key that was replaced is soon not needed any more; and says what cannot be opened, such as after a restore without the key. */
    private void sealAgain() {
        for (Workspace workspace : workspaces.list()) {
            Caller caller = Caller.system(workspace.id(), Actor.SYSTEM);
            if (!units.read(caller, webhooks::active).isEmpty()) {
                units.write(caller, webhooks::sealAgain).join();
                List<Webhook> locked = units.read(caller, webhooks::locked);
                if (!locked.isEmpty()) {
                    LOG.warn("The secrets of {} webhooks of the workspace {} cannot be opened with the keys of this server: bring the key back, or rotate those secrets", locked.size(), workspace.slug());
                }
            }
        }
    }

    /** How long to pause. */
    private Duration roundOrLog() {
        try {
            return round();
        } catch (RuntimeException e) {
            if (!stopping) {
                LOG.warn("Webhooks could not be looked after, trying again: {}", e.getMessage());
            }
            return interval;
        }
    }

    private Duration round() {
        Instant now = clock.now();
        boolean all = !now.isBefore(nextRound);
        Set<Id<Workspace>> due = new HashSet<>(dirty);
        dirty.removeAll(due);
        dueAt.forEach((workspace, at) -> {
            if (!at.isAfter(now)) {
                due.add(workspace);
            }
        });
        if (all) {
            workspaces.list().forEach(workspace -> due.add(workspace.id()));
        }
        double oldest = 0;
        for (Id<Workspace> workspace : due) {
            if (stopping) {
                return interval;
            }
            oldest = Math.max(oldest, dispatch(Caller.system(workspace, Actor.SYSTEM)));
        }
        if (all) {
            lag = oldest;
            nextRound = now.plus(interval);
        }
        Instant wake = dueAt.values().stream().filter(nextRound::isAfter).min(Instant::compareTo).orElse(nextRound);
        return Duration.between(clock.now(), wake);
    }

    /** How many seconds what is due longest there has waited. */
    private double dispatch(Caller caller) {
        List<Webhook> active = units.read(caller, webhooks::active);
        dueAt.remove(caller.workspace());
        listen(caller.workspace(), !active.isEmpty());
        double oldest = 0;
        for (Webhook webhook : active) {
            gather(caller, webhook);
            Optional<Instant> next = units.read(caller, unit -> deliveries.nextAttempt(unit, webhook));
            if (next.isEmpty()) {
                continue;
            }
            Instant now = clock.now();
            if (next.get().isAfter(now)) {
                dueAt.merge(caller.workspace(), next.get(), (one, other) -> one.isBefore(other) ? one : other);
            } else {
                oldest = Math.max(oldest, Duration.between(next.get(), now).toMillis() / 1000.0);
                take(caller, webhook);
            }
        }
        return oldest;
    }

    private void listen(Id<Workspace> workspace, boolean wanted) {
        if (wanted) {
            subscriptions.computeIfAbsent(workspace, id -> signals.subscribe(id, () -> wake(id)));
        } else {
            EventSignals.Subscription over = subscriptions.remove(workspace);
            if (over != null) {
                over.close();
            }
        }
    }

    private void wake(Id<Workspace> workspace) {
        dirty.add(workspace);
        news.release();
    }

    private void gather(Caller caller, Webhook webhook) {
        if (!units.read(caller, unit -> deliveries.hasNews(unit, webhook))) {
            return;
        }
        for (int page = 0; page < PAGES; page++) {
            if (!units.write(caller, unit -> deliveries.gather(unit, webhook.id())).join()) {
                return;
            }
        }
        wake(caller.workspace());
    }

    private void take(Caller caller, Webhook webhook) {
        int free = Math.min(places.availablePermits(), Math.min(PLACES_OF_WORKSPACE - working(caller.workspace()).get(), PLACES_OF_WEBHOOK - working(webhook.id()).get()));
        if (free <= 0) {
            return; // whoever ends wakes this
        }
        for (WebhookDelivery taken : units.write(caller, unit -> deliveries.take(unit, webhook.id(), free)).join()) {
            places.acquireUninterruptibly();
            inFlight.incrementAndGet();
            working(caller.workspace()).incrementAndGet();
            working(webhook.id()).incrementAndGet();
            Thread.ofVirtual().name("webhook").start(() -> {
                try {
                    attempt(caller, taken);
                } catch (RuntimeException e) {
                    LOG.warn("What became of the message {} could not be kept; it is sent again when its lease has passed: {}", taken.messageId(), e.getMessage());
                } finally {
                    working(webhook.id()).decrementAndGet();
                    working(caller.workspace()).decrementAndGet();
                    inFlight.decrementAndGet();
                    places.release();
                    wake(caller.workspace());
                }
            });
        }
    }

    private AtomicInteger working(Id<?> whose) {
        return atWork.computeIfAbsent(whose, id -> new AtomicInteger());
    }

    /** What an attempt needs, read when it begins. */
    private record Message(String url, String body, List<byte[]> secrets) {
    }

    private void attempt(Caller caller, WebhookDelivery taken) {
        Instant begun = clock.now();
        Outcome outcome = outcome(caller, taken);
        Optional<WebhookDelivery> finished = units.write(caller, unit -> deliveries.finish(unit, taken, outcome)).join();
        finished.ifPresent(delivery -> Timer.builder("steward.webhook.attempts").tag("outcome", delivery.status().word())
                .description("Attempts of this server to deliver a message to a webhook").register(metrics).record(Duration.between(begun, clock.now())));
    }

    private Outcome outcome(Caller caller, WebhookDelivery taken) {
        try {
            Optional<Message> message = units.read(caller, unit -> {
                Webhook webhook = webhooks.get(unit, taken.webhookId());
                return deliveries.message(unit, taken).map(body -> new Message(webhook.details().url(), body, webhooks.secrets(unit, webhook)));
            });
            return message.map(found -> sender.send(new WebhookUrl(found.url()), taken.messageId(), found.body(), found.secrets()))
                    .orElseGet(() -> new Outcome(null, Duration.ZERO, "The event is no longer kept, so there is nothing to send.", "", null, true));
        } catch (RefusedException gone) {
            return new Outcome(null, Duration.ZERO, "The webhook was deleted.", "", null, true);
        } catch (SecretBox.CannotOpen e) {
            return new Outcome(null, Duration.ZERO, "The webhook's secret cannot be opened. " + e.getMessage() + " (POST /api/v1/webhooks/{id}/rotate-secret).", "", null, false);
        }
    }

    /** No message is taken any more; those under way end. */
    @Override
    public CompletionStage<?> shutdownGracefully() {
        stopping = true;
        news.release();
        return CompletableFuture.runAsync(() -> {
            places.acquireUninterruptibly(PLACES);
            places.release(PLACES); // this is asked more than once
        }, task -> Thread.ofVirtual().start(task));
    }

    @Override
    public OptionalLong reportActiveTasks() {
        return OptionalLong.of(inFlight.get());
    }

    @PreDestroy
    synchronized void close() {
        stopping = true;
        subscriptions.values().forEach(EventSignals.Subscription::close);
        if (thread != null) {
            thread.interrupt();
        }
    }
}
