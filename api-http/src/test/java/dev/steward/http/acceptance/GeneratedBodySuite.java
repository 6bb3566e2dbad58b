package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies made from the API description and then spoiled: whatever comes, the answer is success or a problem, never a failure. */
abstract class GeneratedBodySuite extends Suite {

    private static final int MAX_REQUESTS = 4_000;
    private static final Duration AT_MOST = Duration.ofSeconds(20);
    private static final long SEED = Long.getLong("steward.test.seed", 20260406L);

    private static final List<Json> STRANGE = List.of(
            Json.NULL, Json.of(true), Json.of(0), Json.of(-1), Json.of(Long.MAX_VALUE), new Json.Num(new BigDecimal("1e308")), new Json.Num(new BigDecimal("1e9999")),
            new Json.Num(new BigDecimal("-1e-9999")), new Json.Num(new BigDecimal("0.1")), new Json.Num(new BigDecimal("9".repeat(390))), Json.of(""), Json.of(" "), Json.of("\0"), Json.of("a\u0001b"),
            Json.of("\ud800"), Json.of("\udfff\ud800"), Json.of("\ufffe\uffff"), Json.of("x".repeat(300)), Json.of("x".repeat(200_000)), Json.of("𝒳".repeat(150)), Json.of("👩‍👩‍👧"), Json.of("İıſßΣς"),
            Json.of("北京"), Json.of("' OR 1=1 --"), Json.of("%_\\"), Json.of("2026-02-30"), Json.of("9999-12-31"), Json.of("0001-01-01"), Json.of("2026.53"), Json.of("0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b"),
            Json.of("e\u0301\u0323".repeat(40)), Json.of("\u202e\u200b\ufeff"), Json.of(List.of()), Json.of(List.of(Json.NULL, Json.of(1))), Json.EMPTY,
            Json.obj("", Json.of(1)), Json.obj("a/b~c", Json.NULL), Json.obj("\ud800", Json.of("\0")));

    GeneratedBodySuite(Engine engine) {
        super(engine);
    }

    @Test
    void whateverComesIsAnswered() {
        Random random = new Random(SEED);
        Document document = Document.of(server);
        List<Document.Route> routes = document.routes().stream().filter(route -> !document.body(route).members().isEmpty()).toList();
        assertThat(routes).hasSizeGreaterThan(15);
        Map<String, String> known = everything();
        Instant end = Instant.now().plus(AT_MOST);
        int sent = 0;
        int accepted = 0;
        while (sent < MAX_REQUESTS && Instant.now().isBefore(end)) {
            Document.Route route = routes.get(random.nextInt(routes.size()));
            Json body = valid(document, document.at(document.body(route), "schema"), random, 0);
            for (int i = random.nextInt(4); i > 0; i--) {
                body = spoiled(body, random);
            }
            byte[] bytes = JsonText.bytes(body);
            if (random.nextInt(10) == 0 && bytes.length > 2) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Reply reply = person.exact(route.method(), path(route, known, random), bytes);
            String shown = "seed " + SEED + ", request " + sent + ": " + reply.request() + " " + shortened(body) + " answered " + reply.body();
            assertThat(reply.status()).as(shown).isLessThan(500);
            if (reply.status() >= 400) {
                reply.isProblem();
            } else {
                accepted++;
            }
            sent++;
        }
        assertThat(accepted).as("accepted of %s", sent).isGreaterThan(sent / 20);
        for (String list : List.of("/projects?archived=all", "/areas", "/organizations", "/milestones", "/sessions", "/tags", "/reviews", "/settings", "/events", "/weeks/" + WEEK)) {
            person.get(list + (list.contains("settings") || list.contains("weeks") ? "" : (list.contains("?") ? "&" : "?") + "limit=200")).is(200);
        }
    }

