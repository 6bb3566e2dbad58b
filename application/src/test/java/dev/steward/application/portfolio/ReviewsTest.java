package dev.steward.application.portfolio;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Bench;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReviewsTest {

    private static final WeekKey WEEK = new WeekKey(2026, 15);

    private final Bench bench = new Bench();

    private WeeklyReview review(WeekKey week) {
        return bench.write(unit -> bench.reviews.getOrCreate(unit, week));
    }

    private WeeklyReview patch(Object... patch) {
        return bench.write(unit -> {
            WeeklyReview current = bench.reviews.getOrCreate(unit, WEEK);
            return bench.reviews.update(unit, current, Reviews.SHAPE.merge(current, body(patch)));
        });
    }

    private WeeklyReview draft() {
        return bench.write(unit -> bench.reviews.draft(unit, bench.reviews.getOrCreate(unit, WEEK)));
    }

    private WeeklyReview finish() {
        return bench.write(unit -> bench.reviews.finish(unit, bench.reviews.getOrCreate(unit, WEEK)));
    }

    private Json.Obj rendered() {
        return bench.read(unit -> bench.reviews.render(unit, bench.reviews.find(unit, WEEK).orElseThrow()));
    }

    @Test
    void theFirstCallMakesADraftAndTheSecondFindsIt() {
        assertThat(review(WEEK)).isEqualTo(review(WEEK));
        assertThat(rendered().members()).containsEntry("date_from", Json.of("2026-04-06")).containsEntry("date_to", Json.of("2026-04-12"))
                .containsEntry("status", Json.of("draft"));
        assertThat(bench.eventTypes()).containsExactly("weekly_review.created");
    }

    @Test
    void reviewsAreListedNewestWeekFirstAcrossAYearChange() {
        review(new WeekKey(2026, 9));
        review(new WeekKey(2025, 52));
        review(new WeekKey(2026, 10));

        assertThat(bench.list(bench.reviews)).extracting(review -> review.weekKey().toString()).containsExactly("2026.10", "2026.9", "2025.52");
    }

    @Test
    void theNumbersAreLiveUntilFinalizedAndFrozenAfter() {
        Project novel = bench.project("Novel");
        bench.session(novel, "2026-04-07", "done", "actual_minutes", 75);
        patch("what_moved", "words");
        assertThat(rendered().get("hours_invested")).isEqualTo(new Json.Num(new BigDecimal("1.25")));
        finish();
        finish();
        bench.session(novel, "2026-04-08", "done");

        assertThat(rendered().get("sessions_completed")).isEqualTo(Json.of(1));
        assertThat(rendered().get("status")).isEqualTo(Json.of("final"));
        assertThat(refusal(() -> patch("what_moved", "more"))).isEqualTo(ErrorCode.ALREADY_FINAL);
        assertThat(refusal(this::draft)).isEqualTo(ErrorCode.ALREADY_FINAL);
        assertThat(bench.eventTypes()).filteredOn("weekly_review.finalized"::equals).hasSize(1);
    }

    @Test
    void aDraftTellsWhatHappenedWithTheEventsThatSaySoAndKeepsWhatSomebodyWrote() {
        Project novel = bench.project("Novel");
        Session done = bench.session(novel, "2026-04-07", "planned", "title", "Chapter 3");
        bench.patch(bench.sessions, done, "status", "done");
        long doneEvent = bench.lastEvent().sequence();
        Session moved = bench.session(novel, "2026-04-08", "planned", "title", "Cover");
        bench.patch(bench.sessions, moved, "scheduled_date", "2026-04-15");
        long movedEvent = bench.lastEvent().sequence();
        bench.session(novel, "2026-04-09", "doing", "title", "Index");
        long leftEvent = bench.lastEvent().sequence();
        bench.create(bench.milestones, "project_id", "novel", "description", "Draft is read", "status", "done");
        long milestoneEvent = bench.lastEvent().sequence();
        bench.create(bench.milestones, "project_id", "novel", "description", "Printed", "target_date", "2026-04-20");
        long riskEvent = bench.lastEvent().sequence();
        bench.write(unit -> bench.scores.recompute(unit, WEEK));
        long scoreEvent = bench.lastEvent().sequence();
        patch("decision_next_week", "mine");
        bench.now = Instant.parse("2026-04-13T08:00:00Z");

        WeeklyReview.Details drafted = draft().details();

        assertThat(drafted.whatMoved()).isEqualTo("- Chapter 3 (Novel) is done. [event " + doneEvent + "]\n"
                + "- Milestone reached: Draft is read (Novel). [event " + milestoneEvent + "]");
        assertThat(drafted.whatStalled()).contains("- Cover (Novel) was put off to 2026-04-15. [event " + movedEvent + "]")
                .contains("- Index (Novel) was left doing. [event " + leftEvent + "]");
        assertThat(drafted.signals()).isEqualTo("- Novel scores 50, red. [event " + scoreEvent + "]");
        assertThat(drafted.riskToWatch()).isEqualTo("- Printed (Novel) is due on 2026-04-20. [event " + riskEvent + "]");
        assertThat(drafted.firstSessionTarget()).isEqualTo("- Cover (Novel) on 2026-04-15. [event " + movedEvent + "]");
        assertThat(drafted.decisionNextWeek()).isEqualTo("mine");
        assertThat(bench.lastEvent().type()).isEqualTo("weekly_review.drafted");
        assertThat(draft().version()).isEqualTo(bench.<WeeklyReview>read(unit -> bench.reviews.find(unit, WEEK).orElseThrow()).version());
    }

    @Test
    void theMarkdownHoldsNumbersAndTexts() {
        patch("what_moved", "Chapter 3");

        assertThat(bench.<String>read(unit -> bench.reviews.markdown(unit, bench.reviews.find(unit, WEEK).orElseThrow())))
                .contains("# Weekly review 2026.15", "- Hours invested: 0", "> Chapter 3");
    }
}
