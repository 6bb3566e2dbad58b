package dev.steward.http.app;

import dev.steward.application.Caller;
import dev.steward.application.Units;
import dev.steward.application.workspace.RecurringJobStore;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.app.backup.Database;
import dev.steward.jdbc.copy.CopyableDatabase;
import io.micronaut.context.annotation.Value;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Work of the whole installation that is done again and again, by one server at a time. Who does it holds a lock in the database,
 * which ends with its process, so another server takes over; when it was last done is a row there, so that nobody does it twice.
 */
@Singleton
public final class RecurringJobs {

    /** No workspace has this id. */
    private static final Caller INSTALLATION = Caller.system(new Id<Workspace>(new UUID(0, 0)), Actor.SYSTEM);

    private final Database database;
    private final Units units;
    private final Duration first;
    private final Duration again;
    private final Duration afterFailure;
    private final List<Thread> threads = new ArrayList<>();

    RecurringJobs(Installation installation, Units units, @Value("${steward.jobs.first}") Duration first, @Value("${steward.jobs.again}") Duration again,
            @Value("${steward.jobs.after-failure}") Duration afterFailure) {
        this.database = installation.target();
        this.units = units;
        this.first = first;
        this.again = again;
        this.afterFailure = afterFailure;
    }

    /** When {@code name} was last done, by whichever server. */
    public Optional<Instant> doneAt(String name) {
        return units.read(INSTALLATION, unit -> unit.store(RecurringJobStore.class).doneAt(name));
    }

    /** Keeps that {@code name} was done, before this returns. */
    public void done(String name, Instant at) {
        units.write(INSTALLATION, unit -> {
            unit.store(RecurringJobStore.class).done(name, at);
            return true;
        }).join();
    }

    /** The turn to do {@code name}, until closed or until this process ends; empty while another server has it. */
    public Optional<? extends CopyableDatabase.Use> turn(String name) {
        return switch (database) {
            case Database.Sqlite sqlite -> Optional.of(() -> {
            }); // one server at most works with the file
            case Database.Postgres postgres -> postgres.copies().turn(name);
        };
    }

    /**
     * Asks {@code work} again and again until the context closes, to look whether something is due and do it.
     *
     * @param work false when it failed, and should be left alone for longer
     */
    public void repeat(String name, BooleanSupplier work) {
        repeat(name, again, afterFailure, work);
    }

    /** The same in other intervals. */
    public synchronized void repeat(String name, Duration again, Duration afterFailure, BooleanSupplier work) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                Thread.sleep(first);
                while (true) {
                    Thread.sleep(work.getAsBoolean() ? again : afterFailure);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @PreDestroy
    synchronized void close() {
        threads.forEach(Thread::interrupt);
    }
}