    private static String path(Document.Route route, Map<String, String> known, Random random) {
        String path = route.path().replace("{project}", known.get("projects")).replace("{card}", known.get("cards")).replace("{artifact}", known.get("artifacts"))
                .replace("{sha}", known.get("commits")).replace("{check}", known.get("checks")).replace("{hit}", known.get("memory"))
                    .replace("{entity}/{target}/{role}", "project/" + known.get("projects") + "/supports").replace("{type}", "project").replace("{target}", known.get("projects"))
                .replace("{week}", random.nextInt(20) == 0 ? "9999.52" : "2026." + (1 + random.nextInt(52)))
                .replace("{key}", List.of("theme", "weekly_budget_hours", "default_session_minutes", "score_formula", "own." + random.nextInt(5)).get(random.nextInt(5)));
        for (Map.Entry<String, String> thing : known.entrySet()) {
            path = path.replace("/" + thing.getKey() + "/{id}", "/" + thing.getKey() + "/" + thing.getValue());
        }
        return path;
    }

    private static Json valid(Document document, Json.Obj schema, Random random, int depth) {
        if (schema.get("enum") instanceof Json.Arr words) {
            return words.items().get(random.nextInt(words.items().size()));
        }
        String type = schema.get("type") instanceof Json.Text text ? text.value()
                : schema.get("type") instanceof Json.Arr types ? ((Json.Text) types.items().getFirst()).value() : "string";
        return switch (type) {
            case "object" -> {
                Map<String, Json> members = new LinkedHashMap<>();
                List<Json> required = schema.get("required") instanceof Json.Arr array ? array.items() : List.of();
                Document.object(schema.get("properties")).members().forEach((name, property) -> {
                    if (required.contains(Json.of(name)) || random.nextInt(4) == 0) {
                        members.put(name, name.equals("project_id") ? Json.of("novel")
                                : name.equals("wait_seconds") ? Json.of(0) : valid(document, document.resolved(property), random, depth + 1));
                    }
                });
                yield new Json.Obj(members);
            }
            case "array" -> {
                List<Json> items = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0 && depth < 5; i--) {
                    items.add(valid(document, document.resolved(schema.get("items")), random, depth + 1));
                }
                yield Json.of(items);
            }
            case "integer", "number" -> {
                int min = schema.get("minimum") instanceof Json.Num number ? number.value().intValue() : 0;
                int max = schema.get("maximum") instanceof Json.Num number ? number.value().intValue() : 100;
                yield Json.of(random.nextLong(min, (long) max + 1));
            }
            case "boolean" -> Json.of(random.nextBoolean());
            default -> Json.of(switch (schema.get("format") instanceof Json.Text format ? format.value() : "") {
                case "date" -> "2026-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10);
                case "date-time" -> "2026-04-06T09:00:00Z";
                case "uuid" -> "0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b";
                default -> "text " + random.nextInt(100_000);
            });
        };
    }

    /** The same with one thing changed somewhere. */
    private static Json spoiled(Json json, Random random) {
        return switch (json) {
            case Json.Obj object when !object.members().isEmpty() && random.nextInt(5) > 0 -> {
                Map<String, Json> members = new LinkedHashMap<>(object.members());
                List<String> names = List.copyOf(members.keySet());
                String name = names.get(random.nextInt(names.size()));
                switch (random.nextInt(4)) {
                    case 0 -> members.remove(name);
                    case 1 -> members.put(random.nextBoolean() ? "id" : name + "x", members.get(name));
                    default -> members.put(name, spoiled(members.get(name), random));
                }
                yield new Json.Obj(members);
            }
            case Json.Arr array when !array.items().isEmpty() && random.nextBoolean() -> {
                List<Json> items = new ArrayList<>(array.items());
                int at = random.nextInt(items.size());
                items.set(at, spoiled(items.get(at), random));
                yield Json.of(items);
            }
            default -> random.nextInt(8) == 0 ? nested(json, random.nextInt(120)) : STRANGE.get(random.nextInt(STRANGE.size()));
        };
    }

    private static Json nested(Json json, int levels) {
        Json nested = json;
        for (int i = 0; i < levels; i++) {
            nested = i % 2 == 0 ? Json.of(List.of(nested)) : Json.obj("a", nested);
        }
        return nested;
    }

    private static String shortened(Json body) {
        String text = JsonText.write(body);
        return text.length() > 500 ? text.substring(0, 500) + "…" : text;
    }
}
