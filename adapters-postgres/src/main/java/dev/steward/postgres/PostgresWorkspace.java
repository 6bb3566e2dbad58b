package dev.steward.postgres;

import dev.steward.jdbc.workspace.ApiTokenRows;
import dev.steward.jdbc.workspace.SettingRows;
import dev.steward.jdbc.workspace.WebhookDeliveryRows;
import dev.steward.jdbc.workspace.WebhookRows;
import dev.steward.jdbc.workspace.WorkspaceRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the workspace context in PostgreSQL's dialect. */
interface PostgresWorkspace {

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Workspaces extends WorkspaceRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface ApiTokens extends ApiTokenRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Settings extends SettingRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Webhooks extends WebhookRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface WebhookDeliveries extends WebhookDeliveryRows {
    }
}
