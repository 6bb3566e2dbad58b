package dev.steward.jdbc.workspace;

import dev.steward.jdbc.Rows;

/** The table {@code webhook}. */
public interface WebhookRows extends Rows<WebhookRow> {
}
