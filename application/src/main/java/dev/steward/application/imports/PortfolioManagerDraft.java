package dev.steward.application.imports;

import dev.steward.application.imports.Draft.Reference;
import dev.steward.application.imports.Draft.Unplaceable;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.TextRule;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.Score;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Drafts of portfolio manager's rows. The same row of every version gives the same draft, so that an upgrade of the file is no change. */
final class PortfolioManagerDraft {

    static final String NO_REASON = "imported without a reason";
    /** As long as one may be, and here it may be missing. */
    private static final TextRule REASON = TextRule.optional(ProjectScore.REASON.max());

    private PortfolioManagerDraft() {
    }

    /** @param slug as wished for; numbered when it is taken */
    record OfProject(
            String name,
            Slug slug,
            Project.Status status,
            boolean archived,
            int priority,
            @Nullable LocalDate startedDate,
            @Nullable LocalDate endDate,
            String owner,
            String reviewCadence,
            String planContent,
            String description,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) implements Draft {
    }

    /** A status and, for what is done, when it became so as far as anybody knows. */
    record Progress<T>(ProgressStatus status, @Nullable T completed) {

        @Override
        public String toString() {
            return status.word() + (completed == null ? "" : " " + completed);
        }
    }

    record OfMilestone(
            String projectKey,
            String description,
            Progress<LocalDate> progress,
            @Nullable LocalDate targetDate,
            int sortOrder,
            String notes,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) implements Draft {

        @Override
        public List<Reference> references() {
            return List.of(new Reference("project", projectKey));
        }
    }

    record OfSession(
            String projectKey,
            @Nullable String milestoneKey,
            String description,
            String notes,
            LocalDate scheduledDate,
            int durationMinutes,
            Progress<Instant> progress,
            @Nullable Instant createdAt) implements Draft {

        /** The source does not keep it; the last moment that it knows of. */
        @Override
        public @Nullable Instant updatedAt() {
            return progress.completed();
        }

        @Override
        public List<Reference> references() {
            Reference project = new Reference("project", projectKey);
            return milestoneKey == null ? List.of(project) : List.of(project, new Reference("milestone", milestoneKey));
        }
    }

    /** @param reason of an override, null for a computed score */
    record OfScore(String projectKey, WeekKey week, int score, @Nullable String reason, @Nullable Instant createdAt) implements Draft {

        @Override
        public @Nullable Instant updatedAt() {
            return createdAt;
        }

        ProjectScore.@Nullable Details manual() {
            return reason == null ? null : new ProjectScore.Details(score, reason);
        }

        @Override
        public List<Reference> references() {
            return List.of(new Reference("project", projectKey));
        }
    }

    /** @param numbers as somebody entered them, null for none */
    record OfReview(
            WeekKey week,
            WeeklyReview.Details details,
            WeeklyReview.@Nullable Numbers numbers,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) implements Draft {
    }

    static OfProject project(RowReader row) {
        String name = row.line("name", Project.NAME, "Unnamed project");
        LocalDate started = row.date("started_date");
        LocalDate end = row.date("end_date");
        if (started != null && end != null && end.isBefore(started)) {
            row.changed("end_date", null, "before the start " + started);
            end = null;
        }
        boolean archived = "archive".equals(row.string("status"));
        Project.Status status = row.word("status", Project.Status.class);
        if (status == null) {
            status = Project.Status.ACTIVE;
            row.changed("status", status, archived ? "archiving is apart from the status, and what it was before is not kept" : "not a status");
        }
        int priority = row.whole("priority", Project.PRIORITY, Project.DEFAULT_PRIORITY);
        String owner = row.text("owner", Project.OWNER, "");
        String cadence = row.line("review_cadence", Project.REVIEW_CADENCE, Project.DEFAULT_REVIEW_CADENCE);
        String plan = row.text("plan_content", Project.PLAN_CONTENT, "");
        String description = row.text("description", Project.DESCRIPTION, "");
        Slug slug = slug(row, name);
        Instant created = row.created();
        Instant updated = row.updated(created);
        if (archived) {
            row.changed("archived_at", updated, "estimated: when the row was last changed");
        }
        return new OfProject(name, slug, status, archived, priority, started, end, owner, cadence, plan, description, created, updated);
    }

