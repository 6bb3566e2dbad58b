package dev.steward.jdbc.workspace;

import dev.steward.jdbc.Rows;

/** The table {@code webhook_delivery}. */
public interface WebhookDeliveryRows extends Rows<WebhookDeliveryRow> {
}
