package dev.steward.domain.portfolio;

import static dev.steward.domain.portfolio.ProgressStatus.BACKLOG;
import static dev.steward.domain.portfolio.ProgressStatus.CANCELLED;
import static dev.steward.domain.portfolio.ProgressStatus.DOING;
import static dev.steward.domain.portfolio.ProgressStatus.DONE;
import static dev.steward.domain.portfolio.ProgressStatus.PLANNED;

import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A block of work on one day: planned beforehand (document 000) or captured afterwards (document 003).
 *
 * @param completedAt when it became done, null while it is not
 */
public record Session(Meta<Session> meta, Details details, @Nullable Instant completedAt) implements Entity<Session> {

    public static final int DEFAULT_DURATION_MINUTES = 90;
    public static final int MAX_FILES_CHANGED = 1_000;

    public static final TextRule TITLE = TextRule.optional(200);
    public static final TextRule DESCRIPTION = TextRule.optional(2_000);
    public static final TextRule NOTES = TextRule.optional(100_000);
    public static final TextRule SUMMARY = TextRule.optional(10_000);
    public static final NumberRule DURATION_MINUTES = new NumberRule(15, 480);
    public static final NumberRule ACTUAL_MINUTES = new NumberRule(0, 1_440);
    public static final TextRule BODY = TextRule.optional(500_000);

    public enum Kind implements Word { PLANNED, CAPTURED }

    /** The named steps, each with the states it starts from. From anywhere else it is refused. */
    public enum Verb implements Word {
        START(Set.of(BACKLOG, PLANNED, DOING), DOING),
        COMPLETE(Set.of(BACKLOG, PLANNED, DOING, DONE), DONE),
        /** Only what is closed is opened again. */
        REOPEN(Set.of(DONE, CANCELLED), PLANNED);

        private final Set<ProgressStatus> from;
        private final ProgressStatus to;

        Verb(Set<ProgressStatus> from, ProgressStatus to) {
            this.from = from;
            this.to = to;
        }

        public Set<ProgressStatus> allowed() {
            return from;
        }

        public ProgressStatus target() {
            return to;
        }

        private void require(ProgressStatus status) {
            if (!from.contains(status)) {
                throw new RefusedException(ErrorCode.INVALID_TRANSITION,
                        "A session that is " + status.word() + " cannot " + word() + "; this starts from "
                                + String.join(", ", from.stream().sorted().map(Word::word).toList()) + ".",
                        Map.of("allowed", Json.of(from.stream().sorted().map(allowed -> Json.of(allowed.word())).toList())));
            }
        }
    }

    /**
     * What callers write.
     *
     * @param milestoneId a milestone of the same project, which the use case checks
     * @param durationMinutes as planned
     * @param actualMinutes as it turned out, null when nobody measured
     * @param body Markdown of a captured session
     */
    public record Details(
            Kind kind,
            Id<Project> projectId,
            @Nullable Id<Milestone> milestoneId,
            String title,
            String description,
            String notes,
            String summary,
            LocalDate scheduledDate,
            int durationMinutes,
            @Nullable Integer actualMinutes,
            ProgressStatus status,
            List<FileChange> filesChanged,
            String body) {

        public Details {
            filesChanged = List.copyOf(filesChanged);
            Violations violations = Violations.check()
                    .text("title", title, TITLE)
                    .text("description", description, DESCRIPTION)
                    .text("notes", notes, NOTES)
                    .text("summary", summary, SUMMARY)
                    .date("scheduled_date", scheduledDate)
                    .number("duration_minutes", durationMinutes, DURATION_MINUTES)
                    .number("actual_minutes", actualMinutes, ACTUAL_MINUTES)
                    .text("body", body, BODY);
            FileChange.check(violations, "files_changed", filesChanged, MAX_FILES_CHANGED);
            violations.done();
        }

        private Details with(@Nullable Id<Milestone> milestone, ProgressStatus status, LocalDate scheduledDate, String notes) {
            return new Details(kind, projectId, milestone, title, description, notes, summary, scheduledDate, durationMinutes,
                    actualMinutes, status, filesChanged, body);
        }
    }

    public static Session create(Meta<Session> meta, Details details) {
        return new Session(meta, details, details.status() == DONE ? meta.createdAt() : null);
    }

    /** The week of the scheduled date. */
    public WeekKey weekKey() {
        return WeekKey.of(details.scheduledDate());
    }

    /** How long it took, as far as anybody knows: as measured, else as planned. */
    public int minutesSpent() {
        Integer actual = details.actualMinutes();
        return actual == null ? details.durationMinutes() : actual;
    }

    /** @throws RefusedException {@code invalid_transition}, see {@link ProgressStatus#allowed()} */
    public Session revise(Instant now, Details details) {
        this.details.status().requireChangeTo(details.status());
        boolean stays = details.status() == this.details.status();
        return new Session(meta.next(now), details, stays ? completedAt : details.status() == DONE ? now : null);
    }

    /** To doing; starting what is being done changes nothing. */
    public Session start(Instant now) {
        return step(Verb.START, now, details.notes());
    }

    /**
     * To done. Repeating the call changes nothing; other notes for what is done already are stored, the time of completion stays.
     *
     * @param notes replaces the notes, null keeps them
     */
    public Session complete(Instant now, @Nullable String notes) {
        return step(Verb.COMPLETE, now, notes == null ? details.notes() : notes);
    }

    /** From done or cancelled back to planned. What is open is refused, so that a caller who is mistaken about the state learns it. */
    public Session reopen(Instant now) {
        return step(Verb.REOPEN, now, details.notes());
    }

    /** To another day, in any state; the same day changes nothing. */
    public Session reschedule(Instant now, LocalDate date) {
        return changed(now, details.with(details.milestoneId(), details.status(), date, details.notes()));
    }

    /** Without its milestone, which goes. */
    public Session withoutMilestone(Instant now) {
        return changed(now, details.with(null, details.status(), details.scheduledDate(), details.notes()));
    }

    private Session step(Verb verb, Instant now, String notes) {
        verb.require(details.status());
        return changed(now, details.with(details.milestoneId(), verb.target(), details.scheduledDate(), notes));
    }

    private Session changed(Instant now, Details changed) {
        return changed.equals(details) ? this : revise(now, changed);
    }
}
