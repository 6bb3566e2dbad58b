package dev.steward.http.docs;

import dev.steward.application.Field;
import dev.steward.application.Shape;
import dev.steward.domain.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values that a shape's description allows: its fields' own examples, and plain ones where a field has none. */
public final class Examples {

    static final String ID = "0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b";

    private Examples() {
    }

    /** @param input only what clients write */
    public static Json.Obj of(Shape<?> shape, boolean input) {
        Map<String, Json> example = new LinkedHashMap<>();
        shape.members().stream().filter(member -> member.input() || !input)
                .forEach(member -> example.put(member.field().name(), of(member.field())));
        return new Json.Obj(example);
    }

    private static <V> Json of(Field<V> field) {
        if (field.example() != null) {
            return field.example();
        }
        if (field.fallback() != null) {
            return field.type().render(field.fallback());
        }
        return field.nullable() ? Json.NULL : of(field.type().describe());
    }

    private static Json of(Json.Obj schema) {
        if (schema.get("enum") instanceof Json.Arr words) {
            return words.items().getFirst();
        }
        String type = schema.get("type") instanceof Json.Text text ? text.value() : "object";
        return switch (type) {
            case "integer", "number" -> schema.get("minimum") instanceof Json.Num min ? min : Json.of(1);
            case "boolean" -> Json.of(true);
            case "array" -> Json.of(List.of());
            case "string" -> switch (schema.get("format") instanceof Json.Text format ? format.value() : "") {
                case "uuid" -> Json.of(ID);
                case "date" -> Json.of("2026-04-06");
                case "date-time" -> Json.of("2026-04-06T09:00:00.000Z");
                default -> Json.of("text");
            };
            default -> {
                Map<String, Json> members = new LinkedHashMap<>();
                if (schema.get("properties") instanceof Json.Obj properties) {
                    properties.members().forEach((name, property) -> members.put(name, property instanceof Json.Obj inner ? of(inner) : Json.NULL));
                }
                yield new Json.Obj(members);
            }
        };
    }
}
