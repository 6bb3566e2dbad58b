package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Requests that wait: for events, for an answer, for work. */
abstract class WaitSuite extends Suite {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    WaitSuite(Engine engine) {
        super(engine);
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            Thread.onSpinWait();
        }
    }

    private static double gauge(Server server, String name) {
        Gauge gauge = server.context().getBean(MeterRegistry.class).find(name).gauge();
        return gauge == null ? 0 : gauge.value(); // nobody has waited there yet
    }

    private static long number(Reply reply, String pointer) {
        return reply.json(pointer) instanceof Json.Num number ? number.value().longValueExact() : -1;
    }

    private static List<Long> sequences(Reply reply) {
        return reply.items("/items").stream().map(item -> ((Json.Num) ((Json.Obj) item).members().get("sequence")).value().longValueExact()).toList();
    }

    private long position() {
        return number(person.get("/events?after=0&limit=200").is(200), "/position");
    }

    private CompletableFuture<Reply> waiting(Client client, String path) {
        double before = gauge(server, "steward.requests.waiting");
        CompletableFuture<Reply> answer = CompletableFuture.supplyAsync(() -> client.get(path));
        await("the request waits", () -> answer.isDone() || gauge(server, "steward.requests.waiting") > before);
        return answer;
    }

    @Test
    void aWaitEndsWithTheNextEvent() {
        project("Before");
        long position = position();
        CompletableFuture<Reply> answer = waiting(person, "/events?wait_seconds=30&after=" + position);
        String id = project("After");
        Reply reply = answer.join().is(200).has("/items", "1 items").has("/items/0/subject_id", id).has("/position", position + 1).has("/next", "null");
        assertThat(sequences(reply)).containsExactly(position + 1);
    }

    @Test
    void whatIsThereAlreadyIsAnsweredAtOnce() {
        long start = position();
        String from = "/events?wait_seconds=30&limit=1&after=" + start;
        project("One");
        project("Two");
        person.get(from).is(200).has("/items", "1 items").has("/position", start + 1).has("/next", Long.toString(start + 1));
        person.get(from + "&cursor=" + (start + 1)).is(200).has("/items", "1 items").has("/position", start + 2).has("/next", "null");
    }

    @Test
    void whoWaitsInVainHearsHowFarTheLogWasLookedAt() {
        String one = project("One");
        project("Two");
        long last = position();
        person.get("/events?wait_seconds=1&after=0&type=session.created").is(200).has("/items", "0 items").has("/position", last).has("/next", "null");
        session(one, "2026-04-07");
        person.get("/events?wait_seconds=30&type=session.created&after=" + last).is(200).has("/items/0/sequence", last + 1);
        person.get("/events?wait_seconds=0&project_id=two&after=" + last).is(200).has("/items", "0 items").has("/position", last + 1);
    }

    @Test
    void noGapAndNoDuplicateAmongWaits() throws Exception {
        int writers = 4;
        int each = 40;
        String novel = project("Novel");
        String other = project("Other");
        long start = position();
        List<Long> all = new ArrayList<>();
        List<Long> filtered = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                writing.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        session(i % 4 == 0 ? novel : other, "2026-04-07");
                    }
                }));
            }
            follow("/events?wait_seconds=5&limit=7", start, all, writers * each);
            follow("/events?wait_seconds=5&project_id=novel", start, filtered, writers * each / 4);
            for (Future<?> writer : writing) {
                writer.get();
            }
        }
        assertThat(all).isEqualTo(LongStream.rangeClosed(start + 1, start + writers * each).boxed().toList());
        assertThat(filtered).doesNotHaveDuplicates().isSorted().hasSize(writers * each / 4);
    }

    private void follow(String path, long start, List<Long> seen, int count) {
        long position = start;
        Instant end = Instant.now().plusSeconds(60);
        while (seen.size() < count && Instant.now().isBefore(end)) {
            Reply reply = person.get(path + "&after=" + position).is(200);
            seen.addAll(sequences(reply));
            assertThat(number(reply, "/position")).isGreaterThanOrEqualTo(position);
            position = number(reply, "/position");
        }
    }

    @Test
    void whatIsAskedWronglyIsRefused() {
        person.get("/events?wait_seconds=31&after=0").refused(ErrorCode.INVALID_PARAMETER, "/wait_seconds invalid");
        person.get("/events?wait_seconds=-1&after=0").refused(ErrorCode.INVALID_PARAMETER, "/wait_seconds invalid");
        person.get("/events?wait_seconds=x&after=0").refused(ErrorCode.INVALID_PARAMETER, "/wait_seconds invalid");
        person.get("/events?wait_seconds=5").refused(ErrorCode.INVALID_PARAMETER, "/wait_seconds invalid");
        person.get("/events?wait_seconds=5&after=7000").refused(ErrorCode.GONE);
        person.with("Accept", "text/event-stream").get("/events?wait_seconds=5&after=0").refused(ErrorCode.INVALID_PARAMETER, "/wait_seconds invalid");
        Client agent = server.client(person.workspace(), Scope.AGENT);
        agent.post("/assignments/claim", "{'agent':'a','wait_seconds':31}").refused(ErrorCode.INVALID, "/wait_seconds out_of_range");
        agent.post("/assignments/claim", "{'agent':'a','wait_seconds':-1}").refused(ErrorCode.INVALID, "/wait_seconds out_of_range");
    }

    @Test
    void aWaitNoticesThatTheLogForgotWhatComesNext() {
        project("One");
        CompletableFuture<Reply> answer = waiting(person, "/events?wait_seconds=30&after=" + position());
        forgetAhead(5);
        project("Two");
        answer.join().refused(ErrorCode.GONE);
    }

    @Test
    void anOpenStreamSaysThatTheLogForgotWhatComesNextAndEnds() {
        project("One");
        try (EventClient stream = EventClient.open(person, "?after=0&type=project.created")) {
            long last = position();
            assertThat(stream.ids(1, PATIENCE)).containsExactly(last);
            forgetAhead(5);
            project("Two");
            EventClient.Event end = stream.next(PATIENCE);
            assertThat(end.type()).isEqualTo("gone");
            assertThat(end.data()).contains("\"code\":\"gone\"").contains("The events after " + last + " are no longer kept; the oldest one is " + (last + 6));
            stream.awaitEnd(PATIENCE);
        }
    }

    /** As if so many events had come, and been forgotten, before anybody could look: in this order, because somebody may look in between. */
    private void forgetAhead(int events) {
        Databases.execute(server.installation(), "DELETE FROM event WHERE workspace_id = '" + person.workspace() + "'");
        Databases.execute(server.installation(), "UPDATE event_sequence SET last = last + " + events + " WHERE workspace_id = '" + person.workspace() + "'");
    }

    @Test
    void aServerThatStopsAnswersWhoWaits() {
        try (Server stopping = engine.fresh(Map.of())) {
            server = stopping;
            person = stopping.person();
            project("One");
            Client agent = stopping.client(person.workspace(), Scope.AGENT);
            long last = position();
            CompletableFuture<Reply> events = waiting(person, "/events?wait_seconds=30&after=" + last);
            CompletableFuture<Reply> claim = CompletableFuture.supplyAsync(() -> agent.post("/assignments/claim", "{'agent':'a','wait_seconds':30}"));
            await("the claim waits", () -> gauge(stopping, "steward.claims.waiting") == 1);
            Instant before = Instant.now();
            stopping.context().getBean(GracefulShutdownManager.class).shutdownGracefully();
            events.join().is(200).has("/items", "0 items").has("/position", last);
            claim.join().is(204);
            assertThat(Duration.between(before, Instant.now())).as("it did not sit its time out").isLessThan(Duration.ofSeconds(25));
        }
    }

    @Test
    void whoLeavesWaitsNoLonger() throws Exception {
        try (Server fresh = engine.fresh(Map.of())) {
            server = fresh;
            person = fresh.person();
            project("Novel");
            Client agent = fresh.client(person.workspace(), Scope.AGENT);
            try (Socket events = send(person, "GET", "/events?wait_seconds=30&after=" + position(), "");
                    Socket claim = send(agent, "POST", "/assignments/claim", "{\"agent\":\"gone\",\"wait_seconds\":30}")) {
                await("both wait", () -> gauge(fresh, "steward.requests.waiting") == 1 && gauge(fresh, "steward.claims.waiting") == 1);
            }
            await("nobody waits", () -> gauge(fresh, "steward.requests.waiting") == 0 && gauge(fresh, "steward.claims.waiting") == 0);
            person.put("/projects/novel/policy", "{'require_finalized':false}").is(200);
            Maps.Map map = Maps.of(fresh.context(), person.workspace(), person.get("/projects/novel").text("/id"), List.of("a.txt"));
            person.create("/projects/novel/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "','start':true}");
            agent.post("/assignments/claim", "{'agent':'here'}").is(200).has("/claimed_by", "here").has("/fence", 1);
        }
    }

    private static Socket send(Client client, String method, String path, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", client.port());
        OutputStream out = socket.getOutputStream();
        out.write((method + " " + Client.full(path) + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\nAuthorization: " + client.headers().get("Authorization") + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }
}
