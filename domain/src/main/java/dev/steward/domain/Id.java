package dev.steward.domain;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The identity of a {@code T}; two identities of different things cannot be swapped.
 *
 * @param value a UUIDv7 for everything Steward made itself
 */
public record Id<T>(UUID value) implements Comparable<Id<T>> {

    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** The id written in {@code text}, or empty when that is not the 36 characters of a UUID. */
    public static <T> Optional<Id<T>> parse(String text) {
        return CANONICAL.matcher(text).matches() ? Optional.of(new Id<>(UUID.fromString(text))) : Optional.empty();
    }

    @Override
    public int compareTo(Id<T> other) {
        return value.toString().compareTo(other.value.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
