package dev.steward.http.app.backup;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.Units;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.app.Installation;
import dev.steward.jdbc.copy.CopyableDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups while a server runs, a weekly one and daily ones, verifies each, and deletes those kept long enough. Of several
 * servers on one PostgreSQL one does. What came of it is two gauges, and an event where there is one workspace: in one of several
 * it would tell a tenant about all.
 */
@Singleton
public final class ScheduledBackups {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledBackups.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private final Backups backups;
    private final Database database;
    private final Clock clock;
    private final Units units;
    private final Workspaces workspaces;

    private volatile @Nullable Instant verified;
    private volatile double result = Double.NaN;
    private CopyableDatabase.@Nullable Use leadership;
    private @Nullable Thread thread;

    ScheduledBackups(Installation installation, Clock clock, Units units, Workspaces workspaces, MeterRegistry registry) {
        this.database = installation.target();
        this.backups = installation.backups(clock::now);
        this.clock = clock;
        this.units = units;
        this.workspaces = workspaces;
        Gauge.builder("steward.backup.verified.age", this, ScheduledBackups::age).baseUnit("seconds")
                .description("Since the newest backup that was restored on trial was made; NaN when there is none").register(registry);
        Gauge.builder("steward.backup.ok", this, self -> self.result)
                .description("1: the newest scheduled backup was verified, 0: it failed, NaN: none was made by this server").register(registry);
    }

    private double age() {
        Instant newest = verified;
        return newest == null ? Double.NaN : Duration.between(newest, clock.now()).toSeconds();
    }

    /** Goes on until the context closes. */
    public synchronized void start() {
        thread = Thread.ofPlatform().daemon().name("backups").start(() -> {
            try {
                Thread.sleep(FIRST);
                while (true) {
                    Thread.sleep(runOnce() ? AGAIN : AFTER_FAILURE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Makes the backup that is due, if one is; false when it failed. */
    boolean runOnce() {
        try {
            if (!isLeader()) {
                return true;
            }
            Optional<Manifest.Kind> due = BackupSchedule.due(backups.list(), clock.now());
            if (due.isPresent()) {
                Backup backup = backups.verify(backups.create(due.get()));
                for (Backup expired : BackupSchedule.expired(backups.list())) {
                    backups.delete(expired);
                }
                result = 1;
                LOG.debug("The backup {} was made and verified", backup.name());
                tell("backup.verified", Json.obj("backup", Json.of(backup.name())));
            }
            verified = backups.list().stream().filter(backup -> backup.verifiedAt() != null).findFirst().map(backup -> backup.manifest().createdAt()).orElse(null);
            return true;
        } catch (RuntimeException e) {
            result = 0;
            LOG.error("The scheduled backup failed; the next attempt is in an hour. {}", e.getMessage());
            tell("backup.failed", Json.obj("reason", Json.of(String.valueOf(e.getMessage()))));
            return false;
        }
    }

    private synchronized boolean isLeader() {
        if (database instanceof Database.Postgres postgres && leadership == null) {
            leadership = postgres.copies().leadership().orElse(null);
            return leadership != null;
        }
        return true;
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

    @PreDestroy
    synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
        if (leadership != null) {
            leadership.close();
        }
    }
}
