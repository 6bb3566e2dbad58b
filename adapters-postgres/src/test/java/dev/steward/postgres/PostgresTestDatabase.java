package dev.steward.postgres;

import dev.steward.application.DbAdapter;
import dev.steward.application.TestDatabase;
import io.micronaut.context.ApplicationContext;

/** One database with the newest schema for all contracts of this process; each test has workspaces of its own. */
final class PostgresTestDatabase implements TestDatabase {

    private static final PostgresTestDatabase SHARED = new PostgresTestDatabase(PostgresServer.newDatabase());

    private final ApplicationContext context;

    PostgresTestDatabase(PostgresSettings settings) {
        new PostgresSchema(settings).with(migrations -> {
            migrations.update();
            return true;
        });
        context = ApplicationContext.builder().properties(PostgresSettings.contextProperties()).singletons(settings).start();
    }

    static PostgresTestDatabase shared() {
        return SHARED;
    }

    @Override
    public DbAdapter adapter() {
        return context.getBean(DbAdapter.class);
    }

    ApplicationContext context() {
        return context;
    }
}
