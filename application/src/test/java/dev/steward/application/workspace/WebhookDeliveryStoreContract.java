package dev.steward.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.WebhookDelivery;
import dev.steward.domain.workspace.WebhookDelivery.Outcome;
import dev.steward.domain.workspace.WebhookDelivery.Status;
import dev.steward.domain.workspace.WebhookRetries;
import dev.steward.domain.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

public interface WebhookDeliveryStoreContract extends StoreContract<WebhookDelivery> {

    @Override
    default Class<WebhookDeliveryStore> port() {
        return WebhookDeliveryStore.class;
    }

    @Override
    default WebhookDelivery sample(Id<Workspace> workspace) {
        return WebhookSamples.aDelivery(WebhookSamples.webhook(database(), workspace).id(), 7L);
    }

    @Override
    default WebhookDelivery changed(WebhookDelivery delivery) {
        return delivery.take(TestDatabase.now(), Duration.ofMinutes(1));
    }

    @Override
    default List<WebhookDelivery> edges(Id<Workspace> workspace) {
        Id<Webhook> webhook = WebhookSamples.webhook(database(), workspace).id();
        Instant late = Instant.parse("9999-12-31T23:59:59.999Z");
        return List.of(
                WebhookSamples.aDelivery(webhook, null),
                WebhookSamples.aDelivery(webhook, null),
                new WebhookDelivery(WebhookSamples.meta(), webhook, Long.MAX_VALUE, "a.b", Status.DEAD, Integer.MAX_VALUE, null, late, 599, Long.MAX_VALUE, "🎈".repeat(500), "笔".repeat(2_000)),
                new WebhookDelivery(WebhookSamples.meta(), webhook, 1L, "a.b", Status.FAILED, 3, late, late, null, 0L, "x", ""));
    }

    @Override
    default Map<String, WebhookDelivery> taken(Id<Workspace> workspace, WebhookDelivery stored) {
        return Map.of("webhook_delivery_event_unique", WebhookSamples.aDelivery(stored.webhookId(), stored.eventSequence()));
    }

    private List<WebhookDelivery> due(Id<Workspace> workspace, Id<Webhook> webhook, Instant now, int limit) {
        return database().read(workspace, stores -> stores.of(WebhookDeliveryStore.class).due(webhook, now, limit));
    }

    private WebhookDelivery of(Id<Webhook> webhook, long sequence, Instant next) {
        WebhookDelivery made = WebhookSamples.aDelivery(webhook, sequence);
        return new WebhookDelivery(made.meta(), webhook, sequence, "a.b", Status.FAILED, 1, next, null, null, null, "", "");
    }

    @Test
    default void whatIsDueComesLongestDueFirst() {
        Id<Workspace> workspace = newWorkspace();
        Id<Webhook> webhook = WebhookSamples.webhook(database(), workspace).id();
        Instant now = TestDatabase.now();
        WebhookDelivery second = insert(workspace, of(webhook, 1, now.minusSeconds(1)));
        WebhookDelivery first = insert(workspace, of(webhook, 2, now.minusSeconds(2)));
        WebhookDelivery now3 = insert(workspace, of(webhook, 3, now));
        insert(workspace, of(webhook, 4, now.plusMillis(1)));
        insert(workspace, of(WebhookSamples.webhook(database(), workspace).id(), 5, now.minusSeconds(9)));
        WebhookDelivery done = of(webhook, 6, now.minusSeconds(9)).finish(now, new Outcome(200, Duration.ZERO, "", "", null, false), WebhookRetries.STANDARD, 0);
        insert(workspace, done);

        assertThat(due(workspace, webhook, now, 10)).containsExactly(first, second, now3);
        assertThat(due(workspace, webhook, now, 2)).containsExactly(first, second);
        assertThat(due(newWorkspace(), webhook, now, 10)).isEmpty();
        assertThat(lookUp(workspace, stores -> stores.of(WebhookDeliveryStore.class).nextAttempt(webhook))).contains(now.minusSeconds(2));
        assertThat(lookUp(newWorkspace(), stores -> stores.of(WebhookDeliveryStore.class).nextAttempt(webhook))).isEmpty();
    }

