package dev.steward.domain.portfolio;

import dev.steward.domain.Violations;
import java.util.regex.Pattern;

/** The one way in which colors are written: {@code #RRGGBB}, or empty for none. */
public final class Color {

    private static final Pattern WRITTEN = Pattern.compile("(#[0-9a-fA-F]{6})?");

    private Color() {
    }

    /** @throws dev.steward.domain.InvalidException {@code invalid_color} */
    public static String parse(String value) {
        Violations violations = Violations.check();
        check(violations, "", value);
        violations.done();
        return value;
    }

    static void check(Violations violations, String field, String value) {
        violations.rule(WRITTEN.matcher(value).matches(), field, "invalid_color",
                "A color is written #RRGGBB, such as #1F6FEB, or left empty.");
    }
}
