package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How well the memory answers questions of which the answers are known, in three languages; and that both databases answer alike. */
final class MemoryGoldTest {

    private static final Path GOLD = Path.of("../docs/examples/memory-gold.json");
    private static final int HITS = 10;

    /** What each engine answered to each question, as the names of the gold set. */
    private static final Map<Engine, Map<String, List<String>>> ANSWERS = new HashMap<>();
    private static Json.Obj gold = Json.EMPTY;

    @BeforeAll
    static void ask() throws IOException {
        gold = (Json.Obj) JsonText.parse(Files.readAllBytes(GOLD));
        for (Engine engine : Engine.values()) {
            try (Server server = engine.fresh(Map.of())) { // of its own: others look for traces in the shared ones
                ANSWERS.put(engine, answers(server.person()));
            }
        }
    }

    private static Map<String, List<String>> answers(Client person) {
        Map<String, String> names = new HashMap<>();
        for (Json.Obj unit : objects("units")) {
            names.put(person.post("/memory", JsonText.write(unit.without("id"))).is(201).text("/id"), JsonText.text(unit, "id"));
        }
        Map<String, List<String>> answers = new HashMap<>();
        for (Json.Obj query : objects("queries")) {
            Reply reply = person.post("/memory/search", JsonText.write(Json.obj("query", Json.of(JsonText.text(query, "query"))).with("limit", Json.of(HITS)))).is(200);
            List<String> hits = new ArrayList<>();
            for (int i = 0; i < reply.items("/hits").size(); i++) {
                hits.add(names.get(reply.text("/hits/" + i + "/memory_unit_id")) + " " + reply.json("/hits/" + i + "/text/score"));
            }
            answers.put(JsonText.text(query, "query"), hits);
        }
        return answers;
    }

    private static List<Json.Obj> objects(String member) {
        return ((Json.Arr) gold.members().getOrDefault(member, Json.of(List.of()))).items().stream().map(Json.Obj.class::cast).toList();
    }

    @Test
    void bothDatabasesAnswerAlikeToTheLastDigit() {
        assertThat(ANSWERS.get(Engine.SQLITE)).hasSizeGreaterThan(25).isEqualTo(ANSWERS.get(Engine.POSTGRES));
    }

    @Test
    void whatIsSoughtIsAmongTheFirstFive() {
        double recall = 0;
        double reciprocalRank = 0;
        List<String> missed = new ArrayList<>();
        for (Json.Obj query : objects("queries")) {
            String text = JsonText.text(query, "query");
            List<String> hits = ANSWERS.get(Engine.SQLITE).get(text).stream().map(hit -> hit.split(" ")[0]).toList();
            List<String> relevant = ((Json.Arr) query.members().get("relevant")).items().stream().map(one -> ((Json.Text) one).value()).toList();
            recall += (double) relevant.stream().filter(hits.subList(0, Math.min(5, hits.size()))::contains).count() / relevant.size();
            int first = hits.stream().filter(relevant::contains).findFirst().map(hits::indexOf).orElse(-1);
            reciprocalRank += first < 0 ? 0 : 1.0 / (first + 1);
            if (first != 0) {
                missed.add(text + " → " + hits);
            }
        }
        int count = objects("queries").size();
        assertThat(recall / count).as("recall@5; not first: %s", missed).isGreaterThanOrEqualTo(0.9);
        assertThat(reciprocalRank / count).as("MRR; not first: %s", missed).isGreaterThanOrEqualTo(0.85);
    }
}
