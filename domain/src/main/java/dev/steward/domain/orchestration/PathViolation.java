package dev.steward.domain.orchestration;

import dev.steward.domain.PathGlob;
import dev.steward.domain.Word;
import org.jspecify.annotations.Nullable;

/**
 * A change of a file that the rules do not allow.
 *
 * @param path of the file
 * @param glob which glob forbids or protects it; null where none has it
 */
public record PathViolation(String path, Rule rule, @Nullable PathGlob glob) {

    /** Which rule is broken; where a path breaks several, the first one here. */
    public enum Rule implements Word {
        /** The path is not one inside the project. */
        OUTSIDE_PROJECT,
        /** A forbidden path of the policy or the assignment has it. */
        FORBIDDEN_PATHS,
        /** A protected path of the policy has it. */
        PROTECTED_PATHS,
        /** None of the assignment's allowed paths has it. */
        ALLOWED_PATHS
    }

    /** For people: what is wrong, and what to do. */
    public String message() {
        return switch (rule) {
            case OUTSIDE_PROJECT -> "'" + path + "' is not a path inside the project; leave it alone.";
            case FORBIDDEN_PATHS -> "'" + path + "' is forbidden by '" + glob + "'; take the change back.";
            case PROTECTED_PATHS -> "'" + path + "' is protected by '" + glob + "'; take the change back, or let a person pass the policy check.";
            case ALLOWED_PATHS -> "'" + path + "' is outside the assignment's allowed_paths, where a folder is written folder/**; take the change back, or let a person pass the policy check.";
        };
    }
}
