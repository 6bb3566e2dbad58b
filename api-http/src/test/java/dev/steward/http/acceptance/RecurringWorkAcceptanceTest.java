package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.http.app.Installation;
import dev.steward.http.app.backup.Backup;
import dev.steward.http.cli.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What servers do by themselves, seen from outside: real processes, whose timers look every half a second. */
@Order(1)
final class RecurringWorkAcceptanceTest {

    private static final Map<String, String> OFTEN = Map.of("steward.jobs.first", "100ms", "steward.jobs.again", "500ms", "steward.jobs.after-failure", "500ms");

    @TempDir
    Path folder;

    private static ServerProcess start(Installation installation, Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(ServerProcess.environment(installation));
        return ServerProcess.start(installation.dataDir(), environment, OFTEN);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        while (!condition.holds()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static List<Backup> verified(Installation... installations) {
        return Stream.of(installations).flatMap(each -> each.backups().list().stream()).filter(backup -> backup.verifiedAt() != null).toList();
    }

    /** As if what was done had been done a day earlier. */
    private static void aDayPasses(Installation installation) {
        Databases.execute(installation, "UPDATE recurring_job SET done_at = done_at - " + (installation.isPostgres() ? "INTERVAL '1 day'" : "86400000"));
    }

    private static long done(Installation installation, String job) {
        return Databases.count(installation, "SELECT count(*) FROM recurring_job WHERE name = '" + job + "'");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aServerMakesVerifiedBackupsByItselfAndTells(Engine engine) throws Exception {
        Installation installation = Databases.fresh(engine, folder.resolve("data"));
        String secret = "correct horse battery";
        Map<String, String> passphrase = Map.of("STEWARD_BACKUP_PASSPHRASE", secret);
        try (ServerProcess server = start(installation, passphrase)) {
            await("the first backup", () -> verified(installation).size() == 1);
            await("the note that it was made", () -> done(installation, "backup.weekly") == 1);
            aDayPasses(installation);
            await("the one of the next day", () -> verified(installation).size() == 2);

            assertThat(verified(installation)).extracting(backup -> backup.manifest().kind().word()).containsExactly("daily", "weekly");
            assertThat(verified(installation)).allMatch(backup -> backup.manifest().isEncrypted());
            Client admin = new Client(server.port(), Map.of(), null).bearer(Files.readString(installation.dataDir().resolve("admin.token")).strip());
            await("its event", () -> admin.get("/events?type=backup.verified").is(200).each("type").size() == 2);
            assertThat(admin.get("/events?type=backup.verified").body()).contains(verified(installation).getFirst().name());
            await("its metric", () -> admin.get("/metrics").is(200).body().contains("steward_backup_ok 1.0"));
            assertThat(admin.get("/metrics").is(200).body()).containsPattern("steward_backup_verified_age_seconds [0-9]+\\.");
            assertThat(server.printed() + server.logged()).doesNotContain("horse");

            Path backups = installation.dataDir().resolve("backups");
            Files.move(backups, folder.resolve("moved"));
            Files.writeString(backups, "in the way");
            aDayPasses(installation);
            await("the event of the failure", () -> !admin.get("/events?type=backup.failed").is(200).each("type").isEmpty());
            await("its metric", () -> admin.get("/metrics").is(200).body().contains("steward_backup_ok 0.0"));
            assertThat(server.logged()).contains("The scheduled backup failed").contains("is a file and no folder").doesNotContain("\tat ");
        }
    }

    @Test
    void ofTwoServersOneMakesWhatIsDueAndTheOtherTakesOverWhenItDiesInTheMiddle() throws Exception {
        Installation first = Databases.fresh(Engine.POSTGRES, folder.resolve("1"));
        Installation second = new Installation(folder.resolve("2"), first.database(), first.user(), first.password(), "FULL");
        try (ServerProcess one = start(first, Map.of()); ServerProcess two = start(second, Map.of())) {
            await("the backup", () -> verified(first, second).size() == 1 && done(first, "backup.weekly") == 1);
            aDayPasses(first);
            await("the one of the next day", () -> verified(first, second).size() == 2 && done(first, "backup.daily") == 1);
            TimeUnit.SECONDS.sleep(2); // both look four times meanwhile
            assertThat(verified(first, second)).as("nobody made a second one").hasSize(2);

            try (Connection connection = Databases.connect(first); Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("LOCK TABLE tag IN ACCESS EXCLUSIVE MODE"); // so whoever begins does not get to the end
                aDayPasses(first);
                await("that one begins", () -> isAtIt(first) || isAtIt(second));
                (isAtIt(first) ? one : two).kill();
                connection.commit();
            }
            await("that the other one takes over", () -> verified(first, second).size() == 3);
            TimeUnit.SECONDS.sleep(2);
            assertThat(verified(first, second)).as("nobody made a further one").hasSize(3);
        }
    }

    private static boolean isAtIt(Installation installation) throws IOException {
        Path backups = installation.dataDir().resolve("backups");
        if (!Files.isDirectory(backups)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(backups)) {
            return entries.anyMatch(entry -> entry.getFileName().toString().startsWith(".unfinished-") && Files.isRegularFile(entry.resolve("session.jsonl.gz")));
        }
    }
}
