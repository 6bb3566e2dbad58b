package dev.steward.jdbc.workspace;

import dev.steward.domain.workspace.EventPattern;
import dev.steward.domain.workspace.Webhook;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row of {@code webhook}; the types of events are separated by blanks. */
@MappedEntity("webhook")
public record WebhookRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        String url,
        String description,
        String eventTypes,
        @Nullable UUID projectId,
        boolean isActive,
        String disabledReason,
        String secret,
        @Nullable String previousSecret,
        @Nullable Instant previousSecretUntil) {

    static WebhookRow from(Webhook webhook, RowKey key) {
        Webhook.Details details = webhook.details();
        return new WebhookRow(key, webhook.version(), webhook.meta().createdAt(), webhook.meta().updatedAt(), details.url(), details.description(),
                details.eventTypes().stream().map(EventPattern::text).collect(Collectors.joining(" ")), details.projectId(), details.isActive(),
                webhook.disabledReason(), webhook.secrets().current(), webhook.secrets().previous(), webhook.secrets().previousUntil());
    }

    Webhook toWebhook() {
        return new Webhook(key.meta(version, createdAt, updatedAt),
                new Webhook.Details(url, description,
                        Arrays.stream(eventTypes.split(" ")).filter(type -> !type.isEmpty()).map(EventPattern::new).toList(), projectId, isActive),
                new Webhook.Secrets(secret, previousSecret, previousSecretUntil), disabledReason);
    }
}
