package dev.steward.http.knowledge;

import dev.steward.application.knowledge.Embedder;
import dev.steward.application.knowledge.EmbedderException;
import dev.steward.domain.Json;
import dev.steward.domain.knowledge.MemoryVector;
import dev.steward.jdbc.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An embedder behind HTTP, of the shape that OpenAI's {@code /v1/embeddings} has, which llama.cpp, Ollama, vLLM and others share. Its
 * address is the administrator's, so it may be a private one; redirects are not followed. The whole of an answer comes within the timeout and has
 * at most {@value #MAX_ANSWER} bytes.
 */
public final class HttpEmbedder implements Embedder {

    private static final int MAX_ANSWER = 16 * 1024 * 1024;
    /** What is longer, a model cuts off itself or refuses. */
    private static final int MAX_TEXT = 8_000;

    private final URI url;
    private final String model;
    private final String key;
    private final int dimension;
    private final Duration timeout;
    private final HttpClient client;

    /** @param key sent as a bearer token; empty for none */
    public HttpEmbedder(URI url, String model, String key, int dimension, Duration timeout) {
        this.url = url;
        this.model = model;
        this.key = key;
        this.dimension = dimension;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder().connectTimeout(timeout).followRedirects(HttpClient.Redirect.NEVER).version(HttpClient.Version.HTTP_1_1).build();
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public List<MemoryVector> embed(List<String> texts) throws EmbedderException {
        List<MemoryVector> vectors = vectors(send(texts), texts.size());
        for (MemoryVector vector : vectors) {
            if (vector.dimension() != dimension) {
                throw new EmbedderException("The embedder answered vectors of " + vector.dimension() + " numbers instead of " + dimension + "; set STEWARD_EMBEDDER_DIMENSION to what its model has.");
            }
        }
        return vectors;
    }

    private Json send(List<String> texts) throws EmbedderException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(timeout).header("Content-Type", "application/json").header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JsonText.bytes(Json.obj("model", Json.of(model)).with("input", Json.of(texts.stream().map(HttpEmbedder::cut).map(Json::of).toList()))
                        .with("encoding_format", Json.of("float")))));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request.build(), bounded -> HttpResponse.BodySubscribers.mapping(
                HttpResponse.BodySubscribers.ofInputStream(), HttpEmbedder::read));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new EmbedderException("The embedder answered with status " + response.statusCode() + ".");
            }
            return JsonText.parse(response.body());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new EmbedderException("The embedder did not answer within " + timeout.toSeconds() + " seconds.");
        } catch (ExecutionException e) {
            throw new EmbedderException("The embedder cannot be reached.");
        } catch (IOException e) {
            throw new EmbedderException("The embedder answered something that is no JSON.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbedderException("The wait for the embedder was interrupted.");
        }
    }

    private static byte[] read(InputStream in) {
        try (in) {
            return in.readNBytes(MAX_ANSWER);
        } catch (IOException e) {
            return new byte[0]; // reported as no JSON
        }
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MAX_TEXT ? text : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT));
    }

    private static List<MemoryVector> vectors(Json answer, int count) throws EmbedderException {
        List<@Nullable MemoryVector> vectors = new ArrayList<>(Collections.nCopies(count, null));
        if (answer instanceof Json.Obj object && object.get("data") instanceof Json.Arr data && data.items().size() == count) {
            for (int i = 0; i < count; i++) {
                if (data.items().get(i) instanceof Json.Obj one && one.get("embedding") instanceof Json.Arr numbers) {
                    int index = one.get("index") instanceof Json.Num at && at.value().signum() >= 0 && at.value().compareTo(BigDecimal.valueOf(count)) < 0 ? at.value().intValue() : i;
                    vectors.set(index, vector(numbers));
                }
            }
        }
        List<MemoryVector> all = new ArrayList<>();
        for (MemoryVector vector : vectors) {
            if (vector == null) {
                throw new EmbedderException("The embedder answered something other than one vector of numbers for each text.");
            }
            all.add(vector);
        }
        return all;
    }

    private static @Nullable MemoryVector vector(Json.Arr numbers) {
        List<BigDecimal> all = new ArrayList<>();
        for (Json number : numbers.items()) {
            if (!(number instanceof Json.Num one)) {
                return null;
            }
            all.add(one.value());
        }
        try {
            return MemoryVector.of(all);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
