package dev.steward.domain.portfolio;

import dev.steward.domain.InvalidException;
import dev.steward.domain.Violations;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ISO-8601 week, Monday to Sunday. Written as document 000 does: week-year, dot, week without zero padding, {@code 2026.5}.
 * Ordered by year and week as numbers, so that {@code 2026.9} comes before {@code 2026.10}.
 *
 * @param year the week-year, 1 to 9999; 2025-12-29 belongs to week 1 of 2026
 * @param week 1 to 52, or 53 in the years that have it
 */
public record WeekKey(int year, int week) implements Comparable<WeekKey> {

    private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,3})\\.([0-9]{1,2})|([0-9]{4})-W([0-9]{2})");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d", Locale.US);
    private static final DateTimeFormatter DAY_OF_YEAR = DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US);
    private static final Comparator<WeekKey> ORDER = Comparator.comparingInt(WeekKey::year).thenComparingInt(WeekKey::week);

    public WeekKey {
        if (!exists(year, week)) {
            throw invalid("week_key", year + "." + week, reason(year));
        }
    }

    /** The week that holds {@code date}. */
    public static WeekKey of(LocalDate date) {
        LocalDate thursday = date.plusDays(4L - date.getDayOfWeek().getValue()); // its year is the week's
        return new WeekKey(thursday.getYear(), (thursday.getDayOfYear() - 1) / 7 + 1);
    }

    /**
     * The week written {@code text}: {@code 2026.5}, {@code 2026.05} or {@code 2026-W05}.
     *
     * @param field the name the violation goes by
     * @throws InvalidException with code {@code invalid_week_key}, naming the text and the rule it breaks
     */
    public static WeekKey parse(String field, String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw invalid(field, text, "is not a week key; write year, dot, week, such as 2026.15 or 2026-W15");
        }
        boolean dotted = written.group(1) != null;
        int year = Integer.parseInt(written.group(dotted ? 1 : 3));
        int week = Integer.parseInt(written.group(dotted ? 2 : 4));
        if (!exists(year, week)) {
            throw invalid(field, text, reason(year));
        }
        return new WeekKey(year, week);
    }

    public LocalDate monday() {
        LocalDate inFirstWeek = LocalDate.of(year, 1, 4);
        return inFirstWeek.minusDays(inFirstWeek.getDayOfWeek().getValue() - 1L).plusWeeks(week - 1L);
    }

    public LocalDate sunday() {
        return monday().plusDays(6);
    }

    /**
     * The week that many weeks later, or earlier when negative.
     *
     * @throws InvalidException when that is outside the years 1 to 9999
     */
    public WeekKey plusWeeks(long weeks) {
        return of(monday().plusWeeks(weeks));
    }

    /** For people: {@code Apr 6 – Apr 12, 2026}, and both years when they differ. */
    public String label() {
        LocalDate from = monday();
        LocalDate to = sunday();
        return (from.getYear() == to.getYear() ? DAY : DAY_OF_YEAR).format(from) + " – " + DAY_OF_YEAR.format(to);
    }

    @Override
    public int compareTo(WeekKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return year + "." + week;
    }

    private static boolean exists(int year, int week) {
        return year >= 1 && year <= 9999 && week >= 1 && (week <= 52 || week <= last(year));
    }

    private static int last(int year) {
        return (int) IsoFields.WEEK_OF_WEEK_BASED_YEAR.rangeRefinedBy(LocalDate.of(year, 1, 4)).getMaximum();
    }

    private static String reason(int year) {
        return year < 1 || year > 9999 ? "is outside the years 1 to 9999" : "names no week; " + year + " has the weeks 1 to " + last(year);
    }

    private static InvalidException invalid(String field, String text, String reason) {
        String shown = text.codePointCount(0, text.length()) <= 20 ? text : text.substring(0, text.offsetByCodePoints(0, 20)) + "…";
        return new InvalidException(Violations.check().add(field, "invalid_week_key", "'" + shown + "' " + reason + ".").found());
    }
}
