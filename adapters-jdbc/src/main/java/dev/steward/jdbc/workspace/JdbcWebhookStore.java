package dev.steward.jdbc.workspace;

import dev.steward.application.workspace.WebhookStore;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Webhook;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcWebhookStore extends JdbcStore<Webhook, WebhookRow> implements WebhookStore {

    JdbcWebhookStore(Jdbc jdbc, WebhookRows rows) {
        super(jdbc, rows, WebhookRow.class, WebhookRow::from, WebhookRow::toWebhook);
    }

    @Override
    public void insert(Webhook webhook) {
        super.insert(webhook);
        jdbc.update("""
                INSERT INTO webhook_progress (workspace_id, webhook_id, position)
                VALUES (?, ?, coalesce((SELECT last FROM event_sequence WHERE workspace_id = ?), 0))""",
                jdbc.workspace(), webhook.id().value(), jdbc.workspace());
    }

    @Override
    public Map<Id<Webhook>, Progress> progress(Set<Id<Webhook>> webhooks) {
        Map<Id<Webhook>, Progress> progress = new HashMap<>();
        jdbc.queryIn("""
                SELECT webhook_id, position, failing_since FROM webhook_progress
                WHERE workspace_id = ? AND webhook_id IN (%s)""",
                List.of(jdbc.workspace()), Columns.uuids(webhooks),
                row -> progress.put(new Id<>(UUID.fromString(row.getString("webhook_id"))), progress(row)));
        return progress;
    }

    @Override
    public Optional<Progress> lockProgress(Id<Webhook> webhook) {
        return jdbc.first("SELECT position, failing_since FROM webhook_progress WHERE workspace_id = ? AND webhook_id = ?" + jdbc.dialect().rowLock(),
                List.of(jdbc.workspace(), webhook.value()), this::progress);
    }

    private Progress progress(ResultSet row) throws SQLException {
        @Nullable Instant failingSince = row.getObject("failing_since") == null ? null : jdbc.dialect().instant(row, "failing_since");
        return new Progress(row.getLong("position"), failingSince);
    }

    @Override
    public void progressed(Id<Webhook> webhook, Progress progress) {
        jdbc.update("UPDATE webhook_progress SET position = ?, failing_since = ? WHERE workspace_id = ? AND webhook_id = ?",
                progress.position(), progress.failingSince(), jdbc.workspace(), webhook.value());
    }
}
