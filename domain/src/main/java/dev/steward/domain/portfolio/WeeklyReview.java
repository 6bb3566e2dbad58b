package dev.steward.domain.portfolio;

import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person makes of a week. A draft shows the numbers as they are now; finalizing freezes them and the text.
 *
 * @param finalized null while it is a draft
 */
public record WeeklyReview(
        Meta<WeeklyReview> meta,
        Details details,
        WeekKey weekKey,
        @Nullable Finalized finalized) implements Entity<WeeklyReview> {

    public static final TextRule TEXT = TextRule.optional(50_000);

    public enum Status implements Word { DRAFT, FINAL }

    /** What callers write; Markdown, each may be empty. */
    public record Details(
            String whatMoved,
            String whatStalled,
            String signals,
            String decisionNextWeek,
            String primaryFocus,
            String projectToDeprioritize,
            String riskToWatch,
            String firstSessionTarget) {

        public static final Details EMPTY = new Details("", "", "", "", "", "", "", "");

        public Details {
            Violations.check()
                    .text("what_moved", whatMoved, TEXT)
                    .text("what_stalled", whatStalled, TEXT)
                    .text("signals", signals, TEXT)
                    .text("decision_next_week", decisionNextWeek, TEXT)
                    .text("primary_focus", primaryFocus, TEXT)
                    .text("project_to_deprioritize", projectToDeprioritize, TEXT)
                    .text("risk_to_watch", riskToWatch, TEXT)
                    .text("first_session_target", firstSessionTarget, TEXT)
                    .done();
        }
    }

    /** What the sessions of the week add up to. */
    public record Numbers(int minutesInvested, int sessionsCompleted) {

        /** @param sessions all sessions of the week; only done ones count, with the time they took */
        public static Numbers of(Collection<Session> sessions) {
            List<Session> done = sessions.stream().filter(session -> session.details().status() == ProgressStatus.DONE).toList();
            return new Numbers(done.stream().mapToInt(Session::minutesSpent).sum(), done.size());
        }

        /** Rounded half to even to hundredths: 1.5, 0.83. */
        public BigDecimal hoursInvested() {
            BigDecimal hours = BigDecimal.valueOf(minutesInvested).divide(BigDecimal.valueOf(60), 2, RoundingMode.HALF_EVEN).stripTrailingZeros();
            return hours.scale() < 0 ? hours.setScale(0) : hours;
        }
    }

    /** When it became final, and the numbers of that moment. */
    public record Finalized(Instant at, Numbers numbers) {
    }

    /** An empty draft. */
    public static WeeklyReview create(Meta<WeeklyReview> meta, WeekKey weekKey) {
        return new WeeklyReview(meta, Details.EMPTY, weekKey, null);
    }

    public LocalDate dateFrom() {
        return weekKey.monday();
    }

    public LocalDate dateTo() {
        return weekKey.sunday();
    }

    public Status status() {
        return finalized == null ? Status.DRAFT : Status.FINAL;
    }

    /** The frozen numbers of a final review, else the live ones. */
    public Numbers numbers(Numbers live) {
        return finalized == null ? live : finalized.numbers();
    }

    /** @throws RefusedException {@code already_final} */
    public WeeklyReview revise(Instant now, Details details) {
        requireDraft();
        return new WeeklyReview(meta.next(now), details, weekKey, null);
    }

    /**
     * Fills the empty texts from what happened, see {@link ReviewDraft}. Changes nothing when there is nothing to fill.
     *
     * @throws RefusedException {@code already_final}
     */
    public WeeklyReview draft(Instant now, List<Fact> facts) {
        requireDraft();
        Details filled = ReviewDraft.fill(details, facts);
        return filled.equals(details) ? this : revise(now, filled);
    }

    /**
     * Finalizes it (that verb belongs to {@link Object#finalize()}). Repeating the call changes nothing, the numbers stay those of the
     * first time.
     */
    public WeeklyReview finish(Instant now, Numbers numbers) {
        return finalized == null ? new WeeklyReview(meta.next(now), details, weekKey, new Finalized(now, numbers)) : this;
    }

    /**
     * The review as a Markdown document. The user's texts are quoted, so that whatever Markdown they hold (headings, lists, an open
     * code fence) stays inside its section. The same review and numbers give the same bytes.
     */
    public String toMarkdown(Numbers live) {
        Numbers numbers = numbers(live);
        StringBuilder markdown = new StringBuilder()
                .append("# Weekly review ").append(weekKey).append("\n\n")
                .append(weekKey.label()).append(", ").append(status().word()).append("\n\n")
                .append("- Hours invested: ").append(numbers.hoursInvested().toPlainString()).append('\n')
                .append("- Sessions completed: ").append(numbers.sessionsCompleted()).append('\n');
        section(markdown, "What moved", details.whatMoved());
        section(markdown, "What stalled", details.whatStalled());
        section(markdown, "Signals", details.signals());
        section(markdown, "Decision for next week", details.decisionNextWeek());
        section(markdown, "Primary focus", details.primaryFocus());
        section(markdown, "Project to deprioritize", details.projectToDeprioritize());
        section(markdown, "Risk to watch", details.riskToWatch());
        section(markdown, "First session target", details.firstSessionTarget());
        return markdown.toString();
    }

    private static void section(StringBuilder markdown, String heading, String text) {
        markdown.append("\n## ").append(heading).append("\n\n");
        if (text.isBlank()) {
            markdown.append("_Nothing noted._\n");
            return;
        }
        text.stripTrailing().lines().forEach(line -> markdown.append(line.isEmpty() ? ">" : "> " + line).append('\n'));
    }

    private void requireDraft() {
        if (finalized != null) {
            throw new RefusedException(ErrorCode.ALREADY_FINAL,
                    "The review of " + weekKey + " is final since " + finalized.at() + " and takes no changes; note it in the review of a later week.");
        }
    }
}
