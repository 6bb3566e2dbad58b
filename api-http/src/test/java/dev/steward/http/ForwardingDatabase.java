package dev.steward.http;

import dev.steward.application.DbAdapter;
import dev.steward.application.Stores;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Another database, of which a test does some things differently. */
public abstract class ForwardingDatabase implements DbAdapter {

    protected final DbAdapter database;

    protected ForwardingDatabase(DbAdapter database) {
        this.database = database;
    }

    @Override
    public <R> R read(Id<Workspace> workspace, Function<Stores, R> work) {
        return database.read(workspace, work);
    }

    @Override
    public <R> CompletableFuture<R> readAsync(Id<Workspace> workspace, Function<Stores, R> work) {
        return database.readAsync(workspace, work);
    }

    @Override
    public <R> R snapshot(Id<Workspace> workspace, Function<Stores, R> work) {
        return database.snapshot(workspace, work);
    }

    @Override
    public <R> CompletableFuture<R> snapshotAsync(Id<Workspace> workspace, Function<Stores, R> work) {
        return database.snapshotAsync(workspace, work);
    }

    @Override
    public <R> CompletableFuture<R> write(Id<Workspace> workspace, Function<Stores, R> work) {
        return database.write(workspace, work);
    }

    @Override
    public void ping() {
        database.ping();
    }

    @Override
    public void close() {
        database.close();
    }
}
