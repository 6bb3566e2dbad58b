package dev.steward.application;

import dev.steward.domain.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one text of a JSON value, whatever the order of its members: as RFC 8785, but with numbers as plain decimals, of which Steward has
 * larger ones than a double, and control characters as {@link CompactJson} writes them. Equal values have equal texts.
 */
public final class CanonicalJson {

    private CanonicalJson() {
    }

    /** See {@link CompactJson#sha256}. */
    public static String sha256(Json value) {
        return CompactJson.sha256(canonical(value));
    }

    public static String write(Json value) {
        return CompactJson.write(canonical(value));
    }

    private static Json canonical(Json value) {
        return switch (value) {
            case Json.Obj object -> {
                Map<String, Json> members = new TreeMap<>();
                object.members().forEach((name, member) -> members.put(name, canonical(member)));
                yield new Json.Obj(members);
            }
            case Json.Arr array -> Json.of(array.items().stream().map(CanonicalJson::canonical).toList());
            case Json.Num number -> new Json.Num(number.value().signum() == 0 ? BigDecimal.ZERO : number.value().stripTrailingZeros());
            case Json.Text _, Json.Bool _, Json.Null _ -> value;
        };
    }
}
