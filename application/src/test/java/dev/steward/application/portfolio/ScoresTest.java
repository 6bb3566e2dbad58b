package dev.steward.application.portfolio;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Bench;
import dev.steward.application.Listing;
import dev.steward.application.workspace.Settings;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.WeekKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoresTest {

    private static final WeekKey WEEK = new WeekKey(2026, 15);

    private final Bench bench = new Bench();

    private Scores.Scored score(Project project) {
        return bench.read(unit -> bench.scores.get(unit, project, WEEK));
    }

    private Scores.WeekScores recompute(WeekKey week) {
        return bench.write(unit -> bench.scores.recompute(unit, week));
    }

    private Scores.Scored override(Project project, int score, String reason) {
        return bench.write(unit -> bench.scores.override(unit, bench.projects.get(unit, project.id()), WEEK,
                Scores.OVERRIDE.read(body("score", score, "reason", reason))));
    }

    @Test
    void readingAScoreThatNobodyStoredComputesItAndWritesNothing() {
        Project novel = bench.project("Novel");
        for (int i = 0; i < 4; i++) {
            bench.session(novel, "2026-04-07", "done");
        }
        int events = bench.log().size();

        Scores.Scored scored = score(novel);

        assertThat(scored.score().score().value()).isEqualTo(60);
        assertThat(scored.stored()).isFalse();
        assertThat(Scores.VIEW.render(scored).members()).containsEntry("status", Json.of("yellow")).containsEntry("version", Json.of(0));
        assertThat(Scores.VIEW.render(scored).get("why").toString()).contains("sessions", "milestones", "60");
        assertThat(bench.list(bench.scores)).isEmpty();
        assertThat(bench.log()).hasSize(events);
    }

    @Test
    void recomputingStoresEveryOpenProjectOnceAndRecordsOnlyChanges() {
        Project novel = bench.project("Novel");
        bench.project("Garden");
        bench.archive(bench.project("Old"));
        bench.session(novel, "2026-04-07", "planned");

        assertThat(recompute(WEEK).scores()).hasSize(2);
        assertThat(bench.eventTypes()).filteredOn("score.updated"::equals).hasSize(2);
        recompute(WEEK);
        assertThat(bench.eventTypes()).filteredOn("score.updated"::equals).hasSize(2);

        bench.session(novel, "2026-04-08", "done");
        recompute(WEEK);
        assertThat(bench.eventTypes()).filteredOn("score.updated"::equals).hasSize(3);
        assertThat(score(novel).score().score().value()).isEqualTo(30);
        assertThat(bench.lastEvent().payload().get("week_key")).isEqualTo(Json.of("2026.15"));
    }

    @Test
    void anOverrideStandsBesideTheComputedScoreUntilItIsLifted() {
        Project novel = bench.project("Novel");
        override(novel, 90, "ill");
        override(novel, 90, "ill");
        bench.session(novel, "2026-04-07", "done");
        recompute(WEEK);

        assertThat(score(novel).score().score().value()).isEqualTo(90);
        assertThat(score(novel).score().computedScore().value()).isEqualTo(60);
        bench.write(unit -> bench.scores.liftOverride(unit, novel, WEEK));
        bench.write(unit -> bench.scores.liftOverride(unit, novel, WEEK));
        assertThat(score(novel).score().score().value()).isEqualTo(60);
        assertThat(bench.eventTypes()).filteredOn(type -> type.startsWith("score."))
                .containsExactly("score.overridden", "score.updated", "score.override_lifted");
    }

    @Test
    void anOverrideNeedsAReasonAndAScoreInRangeAndAnOpenProject() {
        Project novel = bench.project("Novel");

        assertThat(violations(() -> override(novel, 101, " "))).containsExactly("/reason required", "/score out_of_range");
        bench.archive(novel);
        assertThat(refusal(() -> override(novel, 50, "x"))).isEqualTo(ErrorCode.ARCHIVED);
    }

    @Test
    void thePortfolioScoreIsTheRoundedMeanOfTheScoresOfOpenProjects() {
        assertThat(bench.<Scores.WeekScores>read(unit -> bench.scores.week(unit, WEEK)).portfolio().value()).isZero();
        for (int score : new int[] {55, 50, 88, 0}) {
            override(bench.project("P" + score), score, "given");
        }
        Project archived = bench.project("Archived");
        override(archived, 100, "given");
        bench.archive(archived);

        Scores.WeekScores week = bench.read(unit -> bench.scores.week(unit, WEEK));

        assertThat(week.portfolio().value()).isEqualTo(48);
        assertThat(week.scores()).hasSize(4);
        assertThat(Scores.WEEK.render(week).get("portfolio_status")).isEqualTo(Json.of("red"));
    }

    @Test
    void theFormulaOfTheSettingsCounts() {
        Project novel = bench.project("Novel");
        bench.create(bench.milestones, "project_id", "novel", "description", "a", "status", "done");
        bench.create(bench.milestones, "project_id", "novel", "description", "b", "status", "cancelled");

        assertThat(score(novel).score().score().value()).isEqualTo(40);
        bench.write(unit -> bench.settings.put(unit, "score_formula", Settings.SHAPE.read(body("value", 1))));
        assertThat(score(novel).score().score().value()).isEqualTo(20);
    }

    @Test
    void theHistoryIsNewestFirstAcrossAYearChangeWithTheTrendSinceTheWeekBefore() {
        Project novel = bench.project("Novel");
        recompute(new WeekKey(2025, 52));
        bench.session(novel, "2025-12-29", "done");
        recompute(new WeekKey(2026, 1));
        recompute(new WeekKey(2026, 9));
        recompute(new WeekKey(2026, 10));

        List<Scores.Scored> history = bench.read(unit -> bench.scores.history(unit, novel,
                Listing.parse(Scores.SHAPE, Map.of(), bench.scores.defaultOrder()))).items();

        assertThat(history).extracting(scored -> scored.score().weekKey().toString()).containsExactly("2026.10", "2026.9", "2026.1", "2025.52");
        assertThat(history).extracting(scored -> Scores.VIEW.render(scored).get("trend"))
                .containsExactly(body("difference", 0, "direction", "flat"), Json.NULL, body("difference", 60, "direction", "up"), Json.NULL);
    }

    @Test
    void theFirstWeekOfAllHasNoWeekBefore() {
        Project novel = bench.project("Novel");

        assertThat(bench.<Scores.Scored>read(unit -> bench.scores.get(unit, novel, new WeekKey(1, 1))).previous()).isNull();
    }
}
