package dev.steward.jdbc.workspace;

import dev.steward.application.workspace.TokenStore;
import dev.steward.domain.workspace.ApiToken;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

@Singleton
final class JdbcTokenStore extends JdbcStore<ApiToken, ApiTokenRow> implements TokenStore {

    JdbcTokenStore(Jdbc jdbc, ApiTokenRows rows) {
        super(jdbc, rows, ApiTokenRow.class, ApiTokenRow::from, ApiTokenRow::toToken);
    }

    @Override
    public Optional<ApiToken> findByHash(String secretHash) {
        return first("secret_hash = ?", secretHash);
    }

    @Override
    public void touch(ApiToken token, Instant usedAt) {
        jdbc.update("UPDATE api_token SET last_used_at = ? WHERE workspace_id = ? AND id = ?",
                usedAt, jdbc.workspace(), token.id().value());
    }
}
