package dev.steward.jdbc.workspace;

import dev.steward.application.workspace.RecurringJobStore;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcPort;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcRecurringJobStore implements RecurringJobStore, JdbcPort {

    private final Jdbc jdbc;

    JdbcRecurringJobStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Instant> doneAt(String name) {
        return jdbc.first("SELECT done_at FROM recurring_job WHERE workspace_id = ? AND name = ?", List.of(jdbc.workspace(), name),
                row -> jdbc.dialect().instant(row, "done_at"));
    }

    @Override
    public void done(String name, Instant instant) {
        jdbc.update("""
                INSERT INTO recurring_job (workspace_id, name, done_at) VALUES (?, ?, ?)
                ON CONFLICT (workspace_id, name) DO UPDATE SET done_at = excluded.done_at""", jdbc.workspace(), name, instant);
    }
}
