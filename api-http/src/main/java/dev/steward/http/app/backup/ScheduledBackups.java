package dev.steward.http.app.backup;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.Units;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.app.Installation;
import dev.steward.http.app.RecurringJobs;
import dev.steward.jdbc.copy.CopyableDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups while a server runs, a weekly one and daily ones, verifies each, and deletes those kept long enough. Of several
 * servers on one PostgreSQL one does, and when it dies in the middle, another one. What came of it is two gauges, and an event where there is one workspace: in one of several
 * it would tell a tenant about all.
 */
@Singleton
public final class ScheduledBackups {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledBackups.class);
    private static final String JOB = "backup";

    private final Backups backups;
    private final RecurringJobs jobs;
    private final Clock clock;
    private final Units units;
    private final Workspaces workspaces;

    private volatile @Nullable Instant verified;
    private volatile double result = Double.NaN;

    ScheduledBackups(Installation installation, RecurringJobs jobs, Clock clock, Units units, Workspaces workspaces, MeterRegistry registry) {
        this.backups = installation.backups(clock::now);
        this.jobs = jobs;
        this.clock = clock;
        this.units = units;
        this.workspaces = workspaces;
        Gauge.builder("steward.backup.verified.age", this, ScheduledBackups::age).baseUnit("seconds")
                .description("Since the newest backup that was restored on trial was made, by whichever server; NaN when there is none").register(registry);
        Gauge.builder("steward.backup.ok", this, self -> self.result)
                .description("1: the newest scheduled backup of this server was verified, 0: it failed, NaN: it made none").register(registry);
    }

    private double age() {
        Instant newest = verified;
        return newest == null ? Double.NaN : Duration.between(newest, clock.now()).toSeconds();
    }

    /** Goes on until the context closes. */
    public void start() {
        jobs.repeat(JOB, this::runOnce);
    }

    /** Makes the backup that is due, if one is and no other server is at it; false when it failed. */
    boolean runOnce() {
        try (CopyableDatabase.Use turn = jobs.turn(JOB).orElse(null)) {
            Optional<Manifest.Kind> due = turn == null ? Optional.empty() : BackupSchedule.due(this::doneAt, clock.now());
            if (due.isPresent()) {
                make(due.get());
            }
            verified = Stream.of(backups.list().stream().filter(backup -> backup.verifiedAt() != null).findFirst().map(backup -> backup.manifest().createdAt()),
                    doneAt(Manifest.Kind.WEEKLY), doneAt(Manifest.Kind.DAILY)).flatMap(Optional::stream).max(Comparator.naturalOrder()).orElse(null);
            return true;
        } catch (RuntimeException e) {
            result = 0;
            LOG.error("The scheduled backup failed; the next attempt is in an hour. {}", e.getMessage());
            tell("backup.failed", Json.obj("reason", Json.of(String.valueOf(e.getMessage()))));
            return false;
        }
    }

    private void make(Manifest.Kind kind) {
        Backup backup = backups.create(kind);
        try {
            backups.verify(backup);
        } finally {
            BackupSchedule.expired(backups.list()).forEach(backups::delete);
        }
        jobs.done(JOB + "." + kind.word(), backup.manifest().createdAt());
        result = 1;
        LOG.debug("The backup {} was made and verified", backup.name());
        tell("backup.verified", Json.obj("backup", Json.of(backup.name())));
    }

    private Optional<Instant> doneAt(Manifest.Kind kind) {
        return jobs.doneAt(JOB + "." + kind.word());
    }

    private void tell(String event, Json.Obj payload) {
        try {
            List<Workspace> all = workspaces.list();
            if (all.size() == 1) {
                units.write(Caller.system(all.getFirst().id(), Actor.SYSTEM), unit -> {
                    unit.record(event, "workspace", all.getFirst().id().value(), null, payload);
                    return true;
                }).join();
            }
        } catch (RuntimeException e) {
            LOG.warn("The event {} could not be written: {}", event, e.getMessage());
        }
    }
}