    private static Slug slug(RowReader row, String name) {
        String written = Objects.requireNonNullElse(row.string("slug"), "");
        try {
            return new Slug(written);
        } catch (InvalidException e) {
            Slug made = Slug.fromName(written.isBlank() ? name : written);
            row.changed("slug", made, "not a slug here; made from the name");
            return made;
        }
    }

    static OfMilestone milestone(RowReader row) {
        String description = row.line("description", Milestone.DESCRIPTION, "Unnamed milestone");
        ProgressStatus status = row.has("status") ? status(row) : fromIsComplete(row);
        LocalDate completed = row.date("completed_date");
        noteCompletion(row, "completed_date", status, completed);
        LocalDate target = row.date("target_date");
        int sortOrder = row.whole("sort_order", new NumberRule(Integer.MIN_VALUE, Integer.MAX_VALUE), 0);
        String notes = row.text("notes", Milestone.NOTES, "");
        Instant created = row.created();
        return new OfMilestone(project(row, "milestone"), description, new Progress<>(status, status == ProgressStatus.DONE ? completed : null),
                target, sortOrder, notes, created, row.updated(created));
    }

    /** As the source's own upgrade to v3: 1 is done, everything else is open. */
    private static ProgressStatus fromIsComplete(RowReader row) {
        BigDecimal complete = row.number("is_complete");
        if (complete != null && complete.compareTo(BigDecimal.ONE) == 0) {
            return ProgressStatus.DONE;
        }
        if (complete == null || complete.signum() != 0) {
            row.changed("status", row.raw("is_complete"), ProgressStatus.BACKLOG, "neither 0 nor 1; the source takes it for open");
        }
        return ProgressStatus.BACKLOG;
    }

    static OfSession session(RowReader row) {
        LocalDate date = row.date("scheduled_date");
        Instant created = row.created();
        String weekKey = Objects.requireNonNullElse(row.string("week_key"), "");
        if (date == null) {
            date = dayInstead(row, week(weekKey), created);
        }
        WeekKey week = WeekKey.of(date);
        if (!week.toString().equals(weekKey)) {
            row.changed("week_key", week, "follows from the date " + date);
        }
        String description = row.text(row.has("description") ? "description" : "focus", Session.DESCRIPTION, "");
        String notes = row.text("notes", Session.NOTES, "");
        int duration = row.whole("duration_minutes", Session.DURATION_MINUTES, Session.DEFAULT_DURATION_MINUTES);
        ProgressStatus status = status(row);
        Instant completed = row.instant("completed_at", "completion unknown");
        noteCompletion(row, "completed_at", status, completed);
        return new OfSession(project(row, "session"), row.reference("milestone_id"), description, notes, date, duration,
                new Progress<>(status, status == ProgressStatus.DONE ? completed : null), created);
    }

    private static LocalDate dayInstead(RowReader row, @Nullable WeekKey week, @Nullable Instant created) {
        LocalDate day = week != null ? week.monday() : created != null ? LocalDate.ofInstant(created, ZoneOffset.UTC) : null;
        if (day == null) {
            throw new Unplaceable("Neither its date nor its week nor when it was made can be read.");
        }
        row.changed("scheduled_date", day, week != null ? "the Monday of its week" : "the day it was made");
        return day;
    }

    private static ProgressStatus status(RowReader row) {
        if ("completed".equals(row.string("status"))) {
            return ProgressStatus.DONE; // v1 and v2
        }
        ProgressStatus status = row.word("status", ProgressStatus.class);
        if (status == null) {
            row.changed("status", ProgressStatus.BACKLOG, "not a status");
            return ProgressStatus.BACKLOG;
        }
        return status;
    }

    private static void noteCompletion(RowReader row, String field, ProgressStatus status, @Nullable Object completed) {
        if (status == ProgressStatus.DONE && completed == null) {
            row.changed(field, null, "done, but nobody knows when");
        } else if (status != ProgressStatus.DONE && completed != null) {
            row.changed(field, null, "not done: " + status.word());
        }
    }

