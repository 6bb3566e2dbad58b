package dev.steward.jdbc;

import dev.steward.application.Part;
import dev.steward.application.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table whose texts can be so long that a list of them would fill the memory. A part of a list reads those of a row only where they are
 * short; those of the others it reads in a second question, of as many rows as one answer should hold.
 *
 * @param texts names of columns that are never null
 * @param objects the same of JSON objects
 * @param arrays the same of JSON arrays
 */
public record LongTexts(List<String> texts, List<String> objects, List<String> arrays) {

    public static final LongTexts NONE = new LongTexts(List.of(), List.of(), List.of());
    /** In bytes. */
    private static final int SHORT = 8_192;

    public static LongTexts of(String... texts) {
        return new LongTexts(List.of(texts), List.of(), List.of());
    }

    public LongTexts andObjects(String... columns) {
        return new LongTexts(texts, List.of(columns), arrays);
    }

    public LongTexts andArrays(String... columns) {
        return new LongTexts(texts, objects, List.of(columns));
    }

    boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * What a statement selects: these columns, long texts as null, and behind them how long all of the row's are. No text is sent to see
     * how long it is.
     */
    public String selected(Collection<String> columns, Dialect dialect) {
        Map<String, String> lengths = new LinkedHashMap<>();
        texts.forEach(column -> lengths.put(column, "octet_length(" + column + ")"));
        Stream.concat(objects.stream(), arrays.stream()).forEach(column -> lengths.put(column, dialect.lengthOfJson(column)));
        Function<String, String> selected = column -> lengths.containsKey(column)
                ? "CASE WHEN " + lengths.get(column) + " <= " + SHORT + " THEN " + column + " END AS " + column : column;
        return columns.stream().map(selected).collect(Collectors.joining(", ")) + ", " + String.join(" + ", lengths.values());
    }

    /**
     * Whether some texts of a row may have been left out.
     *
     * @param bytes the last of what was selected
     */
    public static boolean areLeftOut(long bytes) {
        return bytes > SHORT;
    }

    /** What a statement selects to leave all long texts out, also those that are short. */
    public String outlined(Collection<String> columns) {
        Function<String, String> selected = column -> texts.contains(column) ? "CASE WHEN octet_length(" + column + ") > 0 THEN '" + Store.LEFT_OUT + "' ELSE '' END AS " + column
                : objects.contains(column) ? "'{}' AS " + column
                : arrays.contains(column) ? "'[]' AS " + column : column;
        return columns.stream().map(selected).collect(Collectors.joining(", "));
    }

    /**
     * One row of what was selected.
     *
     * @param key by which it is found again, as long as it is as it was listed
     * @param item null where its long texts were left out
     * @param bytes how long those of the row are
     */
    public record Listed<K, T>(K key, @Nullable T item, long bytes) {

        long leftOut() {
            return item == null ? bytes : 0;
        }
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
        Map<K, T> fetched = whole.apply(enough.stream().filter(one -> one.item() == null).map(Listed::key).toList());
        List<T> items = new ArrayList<>();
        long bytes = 0;
        for (Listed<K, T> one : enough) {
            T item = one.item() == null ? fetched.get(one.key()) : one.item();
            if (item == null) {
                return items.isEmpty() ? Optional.empty() : Optional.of(new Part<>(items, true, bytes));
            }
            items.add(item);
            bytes += one.bytes();
        }
        return Optional.of(new Part<>(items, enough.size() < listed.size(), bytes));
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
