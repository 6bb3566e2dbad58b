package dev.steward.jdbc;

import dev.steward.application.StoreException;
import dev.steward.domain.workspace.Event;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One unit of work at the database: its connection, its workspace, and what became of it. Belongs to one thread. */
public final class Session {

    private static final ThreadLocal<@Nullable Session> CURRENT = new ThreadLocal<>();

    private final Connection connection;
    private final UUID workspace;
    private final boolean writable;
    private boolean locksRows;
    private boolean announcesEvents;
    private @Nullable List<Event> gathered;
    private @Nullable StoreException doom;

    public Session(Connection connection, UUID workspace, boolean writable) {
        this.connection = connection;
        this.workspace = workspace;
        this.writable = writable;
    }

    /** The session of this thread. Data is reached only inside a unit of work. */
    static Session current() {
        Session session = CURRENT.get();
        if (session == null) {
            throw new IllegalStateException("Data is reached only inside DbAdapter.read, snapshot or write");
        }
        return session;
    }

    /**
     * Adapters ask before they take a connection or queue a write: on SQLite a write that waited for another write inside its
     * own unit would wait for ever.
     *
     * @throws IllegalStateException when this thread is inside a unit of work
     */
    public static void refuseNesting() {
        if (CURRENT.get() != null) {
            throw new IllegalStateException("A unit of work inside another; pass the outer one along instead");
        }
    }

    /** Runs {@code work} with this as the thread's session. Units do not nest. */
    public <R> R run(Supplier<R> work) {
        refuseNesting();
        CURRENT.set(this);
        try {
            R result = work.get();
            if (doom != null) {
                throw doom;
            }
            return result;
        } finally {
            CURRENT.remove();
        }
    }

    public Connection connection() {
        return connection;
    }

    public UUID workspace() {
        return workspace;
    }

    /** Also refuses once a write has failed: nothing after it may stay. */
    void requireWritable() {
        if (!writable) {
            throw new IllegalStateException("Writing inside a reading unit of work; use DbAdapter.write");
        }
        if (doom != null) {
            throw doom;
        }
    }

    /** The transaction cannot commit any more, even if the caller catches the error. The first cause counts. */
    void doom(StoreException cause) {
        if (writable && doom == null) {
            doom = cause;
        }
    }

    /**
     * Rows that are found are locked at once, until the transaction ends. For another attempt of a unit whose rows were changed
     * between its read and its write: without, many writers of one row can overtake it again and again. Needs PostgreSQL.
     */
    public void lockRows() {
        locksRows = true;
    }

    boolean locksRows() {
        return locksRows;
    }

    /**
     * Its events wait in {@link #gatheredEvents} instead of being numbered at once: several units that are committed together number
     * theirs at the end.
     */
    public void gatherEvents() {
        gathered = new ArrayList<>();
    }

    public List<Event> gatheredEvents() {
        return gathered == null ? List.of() : gathered;
    }

    /** False when they are to be numbered and written at once. */
    boolean gather(List<Event> events) {
        return gathered != null && gathered.addAll(events);
    }

    void announceEvents() {
        announcesEvents = true;
    }

    /** Whether listeners are to be told after the commit. */
    public boolean announcesEvents() {
        return announcesEvents;
    }
}
