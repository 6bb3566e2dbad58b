package dev.steward.http.cli;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Passes messages of the Model Context Protocol between lines of text and a server. They are passed as they are; what HTTP wants beside
 * them, headers and the session, is read from them. What cannot be passed is answered with a JSON-RPC error. It ends when its input
 * does, after what was asked before is answered, or ten seconds have passed.
 */
final class McpBridge {

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
    private static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";
    /** In the range that JSON-RPC leaves to implementations. */
    private static final int NOT_REACHED = -32000;

    private final URI address;
    private final Supplier<Optional<String>> token;
    private final BufferedReader in;
    private final OutputStream out;
    private final PrintWriter log;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private volatile String session = "";
    private volatile String version = "";

    McpBridge(URI address, Supplier<Optional<String>> token, InputStream in, OutputStream out, PrintWriter log) {
        this.address = address;
        this.token = token;
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.log = log;
    }

    void run() throws IOException, InterruptedException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                take(line);
            }
        }
        long end = System.nanoTime() + LAST_ANSWERS.toNanos();
        for (Thread thread : running.values()) {
            thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
    }

    private void take(String line) {
        Json.Obj message = read(line);
        Json.Obj params = object(message, "params");
        String cancelled = JsonText.text(message, "method").equals("notifications/cancelled") && params.get("requestId") instanceof Json id ? JsonText.write(id) : "";
        Thread asked = running.get(cancelled);
        if (asked != null && session.isEmpty()) {
            asked.interrupt(); // without a session, leaving is how a request is cancelled
            return;
        }
        String key = message.get("method") != null && message.get("id") instanceof Json id ? JsonText.write(id) : "notification " + System.nanoTime();
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            try {
                pass(line, message);
            } finally {
                running.remove(key);
            }
        });
        running.put(key, thread);
        thread.start();
    }

    private static Json.Obj read(String line) {
        try {
            return JsonText.parse(line.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj message ? message : Json.EMPTY;
        } catch (IOException e) {
            return Json.EMPTY; // the server says what is wrong with it
        }
    }

    private static Json.Obj object(Json.Obj from, String name) {
        return from.get(name) instanceof Json.Obj object ? object : Json.EMPTY;
    }

    private void pass(String line, Json.Obj message) {
        Optional<String> bearer = token.get();
        if (bearer.isEmpty()) {
            refuse(message, "There is no token; set STEWARD_TOKEN, name a file with --token-file, or start the server once with this data folder.");
            return;
        }
        try {
            HttpResponse<InputStream> response = client.send(request(line, message, bearer.get()), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                answer(message, response, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // cancelled: nobody wants an answer
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                refuse(message, "No Steward answers at " + address + "; start it with 'steward serve', or name another address with --url.");
            }
        } catch (IllegalArgumentException e) {
            refuse(message, "The token holds characters that no token has.");
        }
    }

    private HttpRequest request(String line, Json.Obj message, String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(line));
        Json.Obj params = object(message, "params");
        String method = JsonText.text(message, "method");
        String said = JsonText.text(object(params, "_meta"), META_VERSION);
        if (said.isEmpty()) {
            if (!method.equals("initialize") && !session.isEmpty()) {
                request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", version);
            }
        } else {
            request.header("MCP-Protocol-Version", encoded(said)).header("Mcp-Method", encoded(method));
            String name = method.equals("resources/read") ? JsonText.text(params, "uri") : JsonText.text(params, "name");
            if (!name.isEmpty()) {
                request.header("Mcp-Name", encoded(name));
            }
        }
        return request.build();
    }

    /** What is no plain text of a header goes as Base64. */
    private static String encoded(String value) {
        boolean plain = value.chars().allMatch(character -> character > ' ' && character < 0x7f) && !value.startsWith("=?base64?");
        return plain ? value : "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private void answer(Json.Obj message, HttpResponse<InputStream> response, InputStream body) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("text/event-stream")) {
            BufferedReader events = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                if (line.startsWith("data: ")) {
                    write(line.substring("data: ".length()));
                }
            }
            return;
        }
        String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        if (type.startsWith("application/json")) {
            if (JsonText.text(message, "method").equals("initialize")) {
                version = JsonText.text(object(read(text), "result"), "protocolVersion");
                session = response.headers().firstValue("Mcp-Session-Id").orElse("");
            }
            write(text);
        } else if (response.statusCode() >= 400) {
            Json.Obj problem = read(text);
            refuse(message, "The server refused the message (" + response.statusCode() + "): " + JsonText.text(problem, "detail") + " " + JsonText.text(problem, "remedy"));
        }
    }

    private void refuse(Json.Obj message, String why) {
        log.println("steward: " + why);
        log.flush();
        if (message.get("id") instanceof Json id && message.get("method") != null) {
            Json error = Json.obj("code", Json.of(NOT_REACHED)).with("message", Json.of(why.strip()));
            write(JsonText.write(Json.obj("jsonrpc", Json.of("2.0")).with("id", id).with("error", error)));
        }
    }

    /** A message is one line, so line breaks go; inside its texts there are none. */
    private synchronized void write(String message) {
        try {
            out.write((message.replace('\n', ' ').replace('\r', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            log.println("steward: the client does not listen any more: " + e.getMessage());
            log.flush();
        }
    }
}
