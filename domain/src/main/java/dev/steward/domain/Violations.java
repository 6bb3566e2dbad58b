package dev.steward.domain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects every violation of one value, so that all are reported at once. Not thread-safe. */
public final class Violations {

    private final List<Violation> found = new ArrayList<>();

    public static Violations check() {
        return new Violations();
    }

    public Violations add(String field, String code, String message) {
        found.add(new Violation(pointer(field), code, message));
        return this;
    }

    public Violations add(Violation violation) {
        found.add(violation);
        return this;
    }

    public Violations text(String field, String value, TextRule rule) {
        rule.violation(field, value).ifPresent(violation -> add(field, violation.code(), violation.message()));
        return this;
    }

    /** Null passes: whether a number must be there is said by its type. */
    public Violations number(String field, @Nullable Integer value, NumberRule rule) {
        if (value != null) {
            rule.violation(field, value).ifPresent(violation -> add(field, violation.code(), violation.message()));
        }
        return this;
    }

    /** A date that both databases and every client can hold: years 1 to 9999. Null passes. */
    public Violations date(String field, @Nullable LocalDate value) {
        return rule(value == null || value.getYear() >= 1 && value.getYear() <= 9999, field, "out_of_range",
                () -> value + " is outside 0001-01-01 to 9999-12-31.");
    }

    public Violations rule(boolean holds, String field, String code, String message) {
        return holds ? this : add(field, code, message);
    }

    /** The same for a message that tells of the value: entities are checked whenever they are read, and nearly all are right. */
    public Violations rule(boolean holds, String field, String code, Supplier<String> message) {
        return holds ? this : add(field, code, message.get());
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Violation> found() {
        return List.copyOf(found);
    }

    /**
     * Ends the check.
     *
     * @throws InvalidException with all violations, when there is one
     */
    public void done() {
        if (!found.isEmpty()) {
            throw new InvalidException(found);
        }
    }

    /** A field's pointer; a pointer stays what it is. */
    public static String pointer(String field) {
        return field.isEmpty() || field.startsWith("/") ? field : "/" + field.replace("~", "~0").replace("/", "~1");
    }
}
