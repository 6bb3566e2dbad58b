package dev.steward.application.workspace;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.WebhookDelivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The messages to webhooks; there is one at most for a webhook and an event. */
public interface WebhookDeliveryStore extends Store<WebhookDelivery> {

    /** Keeps new ones. Where there is one of the same webhook and event already, that one begins anew instead: pending, without attempts. */
    void enqueue(List<WebhookDelivery> deliveries);

    /**
     * Those of a webhook whose next attempt is due, the longest due first. Nobody else gets them until this transaction ends; on a database
     * with many writers, what others have got is passed over.
     */
    List<WebhookDelivery> due(Id<Webhook> webhook, Instant now, int limit);

    /** When the next attempt of any of a webhook's deliveries is due, if one is to come. */
    Optional<Instant> nextAttempt(Id<Webhook> webhook);

    /**
     * Forgets the oldest that were made before {@code instant}, at most {@code limit}.
     *
     * @return how many
     */
    int forgetBefore(Instant instant, int limit);
}
