package dev.steward.jdbc.workspace;

import dev.steward.application.workspace.WebhookDeliveryStore;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.WebhookDelivery;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcWebhookDeliveryStore extends JdbcStore<WebhookDelivery, WebhookDeliveryRow> implements WebhookDeliveryStore {

    JdbcWebhookDeliveryStore(Jdbc jdbc, WebhookDeliveryRows rows) {
        super(jdbc, rows, WebhookDeliveryRow.class, WebhookDeliveryRow::from, WebhookDeliveryRow::toDelivery);
    }

    @Override
    public void enqueue(List<WebhookDelivery> deliveries) {
        for (WebhookDelivery delivery : deliveries) {
            jdbc.update("""
                    INSERT INTO webhook_delivery (workspace_id, id, version, created_at, updated_at, webhook_id, event_sequence, event_type, status, attempts,
                                                  next_attempt_at, last_error, last_answer)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (workspace_id, webhook_id, event_sequence) DO UPDATE SET
                      version = webhook_delivery.version + 1, updated_at = excluded.updated_at, status = excluded.status, attempts = excluded.attempts,
                      next_attempt_at = excluded.next_attempt_at""",
                    jdbc.workspace(), delivery.id().value(), delivery.version(), delivery.meta().createdAt(), delivery.meta().updatedAt(),
                    delivery.webhookId().value(), delivery.eventSequence(), delivery.eventType(), delivery.status().word(), delivery.attempts(),
                    delivery.nextAttemptAt(), delivery.lastError(), delivery.lastAnswer());
        }
    }

    @Override
    public List<WebhookDelivery> due(Id<Webhook> webhook, Instant now, int limit) {
        String lock = jdbc.dialect().rowLock().isEmpty() ? "" : jdbc.dialect().rowLock() + " SKIP LOCKED";
        return select("webhook_id = ? AND next_attempt_at <= ? ORDER BY next_attempt_at, id" + Jdbc.limit(limit) + lock, webhook.value(), now);
    }

    @Override
    public Optional<Instant> nextAttempt(Id<Webhook> webhook) {
        return jdbc.first("""
                SELECT next_attempt_at FROM webhook_delivery
                WHERE workspace_id = ? AND webhook_id = ? AND next_attempt_at IS NOT NULL
                ORDER BY next_attempt_at LIMIT 1""", List.of(jdbc.workspace(), webhook.value()), row -> jdbc.dialect().instant(row, "next_attempt_at"));
    }

    @Override
    public int forgetBefore(Instant instant, int limit) {
        return jdbc.update("""
                DELETE FROM webhook_delivery
                WHERE workspace_id = ? AND id IN (
                  SELECT id FROM webhook_delivery WHERE workspace_id = ? AND created_at < ? ORDER BY created_at, id LIMIT ?)""",
                jdbc.workspace(), jdbc.workspace(), instant, limit);
    }
}
