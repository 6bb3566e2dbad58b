package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The event stream: everything once and in order, whatever happens to the connection. */
abstract class EventSuite extends Suite {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    EventSuite(Engine engine) {
        super(engine);
    }

    private EventClient stream(Client client, String query, String... headers) {
        return EventClient.open(client, query, headers);
    }

    private long newest() {
        return person.get("/events?limit=1").is(200).json("/items/0/sequence") instanceof Json.Num number ? number.value().longValueExact() : 0;
    }

    @Test
    void aStreamTellsWhatHappensNext() {
        project("Before");
        try (EventClient stream = stream(person, "")) {
            assertThat(stream.header("content-type")).startsWith("text/event-stream");
            assertThat(stream.header("x-request-id")).isNotBlank();
            String id = project("After");
            EventClient.Event event = stream.next(PATIENCE);
            assertThat(event.type()).isEqualTo("project.created");
            assertThat(event.id()).isEqualTo(newest());
            assertThat(event.data()).contains(id).contains("\"sequence\":" + event.id());
        }
    }

    @Test
    void aStreamResumesAfterTheLastEvent() {
        for (int i = 0; i < 5; i++) {
            project("Novel " + i);
        }
        long last = newest();
        try (EventClient stream = stream(person, "?after=" + (last - 3))) {
            assertThat(stream.ids(3, PATIENCE)).containsExactly(last - 2, last - 1, last);
        }
        try (EventClient stream = stream(person, "?after=0", "Last-Event-ID", Long.toString(last - 1))) {
            assertThat(stream.ids(1, PATIENCE)).containsExactly(last);
        }
        try (EventClient stream = stream(person, "?after=0")) {
            assertThat(stream.ids((int) last, PATIENCE)).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
        }
        person.with("Accept", "text/event-stream").get("/events?after=x").refused(ErrorCode.INVALID_PARAMETER, "/after invalid");
        person.with("Accept", "text/event-stream").with("Last-Event-ID", "x").get("/events").refused(ErrorCode.INVALID_PARAMETER);
    }

    @Test
    void filtersHoldInListsAndStreams() {
        String one = project("One");
        String two = project("Two");
        session(one, "2026-04-07");
        session(two, "2026-04-07");
        milestone(two, "Draft");
        assertThat(person.get("/events?type=session.created,milestone.created").each("type")).containsExactly("milestone.created", "session.created", "session.created");
        assertThat(person.get("/events?project_id=two&after=0").each("type")).containsExactly("project.created", "session.created", "milestone.created");
        try (EventClient stream = stream(person, "?after=0&type=session.created&project_id=" + two)) {
            EventClient.Event event = stream.next(PATIENCE);
            assertThat(event.data()).contains(two);
            project("Three");
            session(two, "2026-04-08");
            assertThat(stream.next(PATIENCE).data()).contains("2026-04-08");
        }
    }

