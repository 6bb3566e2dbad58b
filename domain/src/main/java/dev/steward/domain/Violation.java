package dev.steward.domain;

/**
 * One reason why a value was refused.
 *
 * @param pointer RFC 6901 pointer to the value inside the body, such as {@code /duration_minutes}; empty for the whole
 * @param code stable word for programs, such as {@code too_long}
 * @param message what was refused, the rule, and the next step
 */
public record Violation(String pointer, String code, String message) {
}
