package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Idempotency-Key: repeating a request has the effect of sending it once. */
abstract class RetrySuite extends Suite {

    RetrySuite(Engine engine) {
        super(engine);
    }

    @Test
    void aRepetitionGetsTheFirstAnswer() {
        Client keyed = person.with("Idempotency-Key", "k1");
        Reply first = keyed.post("/projects", "{'name':'Novel'}").is(201);
        assertThat(first.header("idempotency-replayed")).isEmpty();
        Reply second = keyed.post("/projects", "{'name':'Novel'}").is(201).header("idempotency-replayed", "true")
                .header("location", first.header("location").orElseThrow()).header("etag", first.etag())
                .header("content-type", first.header("content-type").orElseThrow());
        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(person.get("/projects").each("id")).hasSize(1);

        keyed.post("/projects", "{'name':'Other'}").refused(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        keyed.post("/areas", "{'name':'Novel'}").isProblem();
        keyed.delete("/projects/" + first.text("/id")).refused(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        server.person().with("Idempotency-Key", "k1").post("/projects", "{'name':'Novel'}").is(201);
    }

    @Test
    void everyWriteTakesAKey() {
        String project = project("Novel");
        String session = session(project, "2026-04-07");
        Client patch = person.with("Idempotency-Key", "patch");
        String etag = patch.patch("/sessions/" + session, "{'title':'a'}").is(200).etag();
        person.patch("/sessions/" + session, "{'title':'b'}").is(200);
        patch.patch("/sessions/" + session, "{'title':'a'}").is(200).header("idempotency-replayed", "true").header("etag", etag);
        person.get("/sessions/" + session).has("/title", "b");
        Client verb = person.with("Idempotency-Key", "verb");
        verb.post("/sessions/" + session + "/complete").is(200);
        person.post("/sessions/" + session + "/reopen").is(200);
        verb.post("/sessions/" + session + "/complete").is(200).header("idempotency-replayed", "true");
        person.get("/sessions/" + session).has("/status", "planned");
        Client delete = person.with("Idempotency-Key", "delete");
        delete.delete("/sessions/" + session).is(204);
        delete.delete("/sessions/" + session).is(204).header("idempotency-replayed", "true");
        Client put = person.with("Idempotency-Key", "put");
        put.put("/settings/theme", "{'value':'dark'}").is(200);
        put.put("/settings/theme", "{'value':'dark'}").is(200).header("idempotency-replayed", "true");
    }

    @Test
    void aRefusedFirstUseMayBeCorrected() {
        Client keyed = person.with("Idempotency-Key", "again");
        keyed.post("/projects", "{'name':''}").refused(ErrorCode.INVALID, "/name required");
        keyed.post("/sessions", "{'project_id':'none','scheduled_date':'2026-04-07'}").refused(ErrorCode.INVALID, "/project_id unknown_reference");
        keyed.post("/projects", "{'name':'Novel'}").is(201);
        keyed.post("/projects", "{'name':'Novel'}").is(201).header("idempotency-replayed", "true");
    }

    @Test
    void aKeyIsVisibleAscii() {
        for (String bad : List.of("with space", "x".repeat(201))) {
            person.with("Idempotency-Key", bad).post("/projects", "{'name':'Novel'}").refused(ErrorCode.INVALID_PARAMETER);
        }
        person.with("Idempotency-Key", "x".repeat(200)).post("/projects", "{'name':'Novel'}").is(201);
    }

    @Test
    void manyAtOnceHaveOneEffect() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int round = 0; round < 5; round++) {
                String key = "round-" + round;
                List<Future<Reply>> calls = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    calls.add(threads.submit(() -> person.with("Idempotency-Key", key).post("/areas", "{'name':'" + key + "','type':'home'}")));
                }
                int first = 0;
                for (Future<Reply> call : calls) {
                    Reply reply = call.get();
                    if (reply.status() == 409) {
                        reply.refused(ErrorCode.IDEMPOTENCY_IN_FLIGHT);
                    } else if (reply.is(201).header("idempotency-replayed").isEmpty()) {
                        first++;
                    }
                }
                assertThat(first).as("answers that are not repetitions").isEqualTo(1);
            }
        }
        assertThat(person.get("/areas").each("id")).hasSize(5);
    }
}