    static OfScore score(RowReader row) {
        String written = Objects.requireNonNullElse(row.string("week_key"), "");
        WeekKey week = week(written);
        if (week == null) {
            throw new Unplaceable("Its week '" + written + "' is none.");
        }
        noteWeek(row, week, written);
        int score = row.whole("score", Score.VALUE, 0);
        String color = new Score(score).color().word();
        if (!color.equals(row.string("status"))) {
            row.changed("status", color, "follows from the score " + score);
        }
        String note = row.text("status_note", REASON, "");
        String reason = row.text("override_reason", REASON, "");
        if (!row.flag("is_manual_override")) {
            if (!reason.isBlank()) {
                row.changed("override_reason", "", "no override, so there is nothing to give a reason for");
            }
            if (!note.isBlank()) {
                row.changed("status_note", null, "computed scores have no note here");
            }
            return new OfScore(project(row, "score"), week, score, null, row.created());
        }
        return new OfScore(project(row, "score"), week, score, overrideReason(row, reason, note), row.created());
    }

    private static String overrideReason(RowReader row, String reason, String note) {
        if (note.isBlank()) {
            if (reason.isBlank()) {
                row.changed("override_reason", NO_REASON, "an override has a reason");
            }
            return reason.isBlank() ? NO_REASON : reason;
        }
        String both = reason.isBlank() ? note : reason + "\n\n" + note;
        boolean fits = both.codePointCount(0, both.length()) <= REASON.max();
        row.changed("status_note", null, fits ? "stands in override_reason" : "too long to stand in override_reason, too");
        return fits ? both : reason;
    }

    static OfReview review(RowReader row) {
        String written = Objects.requireNonNullElse(row.string("week_key"), "");
        WeekKey week = week(written);
        LocalDate from = row.date("date_from");
        LocalDate to = row.date("date_to");
        if (week == null && from != null) {
            week = WeekKey.of(from);
        }
        if (week == null) {
            throw new Unplaceable("Its week '" + written + "' is none, and it has no dates.");
        }
        noteWeek(row, week, written);
        if (!week.monday().equals(from)) {
            row.changed("date_from", week.monday(), "the Monday of week " + week);
        }
        if (!week.sunday().equals(to)) {
            row.changed("date_to", week.sunday(), "the Sunday of week " + week);
        }
        WeeklyReview.Details details = new WeeklyReview.Details(reviewText(row, "what_moved"), reviewText(row, "what_stalled"),
                reviewText(row, "signals"), reviewText(row, "decision_next_week"), reviewText(row, "primary_focus"),
                reviewText(row, "project_to_deprioritize"), reviewText(row, "risk_to_watch"), reviewText(row, "first_session_target"));
        WeeklyReview.Numbers numbers = numbers(row);
        if (row.flag("written_to_repo")) {
            row.changed("written_to_repo", null, "a review is written out on request here");
        }
        Instant created = row.created();
        return new OfReview(week, details, numbers, created, row.updated(created));
    }

    private static String reviewText(RowReader row, String column) {
        return row.text(column, WeeklyReview.TEXT, "");
    }

    /** Numbers that somebody entered: only a final review keeps such, and it has both. */
    private static WeeklyReview.@Nullable Numbers numbers(RowReader row) {
        BigDecimal hours = row.number("hours_invested");
        BigDecimal sessions = row.number("sessions_completed");
        BigDecimal minutes = hours == null ? null : hours.multiply(BigDecimal.valueOf(60));
        if (minutes != null && sessions != null && isCount(minutes) && isCount(sessions) && sessions.stripTrailingZeros().scale() <= 0) {
            row.changed("status", "final", "a draft's numbers are counted, only a final review keeps those that somebody entered");
            return new WeeklyReview.Numbers(minutes.setScale(0, RoundingMode.HALF_EVEN).intValueExact(), sessions.intValueExact());
        }
        for (String column : List.of("hours_invested", "sessions_completed")) {
            if (!row.raw(column).equals(Json.NULL)) {
                row.changed(column, null, "hours and sessions are kept only when both are there and can be read; they are counted instead");
            }
        }
        return null;
    }

    private static boolean isCount(BigDecimal number) {
        return number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    }

    private static String project(RowReader row, String what) {
        String key = row.reference("project_id");
        if (key == null) {
            throw new Unplaceable("The " + what + " names no project.");
        }
        return key;
    }

    private static @Nullable WeekKey week(String written) {
        try {
            return WeekKey.parse("week_key", written);
        } catch (InvalidException e) {
            return null;
        }
    }

    private static void noteWeek(RowReader row, WeekKey week, String written) {
        if (!week.toString().equals(written)) {
            row.changed("week_key", week, "written in another form");
        }
    }
}
