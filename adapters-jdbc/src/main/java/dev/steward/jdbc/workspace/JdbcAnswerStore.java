package dev.steward.jdbc.workspace;

import dev.steward.application.workspace.AnswerStore;
import dev.steward.domain.workspace.StoredAnswer;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcPort;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcAnswerStore implements AnswerStore, JdbcPort {

    private final Jdbc jdbc;

    JdbcAnswerStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean lock(String key) {
        return jdbc.tryLock(key);
    }

    @Override
    public Optional<StoredAnswer> find(String key) {
        return jdbc.first("SELECT key, request_hash, status, headers, body, created_at FROM stored_answer WHERE workspace_id = ? AND key = ?",
                List.of(jdbc.workspace(), key),
                row -> new StoredAnswer(row.getString("key"), row.getString("request_hash"), row.getInt("status"),
                        row.getString("headers"), row.getString("body"), jdbc.dialect().instant(row, "created_at")));
    }

    @Override
    public void put(StoredAnswer answer) {
        jdbc.update("""
                INSERT INTO stored_answer (workspace_id, key, request_hash, status, headers, body, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (workspace_id, key) DO UPDATE SET
                  request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
                  body = excluded.body, created_at = excluded.created_at""",
                jdbc.workspace(), answer.key(), answer.requestHash(), answer.status(), answer.headers(), answer.body(), answer.createdAt());
    }

    @Override
    public int forgetBefore(Instant instant, int limit) {
        return jdbc.update("""
                DELETE FROM stored_answer
                WHERE workspace_id = ? AND key IN (
                  SELECT key FROM stored_answer WHERE workspace_id = ? AND created_at < ? ORDER BY created_at LIMIT ?)""",
                jdbc.workspace(), jdbc.workspace(), instant, limit);
    }
}
