package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Clients that are slow, silent or too many: each is bounded, and the others notice nothing. What it takes is the same on both databases. */
@ResourceLock(value = Complaints.LOG, mode = ResourceAccessMode.READ)
final class SlowClientAcceptanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** More than two operating systems' buffers hold. */
    private static final int LARGE = 14_000_000;
    private static Server server;
    private static Client person;

    @BeforeAll
    static void start() {
        server = Engine.SQLITE.fresh(Map.of("steward.request-timeout", "1s", "micronaut.server.idle-timeout", "2s", "steward.heartbeat", "1s",
                "steward.max-connections", 700));
        person = server.person();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Sends {@code start}, and then a byte now and then until it is cut off. */
    private static String trickle(String start) throws IOException, InterruptedException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(start.getBytes(StandardCharsets.US_ASCII));
            while (socket.getInputStream().available() == 0) {
                out.write('a');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException e) {
            return "closed"; // what it sent after the end was answered by a reset
        }
    }

    private static String token() {
        return person.headers().get("Authorization");
    }

    /** A workspace whose areas, and the events of them, are large. */
    private static Client full() {
        Client writer = server.person();
        for (int i = 0; i < 160; i++) {
            writer.post("/areas", "{'name':'Area " + i + "','type':'home','config':{'text':'" + "x".repeat(95_000) + "'}}").is(201);
        }
        return writer;
    }

    @Test
    void headersThatTrickleInAreCutOff() throws Exception {
        assertThat(trickle("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ")).satisfiesAnyOf(
                answer -> assertThat(answer).startsWith("HTTP/1.1 408 ").contains("request_timeout"), answer -> assertThat(answer).isEqualTo("closed"));
        assertThat(trickle("")).satisfiesAnyOf(answer -> assertThat(answer).startsWith("HTTP/1.1 4"), answer -> assertThat(answer).isEqualTo("closed"));
    }

    @Test
    void bodiesThatTrickleInHoldNothingAndStoreNothing() throws Exception {
        List<String> before = server.checksum();
        List<Thread> slow = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            slow.add(Thread.ofVirtual().start(() -> {
                try {
                    trickle("POST /api/v1/areas HTTP/1.1\r\nHost: x\r\nAuthorization: " + token()
                            + "\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{\"name\":\"");
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (int i = 0; i < 20; i++) {
            person.get("/areas").is(200);
        }
        for (Thread thread : slow) {
            assertThat(thread.join(PATIENCE)).as("every one is cut off").isTrue();
        }
        assertThat(server.checksum()).isEqualTo(before);
    }

    @Test
    void aConnectionOnWhichNothingHappensEnds() throws Exception {
        try (Socket never = new Socket("127.0.0.1", server.port()); Socket once = new Socket("127.0.0.1", server.port())) {
            never.setSoTimeout((int) PATIENCE.toMillis());
            once.setSoTimeout((int) PATIENCE.toMillis());
            once.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(once.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 ").endsWith("{\"status\":\"up\"}");
            assertThat(never.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void aLargePageThatNobodyTakesIsGivenUp() throws Exception {
        Client reader = full();
        try (Socket socket = idle("GET /api/v1/areas?limit=200 HTTP/1.1\r\nHost: x\r\nAuthorization: " + reader.headers().get("Authorization") + "\r\n\r\n")) {
            awaitConnections(socket);
            assertThat(readAll(socket)).as("bytes of the page, of more").isLessThan(LARGE);
        }
        assertThat(reader.get("/areas?limit=200").is(200).bytes().length).isGreaterThan(LARGE);
    }

    /** It is read from the log only as it is taken; once the connection took nothing for a while, it ends. */
    @Test
    void aStreamThatNobodyTakesIsGivenUpAndNobodyComplains() throws Exception {
        Client writer = full();
        String request = "GET /api/v1/events?after=0 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: "
                + writer.headers().get("Authorization") + "\r\n\r\n";
        try (Complaints complaints = new Complaints(); Socket socket = idle(request)) {
            await("the stream is open", () -> gauge("steward.event.streams") == 1);
            await("the stream is given up", () -> gauge("steward.event.streams") == 0);
            assertThat(readAll(socket)).as("bytes of the stream, of more").isLessThan(LARGE);
            for (int i = 0; i < 30; i++) { // and clients that leave in the midst of it
                try (Socket leaving = open(request)) {
                    leaving.getInputStream().readNBytes(100_000 * (i % 5));
                    leaving.setSoLinger(i % 2 == 0, 0);
                }
            }
            await("all have left", () -> gauge("steward.event.streams") == 0);
            complaints.assertNone();
        }
    }

    @Test
    void fiveHundredStreamsWaitAndAllHear() throws Exception {
        Client writer = server.person();
        List<Socket> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                streams.add(open("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: "
                        + writer.headers().get("Authorization") + "\r\n\r\n"));
            }
            await("500 streams", () -> gauge("steward.event.streams") == 500);
            String id = writer.create("/areas", "{'name':'Told to all','type':'home'}");
            for (Socket stream : streams) {
                assertThat(readUntil(stream, id)).isTrue();
            }
        } finally {
            for (Socket stream : streams) {
                stream.close();
            }
        }
        await("no stream is left", () -> gauge("steward.event.streams") == 0);
    }

    @Test
    void oneConnectionTooManyIsToldSoAndTheOthersGoOn() throws Exception {
        try (Server small = Engine.SQLITE.fresh(Map.of("steward.max-connections", 10))) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sockets.add(new Socket("127.0.0.1", small.port()));
            }
            await("ten connections", () -> gauge(small, "steward.http.connections") == 10);
            assertThat(Wire.exchange(small.port(), "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5", "no room");
            sockets.getLast().getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(sockets.getLast().getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 ");
            await("room again", () -> gauge(small, "steward.http.connections") == 9);
            small.stranger().get("/health/live").is(200);
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void aRequestThatArrivesInTimeIsNotCutOffHoweverLongTheConnectionLives() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            for (int i = 0; i < 4; i++) { // together longer than a request may take
                TimeUnit.MILLISECONDS.sleep(400);
                socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(readUntil(socket, "{\"status\":\"up\"}")).isTrue();
            }
        }
    }

    /** A connection that takes as little as the operating system lets it. */
    private static Socket idle(String request) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Socket open(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads nothing until the server has closed its end, which only the server's own count shows. */
    private static void awaitConnections(Socket socket) throws InterruptedException {
        assertThat(socket.isConnected()).isTrue();
        await("only connections of the HTTP client are left, and those end, too", () -> gauge("steward.http.connections") == 0);
    }

    private static long readAll(Socket socket) throws IOException {
        long count = 0;
        byte[] bytes = new byte[65_536];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                count += read;
            }
        } catch (SocketException e) {
            // reset: what was not sent is gone
        }
        return count;
    }

    private static boolean readUntil(Socket socket, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] bytes = new byte[8_192];
        for (int count = socket.getInputStream().read(bytes); count >= 0; count = socket.getInputStream().read(bytes)) {
            read.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
            if (read.indexOf(text) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static double gauge(String name) {
        return gauge(server, name);
    }

    private static double gauge(Server of, String name) {
        Gauge gauge = of.context().getBean(MeterRegistry.class).find(name).gauge();
        return gauge == null ? 0 : gauge.value();
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_200 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }
}
