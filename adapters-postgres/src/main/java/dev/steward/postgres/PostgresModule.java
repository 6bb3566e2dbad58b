package dev.steward.postgres;

import dev.steward.application.DbAdapter;
import dev.steward.application.workspace.WorkspaceDirectory;
import dev.steward.jdbc.Dialect;
import dev.steward.jdbc.EventHub;
import dev.steward.jdbc.JdbcStores;
import dev.steward.jdbc.workspace.JdbcWorkspaceDirectory;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.util.SupplierUtil;
import jakarta.inject.Singleton;

/** Wires PostgreSQL when {@code steward.database=postgres}; needs a {@link PostgresSettings} bean. The schema must be up to date. */
@Factory
@OnPostgres
final class PostgresModule {

    @Context
    @Bean(preDestroy = "close")
    PostgresListener listener(PostgresSettings settings, EventHub hub) throws InterruptedException {
        PostgresListener listener = new PostgresListener(new PostgresConnections(settings), hub);
        listener.awaitListening();
        return listener;
    }

    @Singleton
    Dialect dialect() {
        return new PostgresDialect();
    }

    @Singleton
    @Bean(preDestroy = "close")
    DbAdapter database(PostgresSettings settings, Dialect dialect, BeanProvider<JdbcStores> stores) {
        return new PostgresDatabase(settings, dialect, SupplierUtil.memoized(stores::get));
    }

    /** Reads as the owner, whom row-level security does not confine. */
    @Singleton
    WorkspaceDirectory workspaces(PostgresSettings settings, Dialect dialect) {
        return new JdbcWorkspaceDirectory(new PostgresConnections(settings)::open, dialect);
    }
}
