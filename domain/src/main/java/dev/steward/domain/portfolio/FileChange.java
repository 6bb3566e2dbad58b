package dev.steward.domain.portfolio;

import dev.steward.domain.NumberRule;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;

/**
 * A file that a session changed (document 003). Checked with the session that holds it, so that all violations are reported together.
 *
 * @param added lines
 * @param removed lines
 */
public record FileChange(String path, int added, int removed) {

    public static final TextRule PATH = TextRule.required(1_000);
    public static final NumberRule LINES = new NumberRule(0, 100_000_000);

    void check(Violations violations, String pointer) {
        violations.text(pointer + "/path", path, PATH)
                .number(pointer + "/added", added, LINES)
                .number(pointer + "/removed", removed, LINES);
    }
}
