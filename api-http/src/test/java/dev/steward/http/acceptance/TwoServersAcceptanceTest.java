package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.http.app.Installation;
import dev.steward.http.cli.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two servers on one PostgreSQL are one Steward. */
@ResourceLock(Engine.POSTGRES_SERVER)
final class TwoServersAcceptanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Server ONE = Engine.POSTGRES.server();

    @Test
    void aStreamOfOneTellsWhatTheOtherWrote() {
        try (Server two = ONE.beside(Map.of())) {
            Client person = ONE.person();
            try (EventClient stream = EventClient.open(person.at(two), "")) {
                String id = person.create("/projects", "{'name':'Novel'}");
                assertThat(stream.next(PATIENCE).data()).contains(id);
                person.at(two).patch("/projects/" + id, "{'notes':'x'}").is(200);
                assertThat(stream.next(PATIENCE).type()).isEqualTo("project.updated");
            }
        }
    }

    @Test
    void aKeyUsedAtOneIsKnownToTheOther() throws Exception {
        try (Server two = ONE.beside(Map.of())) {
            Client person = ONE.person();
            Reply first = person.with("Idempotency-Key", "k").post("/projects", "{'name':'Novel'}").is(201);
            Reply second = person.at(two).with("Idempotency-Key", "k").post("/projects", "{'name':'Novel'}").is(201).header("idempotency-replayed", "true");
            assertThat(second.bytes()).isEqualTo(first.bytes());
            person.at(two).with("Idempotency-Key", "k").post("/projects", "{'name':'Other'}").refused(ErrorCode.IDEMPOTENCY_KEY_REUSED);

            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                List<Future<Reply>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Client client = (i % 2 == 0 ? person : person.at(two)).with("Idempotency-Key", "race");
                    calls.add(threads.submit(() -> client.post("/areas", "{'name':'Race','type':'home'}")));
                }
                for (Future<Reply> call : calls) {
                    assertThat(call.get().status()).as(call.get().body()).isIn(201, 409);
                }
            }
            assertThat(person.get("/areas").each("id")).hasSize(1);
        }
    }

    /** Whichever dies: its clients go to the other with the same keys, and everything happens once. */
    @Test
    void eitherMayBeKilledAtAnyTime() throws Exception {
        Installation installation = Databases.fresh(Engine.POSTGRES);
        ServerProcess[] servers = {ServerProcess.start(installation), ServerProcess.start(installation)};
        try {
            Load load = new Load();
            List<Long> seen = new ArrayList<>();
            Client[] clients = {CrashAcceptanceTest.admin(installation, servers[0]), CrashAcceptanceTest.admin(installation, servers[1])};
            load.start(List.of(() -> clients[0], () -> clients[1]));
            for (int victim = 0; victim < 2; victim++) {
                try (EventClient stream = EventClient.open(clients[1 - victim], "?after=" + seen.size())) {
                    load.awaitAcknowledgements(60);
                    servers[victim].kill();
                    load.awaitAcknowledgements(60);
                    seen.addAll(stream.ids(100, PATIENCE));
                }
                if (victim == 0) {
                    servers[0] = ServerProcess.start(installation);
                    clients[0] = CrashAcceptanceTest.admin(installation, servers[0]);
                    load.awaitAcknowledgements(60);
                }
            }
            load.end();
            load.settle(clients[0]);
            long last = ((Json.Num) clients[0].get("/events?limit=1").is(200).json("/items/0/sequence")).value().longValueExact();
            try (EventClient stream = EventClient.open(clients[0], "?after=" + seen.size())) {
                seen.addAll(stream.ids((int) last - seen.size(), PATIENCE));
            }
            assertThat(seen).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
        } finally {
            servers[0].close();
            servers[1].close();
        }
    }
}
