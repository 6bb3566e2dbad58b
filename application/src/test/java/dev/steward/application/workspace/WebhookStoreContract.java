package dev.steward.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.application.workspace.WebhookStore.Progress;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public interface WebhookStoreContract extends StoreContract<Webhook> {

    @Override
    default Class<WebhookStore> port() {
        return WebhookStore.class;
    }

    @Override
    default Webhook sample(Id<Workspace> workspace) {
        return WebhookSamples.aWebhook(true);
    }

    @Override
    default Webhook changed(Webhook webhook) {
        return webhook.rotate(TestDatabase.now(), "v1.other.secret");
    }

    @Override
    default List<Webhook> edges(Id<Workspace> workspace) {
        Instant late = Instant.parse("9999-12-31T23:59:59.999Z");
        return List.of(
                Webhook.create(WebhookSamples.meta(), new Webhook.Details("http://[2001:db8::1]:1024", "", List.of(), null, false), "x"),
                new Webhook(WebhookSamples.meta(), new Webhook.Details("https://" + "a".repeat(60) + ".example/" + "p".repeat(1_900), "🎈".repeat(500), List.of(), null, true),
                        new Webhook.Secrets("new", "old", late), "It answered 410 Gone."));
    }

    private void happens(Id<Workspace> workspace, int events) {
        database().write(workspace, stores -> stores.of(EventStore.class).append(IntStream.range(0, events).mapToObj(i -> new Event(0, TestDatabase.now(), Actor.SYSTEM,
                "session.completed", "session", TestDatabase.newId(), null, null, Json.EMPTY, "")).toList()));
    }

    private Map<Id<Webhook>, Progress> progress(Id<Workspace> workspace, Webhook... webhooks) {
        return database().read(workspace, stores -> stores.of(WebhookStore.class).progress(Set.of(webhooks).stream().map(Webhook::id).collect(java.util.stream.Collectors.toSet())));
    }

    @Test
    default void aNewWebhookBeginsBehindTheNewestEvent() {
        Id<Workspace> workspace = newWorkspace();
        Webhook first = insert(workspace);
        happens(workspace, 3);
        Webhook second = insert(workspace);

        assertThat(progress(workspace, first, second)).isEqualTo(Map.of(first.id(), new Progress(0, null), second.id(), new Progress(3, null)));
        assertThat(progress(newWorkspace(), first)).isEmpty();
    }

    @Test
    default void progressIsKeptApartFromTheWebhook() {
        Id<Workspace> workspace = newWorkspace();
        Webhook webhook = insert(workspace);
        Progress progress = new Progress(Long.MAX_VALUE, TestDatabase.now());
        database().write(workspace, stores -> stores.of(WebhookStore.class).progressed(webhook.id(), progress));
        database().write(workspace, stores -> stores.of(WebhookStore.class).update(webhook, changed(webhook)));

        assertThat(progress(workspace, webhook)).containsValue(progress);
        database().write(workspace, stores -> assertThat(stores.of(WebhookStore.class).lockProgress(webhook.id())).contains(progress));
        database().write(newWorkspace(), stores -> {
            assertThat(stores.of(WebhookStore.class).lockProgress(webhook.id())).isEqualTo(Optional.empty());
            stores.of(WebhookStore.class).progressed(webhook.id(), new Progress(1, null));
        });
        assertThat(progress(workspace, webhook)).containsValue(progress);
    }

    @Test
    default void progressGoesWithItsWebhook() {
        Id<Workspace> workspace = newWorkspace();
        Webhook webhook = insert(workspace);
        database().write(workspace, stores -> stores.of(WebhookStore.class).delete(webhook));

        assertThat(progress(workspace, webhook)).isEmpty();
    }
}
