package dev.steward.jdbc;

import dev.steward.application.StoreException.Unavailable;
import dev.steward.application.Stores;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A write that waits to be committed together with others, and then its outcome until it is answered. Of one thread at a time. */
public final class PendingWrite<R> {

    private final Id<Workspace> workspace;
    private final Function<Stores, R> work;
    private final CompletableFuture<R> future = new CompletableFuture<>();
    private @Nullable R result;
    private @Nullable Throwable failure;
    private boolean announcesEvents;
    private boolean committed;

    public PendingWrite(Id<Workspace> workspace, Function<Stores, R> work) {
        this.workspace = workspace;
        this.work = work;
    }

    public Id<Workspace> workspace() {
        return workspace;
    }

    public CompletableFuture<R> future() {
        return future;
    }

    /**
     * Runs the work; false when it failed and is to be rolled back. Out of memory or stack, the error may have hit the driver
     * as well as the work, so it ends the group.
     */
    public boolean run(Session session, Stores stores) {
        try {
            result = session.run(() -> work.apply(stores));
            announcesEvents = session.announcesEvents() || !session.gatheredEvents().isEmpty();
            return true;
        } catch (VirtualMachineError e) {
            failure = e;
            throw e;
        } catch (Throwable e) {
            failure = e;
            return false;
        }
    }

    public void committed() {
        committed = true;
    }

    /** A work that failed by itself keeps its own reason. */
    public void fail(Throwable cause) {
        failure = failure == null ? cause : failure;
    }

    public @Nullable Throwable failure() {
        return failure;
    }

    /** Forgets how it failed: it is tried once more. */
    public void again() {
        failure = null;
        committed = false;
    }

    /** Whether it wrote events that are there now. */
    public boolean announcesEvents() {
        return committed && failure == null && announcesEvents;
    }

    /** A second call does nothing. */
    public void answer() {
        if (committed && failure == null) {
            future.complete(result);
        } else {
            future.completeExceptionally(failure != null ? failure : new Unavailable("The write was given up", Duration.ofSeconds(1)));
        }
    }
}
