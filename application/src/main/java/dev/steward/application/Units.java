package dev.steward.application;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Opens units of work for callers. */
public final class Units {

    private final DbAdapter database;
    private final Clock clock;
    private final IdGenerator ids;

    public Units(DbAdapter database, Clock clock, IdGenerator ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /** See {@link DbAdapter#read}. */
    public <R> R read(Caller caller, Function<UnitOfWork, R> work) {
        return database.read(caller.workspace(), stores -> work.apply(open(stores, caller)));
    }

    /** See {@link DbAdapter#readAtOnce}. */
    public <R> Optional<R> readAtOnce(Caller caller, Function<UnitOfWork, R> work) {
        return database.readAtOnce(caller.workspace(), stores -> work.apply(open(stores, caller)));
    }

    /** See {@link DbAdapter#readAsync}. */
    public <R> CompletableFuture<R> readAsync(Caller caller, Function<UnitOfWork, R> work) {
        return database.readAsync(caller.workspace(), stores -> work.apply(open(stores, caller)));
    }

    /** See {@link DbAdapter#snapshot}. */
    public <R> R snapshot(Caller caller, Function<UnitOfWork, R> work) {
        return database.snapshot(caller.workspace(), stores -> work.apply(open(stores, caller)));
    }

    /** See {@link DbAdapter#snapshotAsync}. */
    public <R> CompletableFuture<R> snapshotAsync(Caller caller, Function<UnitOfWork, R> work) {
        return database.snapshotAsync(caller.workspace(), stores -> work.apply(open(stores, caller)));
    }

    /** See {@link DbAdapter#write}; the unit's events are written in the same transaction. */
    public <R> CompletableFuture<R> write(Caller caller, Function<UnitOfWork, R> work) {
        return database.write(caller.workspace(), stores -> {
            UnitOfWork unit = open(stores, caller);
            R result = work.apply(unit);
            unit.finish();
            return result;
        });
    }

    /**
     * Does {@code work} as {@link #write} would, refusals included, and leaves nothing of it: what a change would bring about, told by the
     * change itself.
     */
    public <R> CompletableFuture<R> rehearse(Caller caller, Function<UnitOfWork, R> work) {
        return this.<R>write(caller, unit -> {
            throw new Rehearsed(work.apply(unit));
        }).exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return cause instanceof Rehearsed rehearsed ? CompletableFuture.completedFuture(rehearsed.result()) : CompletableFuture.failedFuture(cause);
        });
    }

    /** Takes the result out of a unit that is not to be kept. */
    private static final class Rehearsed extends RuntimeException {
        private final transient Object result;

        Rehearsed(Object result) {
            super("Nothing went wrong; what was done is only not to be kept", null, false, false);
            this.result = result;
        }

        @SuppressWarnings("unchecked") // it is what the same call's work gave
        <R> R result() {
            return (R) result;
        }
    }

    private UnitOfWork open(Stores stores, Caller caller) {
        return new UnitOfWork(stores, caller, clock, ids);
    }
}
