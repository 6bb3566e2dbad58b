package dev.steward.postgres;

import dev.steward.application.DbAdapter;
import dev.steward.application.TestDatabase;
import dev.steward.application.workspace.EventSignals;
import dev.steward.application.workspace.WorkspaceDirectory;
import io.micronaut.context.ApplicationContext;

/** One database with the newest schema for all contracts of this process; each test has workspaces of its own. */
final class PostgresTestDatabase implements TestDatabase {

    private static final PostgresTestDatabase SHARED = new PostgresTestDatabase(PostgresServer.migratedDatabase());

    private final PostgresSettings settings;
    private final ApplicationContext context;

    PostgresTestDatabase(PostgresSettings settings) {
        this.settings = settings;
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

    @Override
    public EventSignals signals() {
        return context.getBean(EventSignals.class);
    }

    @Override
    public WorkspaceDirectory directory() {
        return context.getBean(WorkspaceDirectory.class);
    }

    @Override
    public TestDatabase another() {
        return new PostgresTestDatabase(settings);
    }

    ApplicationContext context() {
        return context;
    }
}
