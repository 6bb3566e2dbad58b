package dev.steward.http.workspace;

import jakarta.inject.Singleton;

/** Whether what a start still has to do is done: a server that listens already may have no workspace yet, or no key to it. */
@Singleton
public final class Readiness {

    private volatile boolean starting;

    /** From now on the server says that it is not ready. */
    public void starting() {
        starting = true;
    }

    public void started() {
        starting = false;
    }

    boolean isStarting() {
        return starting;
    }
}
