package dev.steward.domain;

import java.util.Optional;

/**
 * How long a text may be, in Unicode code points. Every text is well-formed Unicode without NUL, which neither database can hold.
 *
 * @param min 0, or 1 for a text that must say something (blank does not count)
 */
public record TextRule(int min, int max) {

    /** Up to a line: names, titles. */
    public static TextRule required(int max) {
        return new TextRule(1, max);
    }

    public static TextRule optional(int max) {
        return new TextRule(0, max);
    }

    public Optional<Violation> violation(String pointer, String value) {
        if (value.indexOf('\0') >= 0) {
            return Optional.of(new Violation(pointer, "not_text", "A text cannot hold the NUL character; remove it."));
        }
        if (!wellFormed(value)) {
            return Optional.of(new Violation(pointer, "not_text", "A text cannot hold half of a surrogate pair; send whole characters."));
        }
        if (min > 0 && value.isBlank()) {
            return Optional.of(new Violation(pointer, "required", "Must not be empty; give it at least one visible character."));
        }
        int length = value.codePointCount(0, value.length());
        if (length > max) {
            return Optional.of(new Violation(pointer, "too_long", "Has " + length + " characters, at most " + max + " are kept; shorten it."));
        }
        return Optional.empty();
    }

    /** Whether every surrogate in {@code value} has its other half. */
    public static boolean wellFormed(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) { // rare, so asked first
                if (Character.isLowSurrogate(c) || i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
