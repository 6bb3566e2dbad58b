package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.http.app.Installation;
import dev.steward.http.cli.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was acknowledged is kept, whatever becomes of the process. */
@Order(1)
final class CrashAcceptanceTest {

    private final Load load = new Load();

    /** With the token that the first start made. */
    static Client admin(Installation installation, ServerProcess server) throws IOException {
        return new Client(server.port(), Map.of(), null).bearer(Files.readString(installation.dataDir().resolve("admin.token")).strip());
    }

    @ParameterizedTest
    @EnumSource
    void anAcknowledgedWriteSurvivesKill(Engine engine) throws Exception {
        Installation installation = Databases.fresh(engine);
        int rounds = engine == Engine.SQLITE ? 2 : 1; // on PostgreSQL two servers are killed by turns in another test
        for (int round = 0; round < rounds; round++) {
            try (ServerProcess server = ServerProcess.start(installation)) {
                Client client = admin(installation, server);
                load.settle(client);
                load.startUntilGone(client);
                load.awaitAcknowledgements(100);
                server.kill();
                load.end();
            }
        }
        try (ServerProcess server = ServerProcess.start(installation)) {
            load.settle(admin(installation, server));
        }
    }

    @Test
    void aStopFinishesWhatItAccepted() throws Exception {
        Installation installation = Databases.fresh(Engine.SQLITE);
        try (ServerProcess server = ServerProcess.start(installation)) {
            Client client = admin(installation, server);
            try (EventClient stream = EventClient.open(client, "?after=0")) {
                load.startUntilGone(client);
                load.awaitAcknowledgements(100);
                assertThat(server.stop()).isIn(0, 143);
                load.end();
                stream.awaitEnd(Duration.ofSeconds(20));
            }
            assertThat(server.logged()).doesNotContain("Exception");
        }
        try (ServerProcess server = ServerProcess.start(installation)) {
            load.settle(admin(installation, server));
        }
    }
}
