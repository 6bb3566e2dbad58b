package dev.steward.benchmarks;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** How much of what is sought in the gold set is among the first hits. It is remembered once, before the first measurement. */
final class Gold implements Row.Cell {

    /** Of all that is relevant, the part that is among the first five; the mean over the queries. */
    static final String RECALL = ", recall@5";
    /** One divided by the place of the first relevant hit; the mean over the queries. */
    static final String MRR = ", MRR";

    private static final int LIMIT = 10;

    private final String name;
    private final Path file;
    private final Supplier<Server> server;
    private final Supplier<Seed> seed;
    /** What is remembered of the set, by its id: its name there. */
    private final Map<String, String> names = new HashMap<>();

    /** @param file the set: units to remember, and queries with the names of the units that answer them */
    Gold(String name, Path file, Supplier<Server> server, Supplier<Seed> seed) {
        this.name = name;
        this.file = file;
        this.server = server;
        this.seed = seed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void warmUp() {
        for (JsonNode unit : set().get("units").values()) {
            Map<String, JsonNode> members = new HashMap<>();
            unit.entries().forEach(member -> members.put(member.getKey(), member.getValue()));
            members.remove("id");
            names.put(post("/memory", JsonNode.createObjectNode(members)).get("id").getStringValue(), unit.get("id").getStringValue());
        }
    }

    @Override
    public void measure(Round round) {
        double recall = 0;
        double reciprocalRanks = 0;
        List<JsonNode> queries = all(set().get("queries"));
        for (JsonNode query : queries) {
            List<String> hits = all(post("/memory/search", JsonNode.createObjectNode(Map.of("query", query.get("query"), "limit", JsonNode.createNumberNode(LIMIT)))).get("hits")).stream()
                    .map(hit -> names.getOrDefault(hit.get("memory_unit_id").getStringValue(), "")).toList();
            List<String> relevant = all(query.get("relevant")).stream().map(JsonNode::getStringValue).toList();
            recall += (double) hits.stream().limit(5).filter(relevant::contains).count() / relevant.size();
            reciprocalRanks += IntStream.range(0, hits.size()).filter(place -> relevant.contains(hits.get(place))).mapToDouble(place -> 1.0 / (place + 1)).findFirst().orElse(0);
        }
        round.put(name + RECALL, recall / queries.size());
        round.put(name + MRR, reciprocalRanks / queries.size());
    }

    private static List<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.values().spliterator(), false).toList();
    }

    private JsonNode set() {
        try {
            return JsonMapper.createDefault().readValue(Files.readAllBytes(file), JsonNode.class);
        } catch (IOException e) {
            throw new BenchmarkException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private JsonNode post(String path, JsonNode body) {
        JsonMapper json = JsonMapper.createDefault();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.get().port() + "/api/v1" + path))
                    .header("Authorization", "Bearer " + seed.get().token()).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body))).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 300) {
                throw new BenchmarkException("POST " + path + " was refused: " + new String(answer.body()));
            }
            return json.readValue(answer.body(), JsonNode.class);
        } catch (IOException e) {
            throw new BenchmarkException("POST " + path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new BenchmarkException("Interrupted", e);
        }
    }
}
