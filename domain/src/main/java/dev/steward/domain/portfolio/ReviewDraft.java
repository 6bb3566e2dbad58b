package dev.steward.domain.portfolio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Fills the empty texts of a weekly review from what the event log says. A pure function: the same facts, in any order, give the same
 * text. Each line ends with the events it came from, such as {@code - Chapter 3 is done. [event 12, 15]}.
 */
public final class ReviewDraft {

    /** Lines per field, the last one for all that did not fit. */
    static final int MAX_LINES = 50;
    static final int MAX_LINE_LENGTH = 200;
    static final int MAX_CITED = 20;

    private ReviewDraft() {
    }

    /** These details with every blank text filled as far as there are facts for it; a text that says something is never touched. */
    public static WeeklyReview.Details fill(WeeklyReview.Details details, List<Fact> facts) {
        return new WeeklyReview.Details(
                filled(details.whatMoved(), facts, Fact.Kind.MOVED),
                filled(details.whatStalled(), facts, Fact.Kind.STALLED),
                filled(details.signals(), facts, Fact.Kind.SIGNAL),
                details.decisionNextWeek(),
                details.primaryFocus(),
                details.projectToDeprioritize(),
                filled(details.riskToWatch(), facts, Fact.Kind.RISK),
                filled(details.firstSessionTarget(), facts, Fact.Kind.NEXT_SESSION));
    }

    private static String filled(String text, List<Fact> facts, Fact.Kind kind) {
        if (!text.isBlank()) {
            return text;
        }
        Map<String, SortedSet<Long>> eventsOfLine = new LinkedHashMap<>();
        facts.stream()
                .filter(fact -> fact.kind() == kind && !fact.text().isBlank())
                .sorted((a, b) -> a.event() != b.event() ? Long.compare(a.event(), b.event()) : a.text().compareTo(b.text()))
                .forEach(fact -> eventsOfLine.computeIfAbsent(line(fact.text()), line -> new TreeSet<>()).add(fact.event()));
        if (eventsOfLine.isEmpty()) {
            return text;
        }
        List<String> lines = new ArrayList<>();
        SortedSet<Long> left = new TreeSet<>();
        int fitting = eventsOfLine.size() <= MAX_LINES ? MAX_LINES : MAX_LINES - 1;
        eventsOfLine.forEach((line, events) -> {
            if (lines.size() < fitting) {
                lines.add("- " + line + " " + citation(events));
            } else {
                left.addAll(events);
            }
        });
        if (!left.isEmpty()) {
            lines.add("- and " + (eventsOfLine.size() - fitting) + " more " + citation(left));
        }
        return String.join("\n", lines);
    }

    private static String line(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        return line.codePointCount(0, line.length()) <= MAX_LINE_LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_LINE_LENGTH - 1)) + "…";
    }

    private static String citation(SortedSet<Long> events) {
        String cited = events.stream().limit(MAX_CITED).map(String::valueOf).collect(Collectors.joining(", "));
        return "[event " + cited + (events.size() <= MAX_CITED ? "]" : " and " + (events.size() - MAX_CITED) + " more]");
    }
}
