package dev.steward.domain;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The words of one enum, made once: every row that is read or written has some. */
final class Vocabulary {

    private static final ClassValue<Vocabulary> ALL = new ClassValue<>() {
        @Override
        protected Vocabulary computeValue(Class<?> type) {
            return new Vocabulary(type.getEnumConstants());
        }
    };

    private final List<String> words;
    private final Map<String, Object> values = new LinkedHashMap<>();

    private Vocabulary(Object[] constants) {
        words = Arrays.stream(constants).map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT)).toList();
        for (int i = 0; i < constants.length; i++) {
            values.put(words.get(i), constants[i]);
        }
    }

    static Vocabulary of(Class<?> vocabulary) {
        return ALL.get(vocabulary);
    }

    String word(Enum<?> value) {
        return words.get(value.ordinal());
    }

    List<String> words() {
        return words;
    }

    /** By their words. */
    Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }
}
