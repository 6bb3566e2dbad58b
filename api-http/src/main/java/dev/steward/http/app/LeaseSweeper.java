package dev.steward.http.app;

import dev.steward.application.Caller;
import dev.steward.application.Units;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Value;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after leases that have ended while nobody asks for what they held: the assignment can be claimed again, or has failed after its
 * last attempt. Claims do not need it; cards, runs and readers of events do. Every server does it, because whoever comes second finds
 * nothing to do.
 */
@Singleton
public final class LeaseSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseSweeper.class);

    private final Units units;
    private final Workspaces workspaces;
    private final Assignments assignments;
    private final Duration interval;
    private final Counter expired;
    private @Nullable Thread thread;

    LeaseSweeper(Units units, Workspaces workspaces, Assignments assignments, @Value("${steward.lease-sweep}") Duration interval, MeterRegistry metrics) {
        this.units = units;
        this.workspaces = workspaces;
        this.assignments = assignments;
        this.interval = interval;
        this.expired = Counter.builder("steward.leases.expired").description("Leases that ended without a word and that this server cleared away").register(metrics);
    }

    /** Goes on until the context closes. */
    public synchronized void start() {
        thread = Thread.ofPlatform().daemon().name("leases").start(() -> {
            try {
                while (true) {
                    Thread.sleep(interval);
                    sweepOrLog();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void sweepOrLog() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("Leases that have ended could not be looked after, trying again: {}", e.getMessage());
        }
    }

    /** Looks after all that have ended now, and answers how many. */
    public int sweep() {
        int all = 0;
        for (Workspace workspace : workspaces.list()) {
            Caller caller = Caller.system(workspace.id(), Actor.SYSTEM);
            while (units.read(caller, assignments::needsSweep)) {
                int some = units.write(caller, assignments::sweep).join();
                expired.increment(some);
                all += some;
            }
        }
        return all;
    }

    @PreDestroy
    synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
