package dev.steward.http.mcp;

import dev.steward.domain.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A schema with as few words as a model needs to fill it in. The route checks all of what is left out here, and says what is wrong. */
final class Brevity {

    private static final Set<String> DROPPED =
            Set.of("examples", "minLength", "maxLength", "maxItems", "pattern", "additionalProperties", "title", "default", "minimum", "maximum", "format");

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
            } else if (!DROPPED.contains(name) && !name.equals("anyOf")) {
                brief.put(name, value);
            }
        });
        return schema.get("anyOf") instanceof Json.Arr variants ? told(new Json.Obj(brief), variants) : new Json.Obj(brief);
    }

    /** Variants of an object's payload in a sentence: the names of their members. */
    private static Json.Obj told(Json.Obj brief, Json.Arr variants) {
        String sentence = variants.items().stream().map(Json.Obj.class::cast).map(Brevity::variant).collect(Collectors.joining("; "));
        return brief.with("description", Json.of("Members of the payload: " + sentence + "."));
    }

    private static String variant(Json.Obj variant) {
        String title = variant.get("title") instanceof Json.Text text ? text.value() : "";
        Json.Obj payload = Message.object(Message.object(Message.object(variant, "properties"), "payload"), "properties");
        return title + ": " + (payload.members().isEmpty() ? "none" : String.join(", ", List.copyOf(payload.members().keySet())));
    }
}