    @Test
    default void aMessageOfAnEventThatIsThereBeginsAnew() {
        Id<Workspace> workspace = newWorkspace();
        Id<Webhook> webhook = WebhookSamples.webhook(database(), workspace).id();
        Instant now = TestDatabase.now();
        WebhookDelivery dead = insert(workspace, of(webhook, 1, now).finish(now, new Outcome(500, Duration.ofMillis(5), "It failed.", "oops", null, true), WebhookRetries.STANDARD, 0));
        WebhookDelivery again = WebhookSamples.aDelivery(webhook, 1L);
        WebhookDelivery fresh = WebhookSamples.aDelivery(webhook, 2L);

        database().write(workspace, stores -> stores.of(WebhookDeliveryStore.class).enqueue(List.of(again, fresh)));

        assertThat(find(workspace, again)).isEmpty();
        assertThat(find(workspace, fresh)).contains(fresh);
        assertThat(find(workspace, dead)).hasValueSatisfying(anew -> {
            assertThat(anew.status()).isEqualTo(Status.PENDING);
            assertThat(anew.attempts()).isZero();
            assertThat(anew.nextAttemptAt()).isEqualTo(again.nextAttemptAt());
            assertThat(anew.version()).isEqualTo(dead.version() + 1);
            assertThat(anew.lastError()).isEqualTo("It failed.");
        });
    }

    @Test
    default void manyWhoTakeGetEachOnce() throws Exception {
        Id<Workspace> workspace = newWorkspace();
        Id<Webhook> webhook = WebhookSamples.webhook(database(), workspace).id();
        Instant now = TestDatabase.now();
        int count = 60;
        database().write(workspace, stores -> stores.of(WebhookDeliveryStore.class).enqueue(LongStream.rangeClosed(1, count)
                .mapToObj(sequence -> of(webhook, sequence, now)).toList()));
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<?>> takers = IntStream.range(0, 6).<Future<?>>mapToObj(t -> threads.submit(() -> {
                while (seen.size() < count) {
                    List<WebhookDelivery> some = database().adapter().write(workspace, stores -> {
                        WebhookDeliveryStore store = stores.of(WebhookDeliveryStore.class);
                        return store.due(webhook, now, 4).stream().map(delivery -> {
                            WebhookDelivery taken = delivery.take(now, Duration.ofMinutes(1));
                            store.update(delivery, taken);
                            return taken;
                        }).toList();
                    }).join();
                    some.forEach(delivery -> assertThat(seen.add(delivery.eventSequence())).as("nobody else has %s", delivery.eventSequence()).isTrue());
                }
            })).toList();
            for (Future<?> taker : takers) {
                taker.get();
            }
        }
        assertThat(seen).hasSize(count);
    }

    @Test
    default void theOldestAreForgotten() {
        Id<Workspace> workspace = newWorkspace();
        WebhookDelivery one = insert(workspace);
        WebhookDelivery two = insert(workspace);

        database().write(workspace, stores -> assertThat(stores.of(WebhookDeliveryStore.class).forgetBefore(one.meta().createdAt(), 10)).isZero());
        database().write(newWorkspace(), stores -> assertThat(stores.of(WebhookDeliveryStore.class).forgetBefore(two.meta().createdAt().plusMillis(1), 10)).isZero());
        database().write(workspace, stores -> assertThat(stores.of(WebhookDeliveryStore.class).forgetBefore(two.meta().createdAt().plusMillis(1), 1)).isEqualTo(1));
        assertThat(list(workspace, dev.steward.application.Query.all(10))).hasSize(1);
        database().write(workspace, stores -> assertThat(stores.of(WebhookDeliveryStore.class).forgetBefore(two.meta().createdAt().plusMillis(1), 5)).isEqualTo(1));
    }

    @Test
    default void messagesGoWithTheirWebhook() {
        Id<Workspace> workspace = newWorkspace();
        Webhook webhook = WebhookSamples.webhook(database(), workspace);
        WebhookDelivery delivery = insert(workspace, WebhookSamples.aDelivery(webhook.id(), 1L));
        database().write(workspace, stores -> stores.of(WebhookStore.class).delete(webhook));

        assertThat(find(workspace, delivery)).isEmpty();
    }
}
