package dev.steward.domain.orchestration;

import dev.steward.domain.Word;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run's work may go into a pull request: when the latest attempt of every required check has passed, of each assignment that reported
 * one. The check {@code policy} counts as soon as there is one, also where the policy does not require it: commits make it.
 */
public record RunGate(List<Line> lines) {

    /** How a check stands: what decides it found, or that there is none. */
    public enum Standing implements Word { PASSED, FAILED, SKIPPED, MISSING }

    /**
     * One check that counts.
     *
     * @param decisive the first attempt that counts and did not pass, else the latest; null when there is none
     */
    public record Line(CheckType type, @Nullable RunCheck decisive) {

        public Standing standing() {
            return decisive == null ? Standing.MISSING : switch (decisive.status()) {
                case PASSED -> Standing.PASSED;
                case FAILED -> Standing.FAILED;
                case SKIPPED -> Standing.SKIPPED;
            };
        }

        public boolean passed() {
            return standing() == Standing.PASSED;
        }

        /** For people: why it stands as it does, and what to do. */
        public String why() {
            String attempt = decisive == null ? "" : "attempt " + decisive.attempt();
            return switch (standing()) {
                case PASSED -> "'" + type.word() + "' passed in " + attempt + ".";
                case FAILED -> type == CheckType.POLICY
                        ? "'policy' failed in " + attempt + ": a commit changed what it should not; take that back and let a person record the check as passed."
                        : "'" + type.word() + "' failed in " + attempt + "; correct it and report another attempt.";
                case SKIPPED -> "'" + type.word() + "' was skipped in " + attempt + ", which does not count as passed; run it and report another attempt.";
                case MISSING -> "'" + type.word() + "' is required and was not reported; run it and report it.";
            };
        }
    }

    public RunGate {
        lines = List.copyOf(lines);
    }

    /** @param standing the attempts that count, in the order of their numbers: one of the whole run, and of each assignment the latest after it */
    public static RunGate of(Policy policy, Collection<RunCheck> standing) {
        Map<CheckType, RunCheck> decisive = new EnumMap<>(CheckType.class);
        standing.forEach(check -> decisive.merge(check.type(), check, (before, next) -> before.status() == RunCheck.Status.PASSED ? next : before));
        List<Line> lines = new ArrayList<>();
        for (CheckType type : CheckType.values()) {
            if (policy.requiredChecks().contains(type) || type == CheckType.POLICY && decisive.containsKey(type)) {
                lines.add(new Line(type, decisive.get(type)));
            }
        }
        return new RunGate(lines);
    }

    public boolean isGreen() {
        return lines.stream().allMatch(Line::passed);
    }

    /** The lines that keep it closed. */
    public List<Line> closedBy() {
        return lines.stream().filter(line -> !line.passed()).toList();
    }
}
