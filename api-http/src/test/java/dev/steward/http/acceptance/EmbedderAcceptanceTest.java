package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.steward.domain.Json;
import dev.steward.http.app.MemoryVectors;
import dev.steward.jdbc.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory is found by meaning while the embedder answers, and by its words in any case. */
final class EmbedderAcceptanceTest {

    private static final String KEY = "sk-embedder-secret";

    private HttpServer embedder;
    private Server server;
    /** What the embedder answers: as many numbers a vector; 0 for something that is no JSON, below for that status. */
    private volatile int answers = 2;
    private final List<String> authorizations = new ArrayList<>();

    @BeforeEach
    void startEmbedder() throws IOException {
        embedder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        embedder.createContext("/v1/embeddings", exchange -> {
            Json.Obj asked = (Json.Obj) JsonText.parse(exchange.getRequestBody().readAllBytes());
            synchronized (authorizations) {
                authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            }
            byte[] answer = answers == 0 ? "<html>".getBytes() : JsonText.bytes(Json.obj("data", Json.of(((Json.Arr) asked.members().get("input")).items().stream()
                    .map(text -> Json.obj("embedding", vector(((Json.Text) text).value()))).toList())));
            exchange.sendResponseHeaders(answers < 0 ? -answers : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        embedder.start();
    }

    /** To this model, tea and coffee are one thing and all others another. */
    private Json vector(String text) {
        boolean drink = text.matches("(?is).*(tea|coffee|espresso).*");
        List<Json> numbers = new ArrayList<>(List.of(Json.of(drink ? 1 : 0), Json.of(drink ? 0 : 1)));
        while (numbers.size() < answers) {
            numbers.add(Json.of(0));
        }
        return Json.of(numbers);
    }

    private void start(Engine engine) {
        server = engine.fresh(Map.of("steward.embedder.url", "http://127.0.0.1:" + embedder.getAddress().getPort() + "/v1/embeddings", "steward.embedder.model", "tiny",
                "steward.embedder.dimension", 2, "steward.embedder.key", KEY, "steward.embedder.timeout", "2s"));
    }

    @AfterEach
    void stop() {
        server.close();
        embedder.stop(0);
    }

    @ParameterizedTest
    @EnumSource
    void meaningFindsWhatWordsDoNotAndItsAbsenceIsSaid(Engine engine) {
        start(engine);
        Client person = server.person();
        String tea = person.create("/memory", "{'content':'Green tea at eighty degrees'}");
        person.create("/memory", "{'content':'The printer jams on Fridays'}");
        search(person).has("/hits", "0 items").has("/vectors/used", false);

        assertThat(server.context().getBean(MemoryVectors.class).embedAll()).isTrue();
        search(person).has("/hits", "1 items").has("/hits/0/memory_unit_id", tea).has("/hits/0/text", "null").has("/hits/0/vector/rank", 1).has("/hits/0/vector/similarity", 1)
                .has("/vectors/used", true).has("/vectors/reason", "");
        person.post("/memory/search", "{'query':'tea and a printer'}").is(200).has("/hits", "2 items").has("/hits/0/memory_unit_id", tea);
        assertThat(authorizations).isNotEmpty().allMatch(("Bearer " + KEY)::equals);

        for (Map.Entry<Integer, String> trouble : Map.of(3, "3 numbers instead of 2", 0, "no JSON", -503, "status 503").entrySet()) {
            answers = trouble.getKey();
            Reply reply = person.post("/memory/search", "{'query':'green'}").is(200).has("/hits", "1 items").has("/hits/0/memory_unit_id", tea).has("/vectors/used", false);
            assertThat(reply.text("/vectors/reason")).contains(trouble.getValue()).doesNotContain(KEY);
        }
        person.create("/memory", "{'content':'Espresso after lunch'}");
        assertThat(server.context().getBean(MemoryVectors.class).embedAll()).isFalse();
        embedder.stop(0);
        assertThat(person.post("/memory/search", "{'query':'green'}").is(200).has("/hits", "1 items").text("/vectors/reason")).contains("cannot be reached");
    }

    private static Reply search(Client person) {
        return person.post("/memory/search", "{'query':'coffee'}").is(200);
    }
}
