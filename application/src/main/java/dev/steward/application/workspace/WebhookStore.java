package dev.steward.application.workspace;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Webhook;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The webhooks of a workspace, and how far each has come. What is inserted begins behind the newest event. */
public interface WebhookStore extends Store<Webhook> {

    /**
     * How far a webhook has come; apart from the webhook itself, because it changes all the time and is no change of it.
     *
     * @param position of the newest event that was looked at
     * @param failingSince when the first delivery failed after which none was taken; null while all is well
     */
    record Progress(long position, @Nullable Instant failingSince) {
    }

    /** By webhook; those that are not there are absent. */
    Map<Id<Webhook>, Progress> progress(Set<Id<Webhook>> webhooks);

    /** The same of one, which nobody else changes until this transaction ends. */
    Optional<Progress> lockProgress(Id<Webhook> webhook);

    /** In place of what was known before; nothing for a webhook that is gone. */
    void progressed(Id<Webhook> webhook, Progress progress);
}
