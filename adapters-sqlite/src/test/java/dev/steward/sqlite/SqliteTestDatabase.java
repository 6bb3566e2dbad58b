package dev.steward.sqlite;

import dev.steward.application.DbAdapter;
import dev.steward.application.TestDatabase;
import dev.steward.application.workspace.EventSignals;
import dev.steward.application.workspace.WorkspaceDirectory;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file with the newest schema for all contracts of this process; each test has workspaces of its own. */
final class SqliteTestDatabase implements TestDatabase {

    private static final SqliteTestDatabase SHARED = new SqliteTestDatabase(temporaryFile());

    private final ApplicationContext context;

    SqliteTestDatabase(Path file) {
        this(SqliteSettings.of(file));
    }

    SqliteTestDatabase(SqliteSettings settings) {
        Path file = settings.file();
        if (!Files.exists(file)) {
            SqliteTemplate.copyTo(file);
        }
        new SqliteSchema(settings).with(migrations -> {
            migrations.update();
            return true;
        });
        context = ApplicationContext.builder().properties(SqliteSettings.contextProperties()).singletons(settings).start();
    }

    static SqliteTestDatabase shared() {
        return SHARED;
    }

    static Path temporaryFile() {
        try {
            Path folder = Files.createTempDirectory("steward-test");
            folder.toFile().deleteOnExit();
            return folder.resolve("steward.db");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return new SqliteTestDatabase(temporaryFile());
    }

    ApplicationContext context() {
        return context;
    }
}
