package dev.steward.http.app.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Caller;
import dev.steward.application.Units;
import dev.steward.application.workspace.EventStore;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.app.Installation;
import dev.steward.postgres.PostgresServer;
import dev.steward.postgres.PostgresSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void aServerMakesWhatIsDueAndTellsOfIt() throws IOException {
        Installation installation = new Installation(folder, "", "", "", "FULL");
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
            });
            assertThat(gauge(context, "steward.backup.ok")).isEqualTo(1);
            assertThat(gauge(context, "steward.backup.verified.age")).isBetween(0.0, 300.0);
            assertThat(events(context, workspace)).endsWith("backup.verified");

            BackupFiles.delete(folder.resolve("backups"));
            Files.writeString(folder.resolve("backups"), "in the way");
            assertThat(scheduled.runOnce()).isFalse();

            assertThat(gauge(context, "steward.backup.ok")).isZero();
            assertThat(events(context, workspace)).endsWith("backup.failed");
            Files.delete(folder.resolve("backups"));
            Workspace second = context.getBean(Workspaces.class).create("second", "");
            assertThat(scheduled.runOnce()).isTrue();
            assertThat(events(context, second)).as("no tenant hears of it").containsOnly("workspace.created");
        }
    }

    @Test
    void ofTwoServersOnOnePostgresOneMakesThemUntilItEnds() {
        PostgresSettings settings = PostgresServer.newDatabase();
        Installation first = new Installation(folder.resolve("1"), settings.url(), settings.user(), settings.password(), "FULL");
        Installation second = new Installation(folder.resolve("2"), settings.url(), settings.user(), settings.password(), "FULL");
        try (ApplicationContext other = open(second)) {
            try (ApplicationContext one = open(first)) {
                assertThat(one.getBean(ScheduledBackups.class).runOnce()).isTrue();
                assertThat(other.getBean(ScheduledBackups.class).runOnce()).isTrue();
                assertThat(first.backups().list()).hasSize(1);
                assertThat(second.backups().list()).isEmpty();
            }
            assertThat(other.getBean(ScheduledBackups.class).runOnce()).isTrue();
            assertThat(second.backups().list()).hasSize(1);
        }
    }
}
