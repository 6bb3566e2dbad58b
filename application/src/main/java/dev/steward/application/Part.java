package dev.steward.application;

import java.util.List;

/**
 * The beginning of what a question finds, as much of it as one answer should hold: at most so many items, and fewer where their long texts are together more
 * than about {@value #BYTES} bytes; but at least one, if there is any.
 *
 * @param more whether something follows
 * @param bytes how much the long texts of the items are together; 0 where nobody counted
 */
public record Part<T>(List<T> items, boolean more, long bytes) {

    /** So much is fetched for many callers at once without filling a small server's memory. */
    public static final int BYTES = 1 << 20;

    public Part {
        items = List.copyOf(items);
    }

    /**
     * Of what was read without counting.
     *
     * @param found one item more than {@code limit}, where there are so many
     */
    public static <T> Part<T> of(List<T> found, int limit) {
        return found.size() > limit ? new Part<>(found.subList(0, limit), true, 0) : new Part<>(found, false, 0);
    }
}
