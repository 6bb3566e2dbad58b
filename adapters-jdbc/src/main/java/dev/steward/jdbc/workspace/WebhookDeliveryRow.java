package dev.steward.jdbc.workspace;

import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.workspace.WebhookDelivery;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code webhook_delivery}. */
@MappedEntity("webhook_delivery")
public record WebhookDeliveryRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID webhookId,
        @Nullable Long eventSequence,
        String eventType,
        String status,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant lastAttemptAt,
        @Nullable Integer lastStatusCode,
        @Nullable Long lastDurationMs,
        String lastError,
        String lastAnswer) {

    static WebhookDeliveryRow from(WebhookDelivery delivery, RowKey key) {
        return new WebhookDeliveryRow(key, delivery.version(), delivery.meta().createdAt(), delivery.meta().updatedAt(), delivery.webhookId().value(),
                delivery.eventSequence(), delivery.eventType(), delivery.status().word(), delivery.attempts(), delivery.nextAttemptAt(),
                delivery.lastAttemptAt(), delivery.lastStatusCode(), delivery.lastDurationMs(), delivery.lastError(), delivery.lastAnswer());
    }

    WebhookDelivery toDelivery() {
        return new WebhookDelivery(key.meta(version, createdAt, updatedAt), new Id<>(webhookId), eventSequence, eventType,
                Word.of(WebhookDelivery.Status.class, status), attempts, nextAttemptAt, lastAttemptAt, lastStatusCode, lastDurationMs, lastError, lastAnswer);
    }
}
