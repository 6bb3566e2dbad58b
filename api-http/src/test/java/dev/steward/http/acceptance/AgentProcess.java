package dev.steward.http.acceptance;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Many agents in one process, which may be killed at any moment: each claims, beats, and completes, releases or blocks; some of them keep
 * quiet until their lease is lost and then report all the same, and any may repeat what it has said before. What a server acknowledged
 * is written down before the next call. Started as {@code AgentProcess <name> <agents> <token> <ports file> <log file> <seed>}; ends when the
 * ports file is gone.
 */
final class AgentProcess {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    private final String name;
    private final String token;
    private final Path ports;
    private final Path log;
    private final Random random;

    private AgentProcess(String name, String token, Path ports, Path log, long seed) {
        this.name = name;
        this.token = token;
        this.ports = ports;
        this.log = log;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws InterruptedException {
        List<Thread> agents = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            AgentProcess agent = new AgentProcess(arguments[0] + "-" + i, arguments[2], Path.of(arguments[3]), Path.of(arguments[4]), Long.parseLong(arguments[5]) * 1_000 + i);
            agents.add(Thread.ofVirtual().start(agent::work));
        }
        for (Thread agent : agents) {
            agent.join();
        }
    }

    /** What a server answered, or status 0 when none did. */
    private record Said(int status, String body) {
        String text(String member) {
            try {
                return JsonText.parse(body.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj object && object.get(member) instanceof Json value
                        ? value instanceof Json.Text text ? text.value() : JsonText.write(value) : "";
            } catch (IOException e) {
                return "";
            }
        }
    }

    private void work() {
        while (Files.exists(ports)) {
            try {
                Said claimed = post("/api/v1/assignments/claim", "{\"agent\":\"" + name + "\",\"wait_seconds\":" + (random.nextInt(10) == 0 ? 0 : 5) + "}");
                if (claimed.status() == 200) {
                    note("claimed", claimed.text("id"), claimed.text("fence"));
                    hold(claimed.text("id"), claimed.text("fence"));
                } else {
                    pause(300); // nothing to do, or no server
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void hold(String id, String fence) throws InterruptedException {
        int kind = random.nextInt(100);
        pause(random.nextInt(60));
        if (kind < 6) {
            pause(ClaimsUnderFireTest.LEASE_SECONDS * 1_000L + random.nextInt(500)); // the rest comes late
        } else if (kind < 50) {
            report("heartbeat", id, fence, "");
        }
        if (kind >= 90 && kind < 96) {
            report("release", id, fence, "");
            return;
        }
        for (int repeat = 0; repeat <= random.nextInt(3); repeat++) {
            report("complete", id, fence, ",\"summary\":\"by " + name + "\",\"learnings\":[\"" + fence + "\"]");
        }
        if (kind % 7 == 0) {
            report("fail", id, fence, ",\"error\":\"too late\"");
            report("release", id, fence, "");
        }
    }

    private void report(String verb, String id, String fence, String more) throws InterruptedException {
        Said said = post("/api/v1/assignments/" + id + "/" + verb, "{\"fence\":" + fence + more + "}");
        if (said.status() == 200) {
            note(verb, id, fence + " " + said.text("fence") + " " + said.text("status"));
        } else if (said.status() >= 500 && said.status() != 503 || said.status() == 400 || said.status() == 422) {
            note("fault", id, verb + " " + said.status() + " " + said.body().replaceAll("\\s+", " "));
        }
    }

    private Said post(String path, String body) throws InterruptedException {
        try {
            List<String> servers = Files.readAllLines(ports);
            String port = servers.get(random.nextInt(servers.size()));
            HttpResponse<String> response = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(20))
                    .header("Authorization", "Bearer " + token).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
            return new Said(response.statusCode(), response.body());
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Said(0, ""); // killed under the request, or no server is up right now
        }
    }

    /** One line, in one write, so that a kill leaves whole lines but for the last. */
    private void note(String what, String id, String more) {
        try {
            Files.writeString(log, what + " " + id + " " + name + " " + more + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
