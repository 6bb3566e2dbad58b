package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.Json;
import dev.steward.http.app.Installation;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.migrations.MigrationException;
import dev.steward.postgres.PostgresCopies;
import dev.steward.postgres.PostgresInstance;
import dev.steward.postgres.PostgresSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A database server that syncs what it commits, dies, and comes back, under a Steward that stays. */
@ResourceLock(Complaints.LOG)
final class DatabaseGoneAcceptanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static PostgresInstance postgres;

    @TempDir
    Path data;

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = new PostgresInstance();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.close();
    }

    private Installation installation(PostgresSettings settings) {
        return new Installation(data, settings.url(), settings.user(), settings.password(), "FULL");
    }

    @Test
    void killingTheDatabaseLosesNothingThatWasAcknowledgedAndNeedsNoRestart() throws Exception {
        PostgresSettings settings = postgres.newDatabase("killed");
        Load load = new Load();
        try (Server server = Server.start(installation(settings), Map.of("steward.heartbeat", "500ms"))) {
            Client person = server.person();
            try (EventClient stream = EventClient.open(person, "?after=0")) {
                load.start(List.of(() -> person));
                load.awaitAcknowledgements(100);
                postgres.kill();
                load.awaitRefusals(8); // each with a problem document and Retry-After
                server.stranger().get("/health/ready").is(503);
                server.stranger().get("/health/live").is(200);

                postgres.restart();
                load.awaitAcknowledgements(100);
                load.end();
                load.settle(person);
                server.stranger().get("/health/ready").is(200);
                long last = ((Json.Num) person.get("/events?limit=1").is(200).json("/items/0/sequence")).value().longValueExact();
                assertThat(stream.ids((int) last, PATIENCE)).as("the stream that was open all the time").isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
                person.post("/areas", "{'name':'After all','type':'home'}").is(201);
                assertThat(stream.next(PATIENCE).data()).contains("After all");
            }
            assertThatThrownBy(() -> new PostgresCopies(settings).useAlone()).as("the database is in use, also for the restarted server")
                    .isInstanceOf(CopyException.class).hasMessageContaining("in use");
        }
    }

    /** Otherwise an acknowledgement would be a promise that a power failure breaks. */
    @Test
    void theLogIsOnDiskBetweenARequestAndItsAnswer() throws Exception {
        Installation installation = installation(postgres.newDatabase("synced"));
        try (Server server = Server.start(installation, Map.of())) {
            Client person = server.person();
            assertThat(Databases.count(installation, "SELECT count(*) FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'on'")).isEqualTo(2);
            for (int i = 0; i < 20; i++) {
                long before = flushed(installation);
                person.post("/areas", "{'name':'Area " + i + "','type':'home'}").is(201);
                assertThat(flushed(installation)).as("the log's end on disk, after write %s", i).isGreaterThan(before);
            }
        }
    }

    private static long flushed(Installation installation) {
        return Databases.count(installation, "SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint");
    }

    @Test
    void aWrongPasswordIsSaidWithWhatToDo() throws Exception {
        PostgresSettings right = postgres.newDatabase("guarded");
        postgres.demandPassword("guarded");
        assertThatThrownBy(() -> installation(PostgresSettings.of(right.url(), right.user(), "wrong")).migrate())
                .isInstanceOf(MigrationException.class).hasMessageContaining("password").hasMessageContaining("STEWARD_DB_PASSWORD")
                .hasMessageNotContaining("wrong");
    }
}
