package dev.steward.jdbc;

import dev.steward.application.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table whose texts can be so long that a list of them would fill the memory. A part of a list reads those of a row only where they are
 * short; those of the others it reads in a second question, of as many rows as one answer should hold.
 *
 * @param texts of columns that are never null
 * @param documents the same of JSON
 */
public record LongTexts(List<String> texts, List<String> documents) {

    public static final LongTexts NONE = new LongTexts(List.of(), List.of());
    /** In bytes. */
    private static final int SHORT = 8_192;

    public static LongTexts of(String... texts) {
        return new LongTexts(List.of(texts), List.of());
    }

    public LongTexts andJson(String... columns) {
        return new LongTexts(texts, List.of(columns));
    }

    boolean isEmpty() {
        return texts.isEmpty() && documents.isEmpty();
    }

    /**
     * What a statement selects: these columns, long texts as null, and behind them how long all of the row's are. No text is sent to see
     * how long it is.
     */
    public String selected(Collection<String> columns, Dialect dialect) {
        Map<String, String> lengths = new LinkedHashMap<>();
        texts.forEach(column -> lengths.put(column, "octet_length(" + column + ")"));
        documents.forEach(column -> lengths.put(column, dialect.lengthOfJson(column)));
        Function<String, String> selected = column -> lengths.containsKey(column)
                ? "CASE WHEN " + lengths.get(column) + " <= " + SHORT + " THEN " + column + " END AS " + column : column;
        return columns.stream().map(selected).collect(Collectors.joining(", ")) + ", " + String.join(" + ", lengths.values());
    }

    /**
     * How long the texts of a row are, if some of them may be left out; else 0.
     *
     * @param bytes the last of what was selected
     */
    public static long leftOut(long bytes) {
        return bytes > SHORT ? bytes : 0;
    }

    /**
     * One row of what was selected.
     *
     * @param key by which it is found again, as long as it is as it was listed
     * @param item null where its long texts were left out
     * @param leftOut how long those are; 0 where they were not
     */
    public record Listed<K, T>(K key, @Nullable T item, long leftOut) {
    }

    /**
     * The first {@code limit} at most, and of those so many that their texts that were left out can be fetched.
     *
     * @param listed one more than {@code limit}, where there are so many
     * @param whole finds those of some keys that are still as they were listed; the part ends before one that is not
     * @return empty when the first is not, so that the list is to be read again
     */
    public static <K, T> Optional<Part<T>> part(List<Listed<K, T>> listed, int limit, Function<List<K>, Map<K, T>> whole) {
        List<Listed<K, T>> enough = enough(listed, limit);
        Map<K, T> fetched = whole.apply(enough.stream().filter(one -> one.leftOut() > 0).map(Listed::key).toList());
        List<T> items = new ArrayList<>();
        for (Listed<K, T> one : enough) {
            T item = one.leftOut() > 0 ? fetched.get(one.key()) : one.item();
            if (item == null) {
                return items.isEmpty() ? Optional.empty() : Optional.of(new Part<>(items, true));
            }
            items.add(item);
        }
        return Optional.of(new Part<>(items, enough.size() < listed.size()));
    }

    private static <K, T> List<Listed<K, T>> enough(List<Listed<K, T>> listed, int limit) {
        long bytes = 0;
        int enough = 0;
        while (enough < listed.size() && enough < limit) {
            bytes += listed.get(enough).leftOut();
            if (bytes > Part.BYTES && enough > 0) {
                break;
            }
            enough++;
        }
        return listed.subList(0, enough);
    }
}
