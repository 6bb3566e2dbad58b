package dev.steward.sqlite;

import dev.steward.jdbc.workspace.ApiTokenRows;
import dev.steward.jdbc.workspace.SettingRows;
import dev.steward.jdbc.workspace.WebhookDeliveryRows;
import dev.steward.jdbc.workspace.WebhookRows;
import dev.steward.jdbc.workspace.WorkspaceRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the workspace context in SQLite's dialect; Micronaut Data has none of its own for it. */
interface SqliteWorkspace {

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Workspaces extends WorkspaceRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface ApiTokens extends ApiTokenRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Settings extends SettingRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Webhooks extends WebhookRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface WebhookDeliveries extends WebhookDeliveryRows {
    }
}
