package dev.steward.http.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Caller;
import dev.steward.application.Units;
import dev.steward.application.workspace.AnswerStore;
import dev.steward.application.workspace.EventLog;
import dev.steward.application.workspace.EventStore;
import dev.steward.application.workspace.Settings;
import dev.steward.application.workspace.Workspaces;
import dev.steward.copy.Databases;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.StoredAnswer;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.copy.CopyableDatabase;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has been kept long enough goes, everything else stays, and whoever asks for what went is told. */
final class HousekeepingTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @TempDir
    Path folder;

    private Installation installation(String engine) {
        return Databases.installation(engine, folder.resolve("data"), null);
    }

    private static ApplicationContext open(Installation installation) {
        return installation.open(Map.of("steward.zone", "UTC"));
    }

    private static Caller caller(Workspace workspace) {
        return Caller.system(workspace.id(), Actor.SYSTEM);
    }

    /** Events of so many days ago, each. */
    private static Workspace workspace(ApplicationContext context, String slug, int... ages) {
        Workspace workspace = context.getBean(Workspaces.class).create(slug, "");
        List<Event> events = IntStream.of(ages).mapToObj(days -> new Event(0, NOW.minus(Duration.ofDays(days)), Actor.SYSTEM, "day." + days, "session",
                UUID.randomUUID(), null, null, Json.EMPTY, "")).toList();
        context.getBean(Units.class).write(caller(workspace), unit -> {
            unit.store(EventStore.class).forgetBefore(NOW.plusSeconds(60), 100);
            unit.store(EventStore.class).append(events);
            return true;
        }).join();
        return workspace;
    }

    private static void keep(ApplicationContext context, Workspace workspace, int days) {
        Settings settings = context.getBean(Settings.class);
        context.getBean(Units.class).write(caller(workspace), unit ->
                settings.put(unit, "event_retention_days", Settings.SHAPE.read(Json.obj("value", Json.of(days))))).join();
    }

    private static List<String> events(ApplicationContext context, Workspace workspace) {
        return context.getBean(Units.class).read(caller(workspace), unit -> unit.store(EventStore.class).after(0, EventStore.Filter.NONE, 5_000)).stream()
                .map(Event::type).filter(type -> type.startsWith("day.")).distinct().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void eachWorkspaceKeepsItsEventsForAsLongAsItWants(String engine) {
        try (ApplicationContext context = open(installation(engine))) {
            Workspace standard = workspace(context, "standard", 400, 366, 364, 1);
            Workspace brief = workspace(context, "brief", 400, 31, 29, 0);
            keep(context, brief, 30);
            Workspace forever = workspace(context, "forever", 5_000, 1);
            keep(context, forever, 0);

            assertThat(context.getBean(Housekeeping.class).runIfDue()).isTrue();

            assertThat(events(context, standard)).containsExactly("day.364", "day.1");
            assertThat(events(context, brief)).containsExactly("day.29", "day.0");
            assertThat(events(context, forever)).containsExactly("day.5000", "day.1");
            EventLog log = context.getBean(EventLog.class);
            Units units = context.getBean(Units.class);
            assertThatThrownBy(() -> units.read(caller(standard), unit -> {
                log.requireKeptAfter(unit, 1);
                return true;
            })).isInstanceOf(RefusedException.class).hasMessage("The events after 1 are no longer kept; the oldest one is 4. Read the current state, then go on from there.");
            units.read(caller(standard), unit -> {
                log.requireKeptAfter(unit, 3);
                return true;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void whoComesBackAfterAllOfThemWentIsToldToo(String engine) {
        try (ApplicationContext context = open(installation(engine))) {
            Workspace quiet = workspace(context, "quiet", 500, 500, 500);
            assertThat(context.getBean(Housekeeping.class).runIfDue()).isTrue();
            EventLog log = context.getBean(EventLog.class);
            assertThatThrownBy(() -> context.getBean(Units.class).read(caller(quiet), unit -> {
                log.requireKeptAfter(unit, 2);
                return true;
            })).isInstanceOf(RefusedException.class).hasMessageContaining("no longer kept");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void howeverManyThereAreTheyGoInPortions(String engine) {
        try (ApplicationContext context = open(installation(engine))) {
            Workspace busy = workspace(context, "busy", IntStream.range(0, 1_700).map(i -> 400).toArray());
            List<StoredAnswer> answers = IntStream.range(0, 700).mapToObj(i -> new StoredAnswer("key-" + i, "", 200, "", "", NOW.minus(Duration.ofHours(25)))).toList();
            StoredAnswer young = new StoredAnswer("young", "", 200, "", "", NOW.minus(Duration.ofHours(23)));
            context.getBean(Units.class).write(caller(busy), unit -> {
                answers.forEach(unit.store(AnswerStore.class)::put);
                unit.store(AnswerStore.class).put(young);
                return true;
            }).join();

            assertThat(context.getBean(Housekeeping.class).runIfDue()).isTrue();

            assertThat(events(context, busy)).isEmpty();
            List<Boolean> there = context.getBean(Units.class).read(caller(busy), unit -> IntStream.range(0, 700)
                    .mapToObj(i -> unit.store(AnswerStore.class).find("key-" + i).isPresent()).distinct().toList());
            assertThat(there).containsExactly(false);
            Optional<StoredAnswer> kept = context.getBean(Units.class).read(caller(busy), unit -> unit.store(AnswerStore.class).find("young"));
            assertThat(kept).contains(young);
        }
    }

    @Test
    void itIsDoneOnceADayWhicheverServerDoesIt() {
        Installation first = installation("postgres");
        Installation second = new Installation(folder.resolve("2"), first.database(), first.user(), first.password(), "FULL");
        try (ApplicationContext one = open(first); ApplicationContext other = open(second)) {
            Workspace workspace = workspace(one, "w", 400);
            try (CopyableDatabase.Use busy = one.getBean(RecurringJobs.class).turn("housekeeping").orElseThrow()) {
                assertThat(other.getBean(Housekeeping.class).runIfDue()).isTrue();
                assertThat(events(one, workspace)).as("while the first is at it").hasSize(1);
            }
            assertThat(other.getBean(Housekeeping.class).runIfDue()).isTrue();
            assertThat(events(one, workspace)).isEmpty();

            Workspace later = workspace(one, "later", 400);
            assertThat(one.getBean(Housekeeping.class).runIfDue()).isTrue();
            assertThat(events(one, later)).as("not again on the same day").hasSize(1);
            RecurringJobs jobs = one.getBean(RecurringJobs.class);
            jobs.done("housekeeping", jobs.doneAt("housekeeping").orElseThrow().minus(Duration.ofDays(1)));
            assertThat(one.getBean(Housekeeping.class).runIfDue()).isTrue();
            assertThat(events(one, later)).isEmpty();
        }
    }
}
