package dev.steward.application.workspace;

import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;

/** Tells that a workspace has new events, whichever server of the installation wrote them. */
public interface EventSignals {

    /**
     * Calls {@code wake} soon after each commit that wrote events, from any thread, maybe once for several commits. It says
     * only that there is something: the caller reads the log from where it was. {@code wake} returns at once and never throws.
     *
     * @return ends the subscription; a second close does nothing
     */
    Subscription subscribe(Id<Workspace> workspace, Runnable wake);

    /** A subscription that ends when closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
