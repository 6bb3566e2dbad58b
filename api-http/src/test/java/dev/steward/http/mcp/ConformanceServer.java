package dev.steward.http.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.steward.http.app.FirstStart;
import dev.steward.http.app.Installation;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * A server for the official conformance suite: Steward on an empty database with {@link ConformanceProfile}, and before it a door that
 * adds the token and the profile, because the suite knows neither. Started by hand with the name of a file that it writes its address to; see docs/mcp.md.
 */
public final class ConformanceServer {

    private static final Set<String> OF_THE_CONNECTION = Set.of("connection", "content-length", "transfer-encoding", "upgrade", "http2-settings", "expect");

    private ConformanceServer() {
    }

    public static void main(String[] arguments) throws IOException {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        Path folder = Files.createTempDirectory("steward-conformance");
        ApplicationContext context = open(folder);
        EmbeddedServer server = context.getBean(EmbeddedServer.class);
        String token = context.getBean(FirstStart.class).prepare().orElseThrow();

        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpServer door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        door.createContext("/", exchange -> pass(exchange, client, server.getPort(), token));
        door.start();
        Files.writeString(Path.of(arguments[0]), "http://localhost:" + door.getAddress().getPort() + "/mcp\n");
    }

    /** A server with the profile, on an empty database in {@code folder}. */
    public static ApplicationContext open(Path folder) {
        ApplicationContext context = new Installation(folder, "", "", "", "FULL").open(Map.of("micronaut.server.port", -1, "micronaut.server.host", "127.0.0.1",
                "steward.rate-limit", 10_000_000));
        context.registerSingleton(Profile.class, new ConformanceProfile());
        context.getBean(EmbeddedServer.class).start();
        return context;
    }

    private static void pass(HttpExchange exchange, HttpClient client, int port, String token) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + exchange.getRequestURI().getPath() + "?profile=" + ConformanceProfile.NAME))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<InputStream> response = client.send(request.setHeader("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofInputStream());
            response.headers().map().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name)) {
                    exchange.getResponseHeaders().put(name, List.copyOf(values));
                }
            });
            exchange.sendResponseHeaders(response.statusCode(), response.headers().firstValue("content-type").isPresent() ? 0 : -1);
            try (InputStream from = response.body(); OutputStream to = exchange.getResponseBody()) {
                byte[] buffer = new byte[8192];
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    to.write(buffer, 0, count);
                    to.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
