package dev.steward.jdbc;

import dev.steward.application.workspace.EventSignals;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of this process. Each adapter calls {@link #signal} when a workspace has new events. A listener that throws,
 * which it should not, harms neither the others nor the caller.
 */
public final class EventHub implements EventSignals {

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

    /** By workspace, then by subscription: the same listener may subscribe twice. */
    private final Map<UUID, Map<Subscription, Runnable>> listeners = new ConcurrentHashMap<>();

    @Override
    public Subscription subscribe(Id<Workspace> workspace, Runnable wake) {
        Subscription subscription = new Subscription() {
            @Override
            public void close() {
                listeners.computeIfPresent(workspace.value(), (id, present) -> {
                    present.remove(this);
                    return present.isEmpty() ? null : present;
                });
            }
        };
        listeners.compute(workspace.value(), (id, present) -> {
            Map<Subscription, Runnable> all = present == null ? new ConcurrentHashMap<>() : present;
            all.put(subscription, wake);
            return all;
        });
        return subscription;
    }

    public void signal(UUID workspace) {
        listeners.getOrDefault(workspace, Map.of()).values().forEach(EventHub::wake);
    }

    /** When it is unknown which workspaces changed, such as after a lost connection. */
    public void signalAll() {
        listeners.values().forEach(all -> all.values().forEach(EventHub::wake));
    }

    private static void wake(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("A listener for events threw", e);
        }
    }
}
