package dev.steward.http.app.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Caller;
import dev.steward.application.Units;
import dev.steward.application.workspace.EventStore;
import dev.steward.application.workspace.Workspaces;
import dev.steward.copy.Databases;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.app.Installation;
import dev.steward.http.app.RecurringJobs;
import dev.steward.jdbc.copy.CopyableDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScheduledBackupsTest {

    @TempDir
    Path folder;

    private static ApplicationContext open(Installation installation) {
        return installation.open(Map.of("steward.zone", "UTC"));
    }

    private static double gauge(ApplicationContext context, String name) {
        return context.getBean(MeterRegistry.class).get(name).gauge().value();
    }

    private static List<String> events(ApplicationContext context, Workspace workspace) {
        return context.getBean(Units.class).read(Caller.system(workspace.id(), Actor.SYSTEM), unit -> unit.store(EventStore.class)
                .after(0, EventStore.Filter.NONE, 50)).stream().map(Event::type).toList();
    }

    private Installation installation(String engine, String name, @Nullable Passphrase passphrase) {
        return Databases.installation(engine, folder.resolve(name), passphrase);
    }

    /** As if it had been done a day earlier. */
    private static void aDayPasses(ApplicationContext context) {
        RecurringJobs jobs = context.getBean(RecurringJobs.class);
        for (String name : List.of("backup.weekly", "backup.daily")) {
            jobs.doneAt(name).ifPresent(at -> jobs.done(name, at.minus(Duration.ofDays(1))));
        }
    }

    @ParameterizedTest
    @CsvSource({"sqlite, ", "postgres, ", "sqlite, correct horse battery", "postgres, correct horse battery"})
    void aServerMakesWhatIsDueAndTellsOfIt(String engine, @Nullable String passphrase) throws IOException {
        Installation installation = installation(engine, "data", passphrase == null ? null : Passphrase.of(passphrase, "a test"));
        try (ApplicationContext context = open(installation)) {
            Workspace workspace = context.getBean(Workspaces.class).create("default", "");
            ScheduledBackups scheduled = context.getBean(ScheduledBackups.class);
            assertThat(gauge(context, "steward.backup.ok")).isNaN();
            assertThat(gauge(context, "steward.backup.verified.age")).isNaN();

            assertThat(scheduled.runOnce()).isTrue();
            assertThat(scheduled.runOnce()).isTrue();

            assertThat(installation.backups().list()).singleElement().satisfies(backup -> {
                assertThat(backup.manifest().kind()).isEqualTo(Manifest.Kind.WEEKLY);
                assertThat(backup.verifiedAt()).isNotNull();
                assertThat(backup.manifest().isEncrypted()).isEqualTo(passphrase != null);
            });
            assertThat(gauge(context, "steward.backup.ok")).isEqualTo(1);
            assertThat(gauge(context, "steward.backup.verified.age")).isBetween(0.0, 300.0);
            assertThat(events(context, workspace)).endsWith("backup.verified");

            aDayPasses(context);
            assertThat(scheduled.runOnce()).isTrue();
            assertThat(installation.backups().list()).extracting(backup -> backup.manifest().kind()).containsExactly(Manifest.Kind.DAILY, Manifest.Kind.WEEKLY);

            BackupFiles.delete(folder.resolve("data/backups"));
            Files.writeString(folder.resolve("data/backups"), "in the way");
            aDayPasses(context);
            assertThat(scheduled.runOnce()).isFalse();

            assertThat(gauge(context, "steward.backup.ok")).isZero();
            assertThat(events(context, workspace)).endsWith("backup.failed");
            Files.delete(folder.resolve("data/backups"));
            Workspace second = context.getBean(Workspaces.class).create("second", "");
            assertThat(scheduled.runOnce()).isTrue();
            assertThat(installation.backups().list()).hasSize(1);
            assertThat(events(context, second)).as("no tenant hears of it").containsOnly("workspace.created");
        }
    }

    @Test
    void ofTwoServersOnOnePostgresEitherMakesWhatIsDueOnce() {
        Installation first = installation("postgres", "1", null);
        Installation second = new Installation(folder.resolve("2"), first.database(), first.user(), first.password(), "FULL");
        try (ApplicationContext other = open(second); ApplicationContext one = open(first)) {
            assertThat(one.getBean(ScheduledBackups.class).runOnce()).isTrue();
            assertThat(other.getBean(ScheduledBackups.class).runOnce()).isTrue();
            assertThat(first.backups().list()).hasSize(1);
            assertThat(second.backups().list()).isEmpty();
            assertThat(gauge(other, "steward.backup.verified.age")).as("known to the one that did not make it").isBetween(0.0, 300.0);

            aDayPasses(one);
            try (CopyableDatabase.Use busy = one.getBean(RecurringJobs.class).turn("backup").orElseThrow()) {
                assertThat(other.getBean(ScheduledBackups.class).runOnce()).isTrue();
                assertThat(second.backups().list()).as("while the first is at it").isEmpty();
            }
            assertThat(other.getBean(ScheduledBackups.class).runOnce()).isTrue();
            assertThat(second.backups().list()).as("the first ended before it was done").hasSize(1);
            assertThat(one.getBean(ScheduledBackups.class).runOnce()).isTrue();
            assertThat(first.backups().list()).hasSize(1);
        }
    }
}
