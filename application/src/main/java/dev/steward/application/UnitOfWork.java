package dev.steward.application;

import dev.steward.application.workspace.EventStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Event;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of one caller: the stores, the time, new identities, and the events that will be written with it.
 * Time stands still inside a unit, so everything that changes together carries the same instant.
 */
public final class UnitOfWork {

    private final Stores stores;
    private final Caller caller;
    private final Instant now;
    private final LocalDate today;
    private final IdGenerator ids;
    private final List<Event> events;

    UnitOfWork(Stores stores, Caller caller, Clock clock, IdGenerator ids) {
        this.stores = stores;
        this.caller = caller;
        this.now = clock.now();
        this.today = LocalDate.ofInstant(now, clock.zone());
        this.ids = ids;
        this.events = new ArrayList<>();
    }

    private UnitOfWork(UnitOfWork whole, Caller caller) {
        this.stores = whole.stores;
        this.caller = caller;
        this.now = whole.now;
        this.today = whole.today;
        this.ids = whole.ids;
        this.events = whole.events;
    }

    /** This same unit in the name of another caller of the workspace, where one transaction serves several. */
    public UnitOfWork as(Caller other) {
        if (!other.workspace().equals(caller.workspace())) {
            throw new IllegalArgumentException("A unit is confined to one workspace");
        }
        return new UnitOfWork(this, other);
    }

    public <S> S store(Class<S> port) {
        return stores.of(port);
    }

    public Caller caller() {
        return caller;
    }

    public Instant now() {
        return now;
    }

    public LocalDate today() {
        return today;
    }

    public <E extends Entity<E>> Meta<E> firstMeta() {
        return Meta.first(newId(), now);
    }

    /** A new identity, for what has none yet. */
    public <E> Id<E> newId() {
        return new Id<>(ids.next());
    }

    /** Writes an event with this transaction; its sequence number is given at the commit. */
    public void record(String type, String subjectType, UUID subjectId, @Nullable UUID projectId, @Nullable UUID runId, Json.Obj payload) {
        events.add(new Event(0, now, caller.actor(), type, subjectType, subjectId, projectId, runId, payload, caller.requestId()));
    }

    /** The same for what is part of no run. */
    public void record(String type, String subjectType, UUID subjectId, @Nullable UUID projectId, Json.Obj payload) {
        record(type, subjectType, subjectId, projectId, null, payload);
    }

    /** Numbers and stores the events; last of all, because numbering makes other writers of the workspace wait. */
    void finish() {
        if (!events.isEmpty()) {
            store(EventStore.class).append(events);
        }
    }
}
