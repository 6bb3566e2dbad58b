package dev.steward.domain.portfolio;

import dev.steward.domain.NumberRule;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import java.util.List;

/**
 * A file that a session (document 003) or a commit changed. Checked with what holds it, so that all violations are reported together.
 *
 * @param added lines
 * @param removed lines
 */
public record FileChange(String path, int added, int removed) {

    public static final TextRule PATH = TextRule.required(1_000);
    public static final NumberRule LINES = new NumberRule(0, 100_000_000);

    /** Adds what is wrong with a list of them to {@code violations}. */
    public static void check(Violations violations, String field, List<FileChange> files, int max) {
        violations.rule(files.size() <= max, field, "too_many", () -> files.size() + " files are listed, at most " + max + " are kept; list those that matter.");
        for (int i = 0; i < Math.min(files.size(), max); i++) {
            files.get(i).check(violations, Violations.pointer(field) + "/" + i);
        }
    }

    private void check(Violations violations, String pointer) {
        violations.text(pointer + "/path", path, PATH)
                .number(pointer + "/added", added, LINES)
                .number(pointer + "/removed", removed, LINES);
    }
}
