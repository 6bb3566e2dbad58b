package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL are one Steward. */
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
}
