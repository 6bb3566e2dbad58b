package dev.steward.domain.portfolio;

import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Violations;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The readable name of a thing in addresses: letters and digits of any script in lower case, joined by hyphens. 1 to 100 code points,
 * NFC, no hyphen at either end. Never a UUID, because a route takes an id or a slug.
 */
public record Slug(String value) {

    public static final int MAX = 100;

    private static final String FALLBACK = "project";
    private static final Pattern GAPS = Pattern.compile("[\\s_]+");

    public Slug {
        require("slug", value);
    }

    public static Slug fromName(String name) {
        return fromName(name, FALLBACK);
    }

    /**
     * The slug of a name, by the rule of document 000: lower case, gaps to hyphens, other signs dropped.
     * {@code My Great Novel!} gives {@code my-great-novel}, {@code A--B} gives {@code a--b}.
     *
     * @param fallback taken when the name leaves nothing, and put before a name that is a UUID
     */
    public static Slug fromName(String name, String fallback) {
        String made = normalized(name);
        if (made.isEmpty()) {
            return new Slug(fallback);
        }
        return new Slug(Id.parse(made).isPresent() ? fallback + "-" + made : made);
    }

    /**
     * A slug that somebody chose.
     *
     * @throws InvalidException with code {@code invalid_slug} and a slug that would do
     */
    public static Slug parse(String field, String text) {
        require(field, text);
        return new Slug(text);
    }

    /** This slug with {@code -n} at its end, shortened before it when needed; for the n-th of the same name. */
    public Slug numbered(int n) {
        String ending = "-" + n;
        return new Slug(stripped(cut(value, MAX - ending.length())) + ending);
    }

    @Override
    public String toString() {
        return value;
    }

    private static void require(String field, String text) {
        boolean uuid = Id.parse(text).isPresent();
        if (uuid || text.isEmpty() || !normalized(text).equals(text)) {
            String rule = uuid
                    ? "looks like an id"
                    : "is not 1 to " + MAX + " lower-case letters and digits joined by hyphens";
            throw new InvalidException(Violations.check().add(field, "invalid_slug",
                    "'" + cut(text, MAX) + "' " + rule + "; '" + fromName(text) + "' would do.").found());
        }
    }

    private static String normalized(String text) {
        String lower = Normalizer.normalize(Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        StringBuilder kept = new StringBuilder();
        lower.codePoints().forEach(c -> {
            if (isLetterOrDigit(c) || c == '-') {
                kept.appendCodePoint(c);
            } else if (c == '_' || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                kept.append(' ');
            }
        });
        String joined = GAPS.matcher(kept.toString().strip()).replaceAll("-");
        return stripped(cut(stripped(Normalizer.normalize(joined, Normalizer.Form.NFC)), MAX));
    }

    /** Alphabetic as well as letters: the vowel signs of Indic scripts are alphabetic marks, and without them a word is not the word. */
    private static boolean isLetterOrDigit(int c) {
        return Character.isLetterOrDigit(c) || Character.isAlphabetic(c);
    }

    /** Without hyphens at either end. By hand, because "-+$" takes quadratic time on a name that is one long line of hyphens. */
    private static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '-') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '-') {
            to--;
        }
        return text.substring(from, to);
    }

    private static String cut(String text, int max) {
        return text.codePointCount(0, text.length()) <= max ? text : text.substring(0, text.offsetByCodePoints(0, max));
    }
}
