package dev.steward.application.workspace;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioPlans.Asked;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.WebhookDelivery;
import dev.steward.domain.workspace.WebhookDelivery.Outcome;
import dev.steward.domain.workspace.WebhookRetries;
import dev.steward.domain.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is asked of webhooks and their messages, and which index answers it. */
public final class WebhookPlans {

    private static final int WEBHOOKS = 50;
    private static final int PORTION = 500;

    private final List<Webhook> webhooks = new ArrayList<>();
    private final Instant now = TestDatabase.now();

    /** Puts {@code rows} messages into the workspace, most of them delivered. */
    public WebhookPlans(TestDatabase database, Id<Workspace> workspace, int rows) {
        for (int i = 0; i < WEBHOOKS; i++) {
            webhooks.add(WebhookSamples.webhook(database, workspace));
        }
        for (int from = 0; from < rows; from += PORTION) {
            List<WebhookDelivery> portion = IntStream.range(from, Math.min(rows, from + PORTION)).mapToObj(this::delivery).toList();
            database.write(workspace, stores -> stores.of(WebhookDeliveryStore.class).insertAll(portion));
        }
    }

    private WebhookDelivery delivery(int n) {
        WebhookDelivery made = WebhookSamples.aDelivery(webhooks.get(n % WEBHOOKS).id(), (long) n);
        WebhookDelivery delivery = n % 20 == 0 ? made
                : made.take(now, Duration.ofMinutes(1)).finish(now, new Outcome(200, Duration.ZERO, "", "", null, false), WebhookRetries.STANDARD, 0);
        return new WebhookDelivery(made.meta(), delivery.webhookId(), delivery.eventSequence(), delivery.eventType(), delivery.status(),
                delivery.attempts(), delivery.nextAttemptAt(), delivery.lastAttemptAt(), delivery.lastStatusCode(), delivery.lastDurationMs(), "", "");
    }

    public Stream<Asked> all() {
        Id<Webhook> one = webhooks.get(7).id();
        return Stream.of(
                new Asked("what is due of a webhook", stores -> stores.of(WebhookDeliveryStore.class).due(one, now, 4), "webhook_delivery_next_attempt_at_index", true),
                new Asked("the next attempt of a webhook", stores -> stores.of(WebhookDeliveryStore.class).nextAttempt(one), "webhook_delivery_next_attempt_at_index", true),
                newest("messages of a webhook", "webhook_delivery_webhook_id_index", Filter.in("webhook_id", one.value())),
                newest("dead messages of a webhook", "webhook_delivery_status_index", Filter.in("webhook_id", one.value()), Filter.in("status", "dead")));
    }

    private static Asked newest(String what, String index, Filter... filters) {
        return new Asked(what, stores -> stores.of(WebhookDeliveryStore.class).list(new Query(List.of(filters), List.of(new Order("id", true, false)), 50, Optional.empty())), index, true);
    }
}
