package dev.steward.application;

import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The single way to data. One implementation per database; every call is confined to one workspace. Units do not nest: a call
 * from inside {@code work} is an {@link IllegalStateException}, and so is the use of a store outside of it.
 *
 * <p>{@code work} may run more than once, because busy and serialization failures are retried here: it changes nothing but
 * through the stores, does no other input or output, and keeps no store after it has returned.
 *
 * <p>Errors of all: what {@code work} throws, unchanged; {@link StoreException.Unavailable} when the database cannot be
 * reached, stays busy, or too much waits already.
 */
public interface DbAdapter extends AutoCloseable {

    /** Runs {@code work} without a transaction: each single read sees the newest committed state. Writing is refused. */
    <R> R read(Id<Workspace> workspace, Function<Stores, R> work);

    /**
     * The same as {@link #read} for some single rows by their keys, where that takes no longer than a change of threads would; empty,
     * without having run {@code work}, where the caller would have to wait. So it may be called where nobody may block.
     */
    default <R> Optional<R> readAtOnce(Id<Workspace> workspace, Function<Stores, R> work) {
        return Optional.empty();
    }

    /**
     * The same as {@link #read} on another thread, of those that suit the database: so it may be called where nobody may block. What is chained to the
     * future may run on that thread, for which other reads wait: it does not block. That a call is not allowed is thrown, everything else is in the future.
     */
    <R> CompletableFuture<R> readAsync(Id<Workspace> workspace, Function<Stores, R> work);

    /** Runs {@code work} so that all its reads see one and the same committed state. Writing is refused. */
    <R> R snapshot(Id<Workspace> workspace, Function<Stores, R> work);

    /** The same as {@link #snapshot}, as {@link #readAsync} is to {@link #read}. */
    <R> CompletableFuture<R> snapshotAsync(Id<Workspace> workspace, Function<Stores, R> work);

    /**
     * Runs {@code work} in one transaction. The future completes after the commit: whoever sees it complete normally can
     * lose power and will find the change (SQLite with {@code synchronous=FULL}, PostgreSQL with {@code synchronous_commit=on}).
     * When {@code work} throws, or a store refused something, nothing of it stays, even if the refusal was caught. What is
     * chained to the future runs on a thread that may have other writes to answer: it does not block.
     */
    <R> CompletableFuture<R> write(Id<Workspace> workspace, Function<Stores, R> work);

    /** One trivial statement; throws {@link StoreException.Unavailable} when the database does not answer. */
    void ping();

    /** Finishes the writes that were accepted, then releases the database. A second call does nothing. */
    @Override
    void close();
}
