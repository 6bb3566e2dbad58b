package dev.steward.application.imports;

import dev.steward.domain.portfolio.WeeklyReview.Details;
import dev.steward.domain.portfolio.WeeklyReview.Numbers;
import dev.steward.domain.portfolio.WeeklyReview;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of one week as one review: every text that is not the same stands once, in the order of the rows. */
record JoinedReview(Details details, @Nullable Numbers numbers, @Nullable Instant createdAt, @Nullable Instant updatedAt) {

    private static final String BETWEEN = "\n\n";

    /** One of the eight texts: its name, and how it is read. */
    private record Text(String field, Function<Details, String> getter) {
    }

    private static final List<Text> TEXTS = List.of(
            new Text("what_moved", Details::whatMoved),
            new Text("what_stalled", Details::whatStalled),
            new Text("signals", Details::signals),
            new Text("decision_next_week", Details::decisionNextWeek),
            new Text("primary_focus", Details::primaryFocus),
            new Text("project_to_deprioritize", Details::projectToDeprioritize),
            new Text("risk_to_watch", Details::riskToWatch),
            new Text("first_session_target", Details::firstSessionTarget));

    /** @param notes takes what does not fit */
    static JoinedReview of(List<PortfolioManagerDraft.OfReview> rows, Merge notes) {
        Details details = Details.EMPTY;
        for (PortfolioManagerDraft.OfReview row : rows) {
            details = both(details, row.details(), notes);
        }
        return new JoinedReview(details,
                rows.stream().map(PortfolioManagerDraft.OfReview::numbers).filter(Objects::nonNull).findFirst().orElse(null),
                rows.stream().map(PortfolioManagerDraft.OfReview::createdAt).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null),
                rows.stream().map(PortfolioManagerDraft.OfReview::updatedAt).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null));
    }

    /** The texts of both, one after the other. */
    static Details both(Details first, Details second, Merge notes) {
        return each(text -> joined(text, first, second, notes));
    }

    /** As {@link Merge}, but where both changed a text, both stay. */
    Details into(Details current, Details base, Merge notes) {
        return each(text -> {
            String was = text.getter.apply(base);
            String is = text.getter.apply(details);
            String here = text.getter.apply(current);
            if (was.equals(is) || is.equals(here)) {
                return here;
            }
            if (was.equals(here)) {
                return is;
            }
            notes.note(text.field, here, is, "changed here and in the source; both are kept");
            return joined(text, current, details, notes);
        });
    }

    private static String joined(Text text, Details first, Details second, Merge notes) {
        String start = text.getter.apply(first);
        String end = text.getter.apply(second);
        if (end.isBlank() || (BETWEEN + start + BETWEEN).contains(BETWEEN + end + BETWEEN)) {
            return start;
        }
        String joined = start.isBlank() ? end : start + BETWEEN + end;
        int max = WeeklyReview.TEXT.max();
        if (joined.codePointCount(0, joined.length()) <= max) {
            return joined;
        }
        String cut = joined.substring(0, joined.offsetByCodePoints(0, max));
        notes.note(text.field, end, cut, "shortened to " + max + " characters");
        return cut;
    }

    private static Details each(Function<Text, String> value) {
        List<String> values = TEXTS.stream().map(value).toList();
        return new Details(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4), values.get(5), values.get(6), values.get(7));
    }
}
