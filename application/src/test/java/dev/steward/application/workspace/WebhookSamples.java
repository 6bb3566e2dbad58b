package dev.steward.application.workspace;

import dev.steward.application.TestDatabase;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.EventPattern;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.WebhookDelivery;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Valid webhooks and messages to them. */
public final class WebhookSamples {

    private WebhookSamples() {
    }

    static <E> Meta<E> meta() {
        return Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now());
    }

    public static Webhook aWebhook(boolean active) {
        return Webhook.create(meta(), new Webhook.Details("https://example.com:8443/hooks?x=1", "größere 笔记 🎈", List.of(new EventPattern("card_assignment.*"),
                new EventPattern("session.completed")), TestDatabase.newId(), active), "v1.abc.def");
    }

    public static Webhook webhook(TestDatabase database, Id<Workspace> workspace) {
        Webhook webhook = aWebhook(true);
        database.write(workspace, stores -> stores.of(WebhookStore.class).insert(webhook));
        return webhook;
    }

    public static WebhookDelivery aDelivery(Id<Webhook> webhook, @Nullable Long sequence) {
        return WebhookDelivery.of(meta(), webhook, sequence, "session.completed");
    }
}
