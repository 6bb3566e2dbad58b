package dev.steward.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A value of a closed vocabulary, written in lower_snake_case on the wire and in the database. Implemented by enums. */
public interface Word {

    String name();

    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value written {@code word}, or empty when the vocabulary has none. */
    static <W extends Enum<W> & Word> Optional<W> find(Class<W> vocabulary, String word) {
        return Arrays.stream(vocabulary.getEnumConstants()).filter(value -> value.word().equals(word)).findFirst();
    }

    /**
     * The value written {@code word}.
     *
     * @throws IllegalArgumentException when the vocabulary has none; for words that were checked before, such as stored ones
     */
    static <W extends Enum<W> & Word> W of(Class<W> vocabulary, String word) {
        return find(vocabulary, word).orElseThrow(() ->
                new IllegalArgumentException("'" + word + "' is not one of " + String.join(", ", words(vocabulary))));
    }

    static <W extends Enum<W> & Word> List<String> words(Class<W> vocabulary) {
        return Arrays.stream(vocabulary.getEnumConstants()).map(Word::word).toList();
    }
}
