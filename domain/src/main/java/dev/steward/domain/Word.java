package dev.steward.domain;

import java.util.List;
import java.util.Optional;

/** A value of a closed vocabulary, written in lower_snake_case on the wire and in the database. Implemented by enums. */
public interface Word {

    String name();

    default String word() {
        return Vocabulary.of(((Enum<?>) this).getDeclaringClass()).word((Enum<?>) this);
    }

    /** The value written {@code word}, or empty when the vocabulary has none. */
    static <W extends Enum<W> & Word> Optional<W> find(Class<W> vocabulary, String word) {
        return Optional.ofNullable(vocabulary.cast(Vocabulary.of(vocabulary).values().get(word)));
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
        return Vocabulary.of(vocabulary).words();
    }
}
