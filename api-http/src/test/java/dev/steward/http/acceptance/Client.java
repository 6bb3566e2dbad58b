package dev.steward.http.acceptance;

import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A caller of the API. Paths are below {@code /api/v1} unless they name one of the other roots; bodies may be written with single
 * quotes. Immutable.
 */
record Client(int port, Map<String, String> headers, Id<Workspace> workspace) {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();

    Client bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    Client with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Client(port, more, workspace);
    }

    /** The same caller at another server. */
    Client at(Server server) {
        return new Client(server.port(), headers, workspace);
    }

    Reply get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Reply post(String path) {
        return send("POST", path, BodyPublishers.noBody());
    }

    Reply post(String path, String body) {
        return json("POST", path, body);
    }

    Reply patch(String path, String body) {
        return json("PATCH", path, body);
    }

    Reply put(String path, String body) {
        return json("PUT", path, body);
    }

    Reply delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Reply json(String method, String path, String body) {
        return exact(method, path, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes and no others, as JSON unless a header says otherwise. */
    Reply exact(String method, String path, byte[] body) {
        Client typed = headers.containsKey("Content-Type") ? this : with("Content-Type", "application/json");
        return typed.send(method, path, BodyPublishers.ofByteArray(body));
    }

    Reply send(String method, String path, BodyPublisher body) {
        return send(request(path).method(method, body).build());
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + full(path))).timeout(Duration.ofSeconds(60));
        headers.forEach(request::setHeader);
        return request;
    }

    /** The id of what this body creates. */
    String create(String path, String body) {
        return post(path, body).is(201).text("/id");
    }

    static Reply send(HttpRequest request) {
        try {
            return new Reply(request.method() + " " + request.uri().getRawPath(), HTTP.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String full(String path) {
        return path.matches("/(api|health|docs|openapi|metrics|mcp|no-route).*") ? path : "/api/v1" + path;
    }

    static HttpClient http() {
        return HTTP;
    }
}
