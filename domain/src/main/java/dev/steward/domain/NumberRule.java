package dev.steward.domain;

import java.util.Optional;

/** The smallest and the largest whole number that is accepted, both included. */
public record NumberRule(int min, int max) {

    public Optional<Violation> violation(String pointer, int value) {
        return value >= min && value <= max
                ? Optional.empty()
                : Optional.of(new Violation(pointer, "out_of_range", value + " is outside " + min + " to " + max + "."));
    }
}