    @Test
    void noGapAndNoDuplicateWhateverTheConnectionDoes() throws Exception {
        int writers = 8;
        int each = 63;
        Random random = new Random(7);
        List<Long> seen = new ArrayList<>();
        String project = project("Novel");
        long start = newest();
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                writing.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        person.create("/sessions", "{'project_id':'" + project + "','scheduled_date':'2026-04-07'}");
                    }
                }));
            }
            Instant end = Instant.now().plusSeconds(60);
            while (seen.size() < writers * each && Instant.now().isBefore(end)) {
                long after = seen.isEmpty() ? start : seen.getLast();
                try (EventClient stream = random.nextBoolean() ? stream(person, "?after=" + after) : stream(person, "", "Last-Event-ID", Long.toString(after))) {
                    int want = Math.min(1 + random.nextInt(60), writers * each - seen.size());
                    seen.addAll(stream.ids(want, PATIENCE));
                }
            }
            for (Future<?> writer : writing) {
                writer.get();
            }
        }
        assertThat(seen).isEqualTo(LongStream.rangeClosed(start + 1, start + writers * each).boxed().toList());
    }

    /** All of them are served from what is read once; notes are long enough that not all of it is kept. */
    @Test
    void manyStreamsAtOnceEachGetWhatTheyAskFor() throws Exception {
        int writers = 4;
        int each = 60;
        List<String> projects = List.of(project("One"), project("Two"));
        long start = newest();
        String notes = "x".repeat(9_000);
        List<EventClient> everything = new ArrayList<>();
        List<EventClient> ofTwo = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            everything.add(stream(person, "?after=" + start));
            List<Future<?>> writing = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                String project = projects.get(w % 2);
                writing.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        person.create("/sessions", "{'project_id':'" + project + "','scheduled_date':'2026-04-07','notes':'" + notes + "'}");
                    }
                }));
            }
            for (int n = 0; n < 15; n++) {
                everything.add(stream(person, "?after=" + start));
                ofTwo.add(stream(person, "?type=session.created&project_id=two&after=" + start));
            }
            for (Future<?> writer : writing) {
                writer.get();
            }
            List<Long> two = new ArrayList<>();
            for (Reply page = person.get("/events?project_id=two&limit=200&after=" + start).is(200); ; page = person.get("/events?project_id=two&limit=200&after=" + two.getLast()).is(200)) {
                page.items("/items").forEach(event -> two.add(((Json.Num) ((Json.Obj) event).members().get("sequence")).value().longValueExact()));
                if (page.json("/next") == Json.NULL) {
                    break;
                }
            }
            assertThat(two).hasSize(writers / 2 * each);
            for (EventClient stream : everything) {
                assertThat(stream.ids(writers * each, PATIENCE)).isEqualTo(LongStream.rangeClosed(start + 1, start + writers * each).boxed().toList());
            }
            for (EventClient stream : ofTwo) {
                assertThat(stream.ids(two.size(), PATIENCE)).isEqualTo(two);
            }
        } finally {
            everything.forEach(EventClient::close);
            ofTwo.forEach(EventClient::close);
        }
    }

    /** A connection that is closed under a read costs the pool that connection, and the next caller the time to make another. */
    @Test
    void aClientThatLeavesBreaksNoDatabaseConnection() {
        try (Complaints complaints = new Complaints()) {
            for (int i = 0; i < 40; i++) {
                project("Novel");
                try (EventClient stream = stream(person, "?after=0")) {
                    stream.ids(1, PATIENCE);
                }
            }
            awaitNoStreams();
            complaints.assertNone();
        }
    }

    @Test
    void whatIsNoLongerKeptIsGone() {
        for (int i = 0; i < 5; i++) {
            project("Novel " + i);
        }
        long last = newest();
        Databases.execute(server.installation(), "DELETE FROM event WHERE workspace_id = '" + person.workspace() + "' AND sequence <= " + (last - 2));
        person.with("Accept", "text/event-stream").get("/events?after=1").refused(ErrorCode.GONE);
        person.with("Accept", "text/event-stream").with("Last-Event-ID", "0").get("/events").refused(ErrorCode.GONE);
        try (EventClient stream = stream(person, "?after=" + (last - 2))) {
            assertThat(stream.ids(2, PATIENCE)).containsExactly(last - 1, last);
        }
        person.get("/events?after=1").refused(ErrorCode.GONE);
    }

    @Test
    void aPlaceThatTheLogHasNotReachedIsGoneToo() {
        project("Novel");
        long beyond = newest() + 1;
        person.get("/events?after=" + beyond).refused(ErrorCode.GONE);
        person.with("Accept", "text/event-stream").with("Last-Event-ID", Long.toString(beyond)).get("/events").refused(ErrorCode.GONE);
    }

    @Test
    void aQuietStreamBeatsAndEndsWithItsToken() {
        try (Server quick = engine.fresh(Map.of("steward.heartbeat", "200ms"))) {
            Client holder = quick.person();
            Server.Key key = quick.token(holder.workspace(), null, Scope.READ);
            try (EventClient stream = stream(holder.bearer(key.text()), "")) {
                stream.awaitComment("heartbeat", PATIENCE);
                stream.awaitComment("heartbeat", PATIENCE);
                quick.revoke(holder.workspace(), key);
                stream.awaitEnd(PATIENCE);
            }
            // A busy stream does not outlive its token either: it never has a quiet moment in which to ask.
            Server.Key busy = quick.token(holder.workspace(), null, Scope.READ);
            try (EventClient stream = stream(holder.bearer(busy.text()), "")) {
                quick.revoke(holder.workspace(), busy);
                Instant end = Instant.now().plusSeconds(10);
                while (!stream.ended() && Instant.now().isBefore(end)) {
                    holder.create("/projects", "{'name':'Busy'}");
                }
                assertThat(stream.ended()).as("the stream of a revoked token has ended").isTrue();
            }
        }
    }

    @Test
    void clientsThatDoNotReadCostNothing() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(1_024);
                socket.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
                OutputStream out = socket.getOutputStream();
                out.write(("GET /api/v1/events?after=0 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: "
                        + person.headers().get("Authorization") + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                idle.add(socket);
            }
            String project = project("Novel");
            String notes = "x".repeat(1_500);
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                List<Future<?>> writing = new ArrayList<>();
                for (int w = 0; w < 8; w++) {
                    writing.add(threads.submit(() -> {
                        for (int i = 0; i < 250; i++) {
                            person.create("/sessions", "{'project_id':'" + project + "','scheduled_date':'2026-04-07','notes':'" + notes + "'}");
                        }
                    }));
                }
                for (Future<?> writer : writing) {
                    writer.get();
                }
            }
            person.get("/projects/" + project).is(200);
            long last = newest();
            try (EventClient stream = stream(person, "?after=0")) {
                assertThat(stream.ids((int) last, PATIENCE)).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
            }
            // The first of the idle ones wakes up and still gets everything from the first event on.
            InputStream in = idle.getFirst().getInputStream();
            byte[] some = in.readNBytes(4_000);
            assertThat(new String(some, StandardCharsets.UTF_8)).contains("id: 1\n");
        } finally {
            for (Socket socket : idle) {
                close(socket);
            }
        }
        awaitNoStreams();
    }

    private void awaitNoStreams() {
        Instant end = Instant.now().plus(PATIENCE);
        while (openStreams() > 0 && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
        assertThat(openStreams()).isZero();
    }

    private long openStreams() {
        return server.context().getBeansOfType(io.micronaut.runtime.graceful.GracefulShutdownCapable.class).stream()
                .filter(bean -> bean.getClass().getSimpleName().equals("EventStreams"))
                .mapToLong(bean -> bean.reportActiveTasks().orElse(0)).sum();
    }

    private static void close(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
