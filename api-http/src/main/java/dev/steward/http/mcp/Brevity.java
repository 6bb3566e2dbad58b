package dev.steward.http.mcp;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A schema with as few words as a model needs to fill it in. The route checks all of what is left out here, and says what is wrong. */
final class Brevity {

    private static final Set<String> DROPPED =
            Set.of("examples", "minLength", "maxLength", "maxItems", "pattern", "additionalProperties", "title", "default", "minimum", "maximum", "anyOf");
    private static final Set<Json> FORMATS = Set.of(Json.of("date"), Json.of("date-time"));

    private Brevity() {
    }

    static Json.Obj of(Json.Obj schema) {
        Map<String, Json> brief = new LinkedHashMap<>();
        schema.members().forEach((name, value) -> {
            if (name.equals("properties")) {
                Map<String, Json> properties = new LinkedHashMap<>();
                ((Json.Obj) value).members().forEach((member, described) -> properties.put(member, of((Json.Obj) described)));
                brief.put(name, new Json.Obj(properties));
            } else if (name.equals("items")) {
                brief.put(name, of((Json.Obj) value));
            } else if (name.equals("format") ? FORMATS.contains(value) : !DROPPED.contains(name)) {
                brief.put(name, value);
            }
        });
        return schema.get("anyOf") instanceof Json.Arr variants ? told(new Json.Obj(brief), variants) : new Json.Obj(brief);
    }

    /** Variants of an object's payload in a sentence: the names of their members, those with the same ones together. */
    private static Json.Obj told(Json.Obj brief, Json.Arr variants) {
        Map<String, String> titles = new LinkedHashMap<>();
        for (Json variant : variants.items()) {
            Json.Obj object = (Json.Obj) variant;
            Json.Obj payload = Message.object(Message.object(Message.object(object, "properties"), "payload"), "properties");
            titles.merge(String.join(", ", payload.members().keySet()), JsonText.text(object, "title"), (first, next) -> first + ", " + next);
        }
        String sentence = titles.entrySet().stream().map(e -> e.getValue() + ": " + e.getKey()).collect(Collectors.joining("; "));
        return brief.with("description", Json.of("The payload of " + sentence + "."));
    }
}
