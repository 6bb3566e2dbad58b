package dev.steward.application.workspace;

import dev.steward.application.UnitOfWork;
import dev.steward.domain.workspace.StoredAnswer;
import dev.steward.domain.workspace.WebhookDelivery;
import java.time.Duration;

/** Forgets what a workspace has kept long enough, a bounded number a call, so that no other writer waits for long. */
public final class Retention {

    /** At most so many go at once. */
    public static final int AT_ONCE = 500;

    private final Settings settings;

    public Retention(Settings settings) {
        this.settings = settings;
    }

    /**
     * Forgets the oldest events, when the workspace's {@code event_retention_days} have passed since them.
     *
     * @return how many; when it is fewer than {@link #AT_ONCE}, all of them are gone
     */
    public int forgetEvents(UnitOfWork unit) {
        int days = settings.eventRetentionDays(unit);
        return days == 0 ? 0 : unit.store(EventStore.class).forgetBefore(unit.now().minus(Duration.ofDays(days)), AT_ONCE);
    }

    /** The same for messages to webhooks. */
    public int forgetDeliveries(UnitOfWork unit) {
        return unit.store(WebhookDeliveryStore.class).forgetBefore(unit.now().minus(WebhookDelivery.KEPT), AT_ONCE);
    }

    /** The same for answers that no repeated request gets any more. */
    public int forgetAnswers(UnitOfWork unit) {
        return unit.store(AnswerStore.class).forgetBefore(unit.now().minus(StoredAnswer.KEPT), AT_ONCE);
    }
}
