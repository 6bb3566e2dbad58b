package dev.steward.domain.portfolio;

import dev.steward.domain.Entity;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;

/** A word put on anything. {@code Java}, {@code java} and {@code " JAVA "} are one tag, shown the way it was first written. */
public record Tag(Meta<Tag> meta, Details details) implements Entity<Tag> {

    public static final TextRule LABEL = TextRule.required(100);
    /** NFKC makes up to 18 characters of one; an index of PostgreSQL holds 2,700 bytes. */
    private static final TextRule KEY = TextRule.required(200);

    public record Details(String label) {

        public Details {
            label = label.strip();
            Violations violations = Violations.check().text("label", label, LABEL);
            if (violations.isEmpty()) {
                violations.text("label", keyOf(label), KEY);
            }
            violations.done();
        }
    }

    public static Tag create(Meta<Tag> meta, Details details) {
        return new Tag(meta, details);
    }

    public Tag revise(Instant now, Details details) {
        return new Tag(meta.next(now), details);
    }

    /** Unique in the workspace. */
    public String key() {
        return keyOf(details.label());
    }

    /** What a spelling is found by: NFKC, case-folded, trimmed. Lower, upper, lower: the capital ẞ needs all three to meet ss. */
    public static String keyOf(String spelling) {
        String composed = Normalizer.normalize(spelling, Normalizer.Form.NFKC);
        String folded = composed.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC).strip();
    }
}
