package dev.steward.jdbc;

import dev.steward.application.workspace.EventSignals;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The listeners of this process. Each adapter calls {@link #signal} when a workspace has new events. */
public final class EventHub implements EventSignals {

    private final Map<UUID, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    @Override
    public Subscription subscribe(Id<Workspace> workspace, Runnable wake) {
        listeners.compute(workspace.value(), (id, present) -> {
            Set<Runnable> set = present == null ? ConcurrentHashMap.newKeySet() : present;
            set.add(wake);
            return set;
        });
        return () -> listeners.computeIfPresent(workspace.value(), (id, set) -> {
            set.remove(wake);
            return set.isEmpty() ? null : set;
        });
    }

    public void signal(UUID workspace) {
        listeners.getOrDefault(workspace, Set.of()).forEach(Runnable::run);
    }

    /** When it is unknown which workspaces changed, such as after a lost connection. */
    public void signalAll() {
        listeners.values().forEach(set -> set.forEach(Runnable::run));
    }

    public boolean hasListeners() {
        return !listeners.isEmpty();
    }
}
