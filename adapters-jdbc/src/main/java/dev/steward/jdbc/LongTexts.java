package dev.steward.jdbc;

import dev.steward.application.Part;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

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
     * What a statement selects: these columns, long texts as null, and behind them how long all of the row's are. Neither database fetches a text to see
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

    /** The first {@code limit} at most, whose texts that were left out can be fetched; one, if there is any. */
    public static <T> List<T> enough(List<T> listed, int limit, ToLongFunction<T> leftOut) {
        long bytes = 0;
        int enough = 0;
        while (enough < listed.size() && enough < limit) {
            bytes += leftOut.applyAsLong(listed.get(enough));
            if (bytes > Part.BYTES && enough > 0) {
                break;
            }
            enough++;
        }
        return listed.subList(0, enough);
    }
}
