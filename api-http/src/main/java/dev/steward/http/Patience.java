package dev.steward.http;

import java.util.concurrent.CompletableFuture;

/** Whether somebody still waits for an answer. A request that takes something away for its caller does not do so for nobody. */
public final class Patience {

    private final CompletableFuture<Boolean> end = new CompletableFuture<>();

    /** The caller left. A second call does nothing. */
    public void end() {
        end.complete(true);
    }

    public boolean ended() {
        return end.isDone();
    }

    /** Runs {@code action} once, when the caller leaves; at once when it has left. */
    public void onEnd(Runnable action) {
        end.thenRun(action);
    }
}
