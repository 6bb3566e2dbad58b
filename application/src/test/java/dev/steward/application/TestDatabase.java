package dev.steward.application;

import dev.steward.application.workspace.EventSignals;
import dev.steward.application.workspace.WorkspaceDirectory;
import dev.steward.application.workspace.WorkspaceStore;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** A real database with the newest schema, as the contracts use it. */
public interface TestDatabase {

    DbAdapter adapter();

    EventSignals signals();

    WorkspaceDirectory directory();

    /** An adapter of its own that the test may close: another server on the same PostgreSQL, another file on SQLite. */
    TestDatabase another();

    default <R> R read(Id<Workspace> workspace, Function<Stores, R> work) {
        return adapter().read(workspace, work);
    }

    /** Writes, waits, and throws what the write threw. */
    default void write(Id<Workspace> workspace, Consumer<Stores> work) {
        try {
            adapter().write(workspace, stores -> {
                work.accept(stores);
                return true;
            }).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    default Id<Workspace> newWorkspace() {
        Workspace workspace = aWorkspace();
        write(workspace.id(), stores -> stores.of(WorkspaceStore.class).insert(workspace));
        return workspace.id();
    }

    static Workspace aWorkspace() {
        UUID id = newId();
        return new Workspace(Meta.first(new Id<>(id), now()), "w-" + id, "Ada");
    }

    static UUID newId() {
        return UUID.randomUUID();
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
