package dev.steward.sqlite;

import dev.steward.application.DbAdapter;
import dev.steward.application.workspace.WorkspaceDirectory;
import dev.steward.jdbc.Dialect;
import dev.steward.jdbc.EventHub;
import dev.steward.jdbc.JdbcStores;
import dev.steward.jdbc.workspace.JdbcWorkspaceDirectory;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.util.SupplierUtil;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/** Wires SQLite when {@code steward.database=sqlite}; needs a {@link SqliteSettings} bean. The schema must be up to date. */
@Factory
@OnSqlite
final class SqliteModule {

    @Singleton
    Dialect dialect(SqliteSettings settings) throws SQLException {
        SqliteDialect dialect = new SqliteDialect();
        try (Connection connection = new SqliteConnections(settings).reader()) {
            dialect.learn(connection);
        }
        return dialect;
    }

    @Singleton
    @Bean(preDestroy = "close")
    DbAdapter database(SqliteSettings settings, Dialect dialect, BeanProvider<JdbcStores> stores, EventHub hub) {
        return new SqliteDatabase(settings, dialect, SupplierUtil.memoized(stores::get), hub);
    }

    @Singleton
    WorkspaceDirectory workspaces(SqliteSettings settings, Dialect dialect) {
        return new JdbcWorkspaceDirectory(new SqliteConnections(settings)::reader, dialect);
    }
}
