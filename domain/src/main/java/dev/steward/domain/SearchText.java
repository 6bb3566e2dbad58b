package dev.steward.domain;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Text made comparable, so that both databases find the same: NFKC, without case ("STRASSE" finds "Straße"). */
public final class SearchText {

    private SearchText() {
    }

    /** Folding twice gives the same as folding once. */
    public static String fold(String text) {
        // Lower case first: the capital ẞ has no other upper case, only its lower case ß has (SS).
        String upper = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    /** What is searched for an entity: all its texts, folded. */
    public static String of(String... texts) {
        return Stream.of(texts).filter(text -> !text.isBlank()).map(SearchText::fold).collect(Collectors.joining("\n"));
    }

    /** The folded words of a search; each must occur. */
    public static List<String> words(String search) {
        return Arrays.stream(fold(search).strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
