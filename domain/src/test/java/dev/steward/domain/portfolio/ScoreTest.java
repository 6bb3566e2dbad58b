package dev.steward.domain.portfolio;

import static dev.steward.domain.portfolio.ProgressStatus.BACKLOG;
import static dev.steward.domain.portfolio.ProgressStatus.CANCELLED;
import static dev.steward.domain.portfolio.ProgressStatus.DOING;
import static dev.steward.domain.portfolio.ProgressStatus.DONE;
import static dev.steward.domain.portfolio.ProgressStatus.PLANNED;
import static dev.steward.domain.portfolio.Samples.EVENING;
import static dev.steward.domain.portfolio.Samples.NOON;
import static dev.steward.domain.portfolio.Samples.id;
import static dev.steward.domain.portfolio.Samples.meta;
import static dev.steward.domain.portfolio.Samples.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTest {

    /** The table of source-systems 1.3, observed in document 000's program. */
    @ParameterizedTest
    @CsvSource({
        "4, 4,  0, 0,  60, YELLOW", "8, 1,  0, 0,   8, RED",
        "0, 0,  4, 2,  20, RED",    "8, 3,  0, 0,  22, RED",
        "4, 4,  5, 5, 100, GREEN",  "8, 5,  0, 0,  38, RED",
        "0, 0,  0, 0,   0, RED",    "0, 0, 16, 1,   2, RED",
        "4, 2, 10, 5,  50, RED",    "0, 0, 16, 3,   8, RED",
        "2, 4,  1, 1, 100, GREEN",  "3, 3,  2, 1,  80, GREEN"})
    void aWeekIsScoredAsByDocument000(int planned, int done, int milestones, int milestonesDone, int score, ScoreColor color) {
        Score scored = ScoreFormula.ONE.score(new ScoreInputs(planned, done, milestones, milestonesDone));
        assertThat(scored).isEqualTo(new Score(score));
        assertThat(scored.color()).isEqualTo(color);
    }

    @Test
    void theTermsAreAddedBeforeRounding() {
        assertThat(ScoreFormula.TWO.score(new ScoreInputs(7, 1, 7, 1))).as("8.57 + 5.71 = 14.29, not 9 + 6").isEqualTo(new Score(14));
        assertThat(ScoreFormula.TWO.score(new ScoreInputs(24, 1, 0, 0))).as("2.5 exactly").isEqualTo(new Score(2));
        assertThat(ScoreFormula.TWO.score(new ScoreInputs(9, 1, 12, 1))).as("6 2/3 + 3 1/3 is exactly 10").isEqualTo(new Score(10));
    }

    @Property
    void noCountsLeaveTheRange(@ForAll @IntRange(min = 0) int planned, @ForAll @IntRange(min = 0) int done,
            @ForAll @IntRange(min = 0) int milestones, @ForAll @IntRange(min = 0) int milestonesDone) {
        assertThat(ScoreFormula.TWO.score(new ScoreInputs(planned, done, milestones, milestonesDone)).value()).isBetween(0, 100);
    }

    @Property
    void oneMoreDoneNeverLowersTheScore(@ForAll @IntRange(min = 1, max = 60) int planned, @ForAll @IntRange(min = 0, max = 60) int done,
            @ForAll @IntRange(min = 0, max = 20) int milestones, @ForAll @IntRange(min = 0, max = 20) int milestonesDone) {
        Score before = ScoreFormula.TWO.score(new ScoreInputs(planned, done, milestones, milestonesDone));
        assertThat(ScoreFormula.TWO.score(new ScoreInputs(planned, done + 1, milestones, milestonesDone))).isGreaterThanOrEqualTo(before);
        assertThat(ScoreFormula.TWO.score(new ScoreInputs(planned, done, milestones, milestonesDone + 1))).isGreaterThanOrEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"0, RED", "59, RED", "60, YELLOW", "79, YELLOW", "80, GREEN", "100, GREEN"})
    void colorsChangeAtSixtyAndEighty(int score, ScoreColor color) {
        assertThat(new Score(score).color()).isEqualTo(color);
    }

    @Test
    void backlogAndCancelledSessionsAreNotPlannedAndTheFormulasDifferInCancelledMilestones() {
        Map<ProgressStatus, Integer> sessions = Map.of(BACKLOG, 9, PLANNED, 1, DOING, 2, DONE, 3, CANCELLED, 9);
        Map<ProgressStatus, Integer> milestones = Map.of(BACKLOG, 1, DONE, 2, CANCELLED, 4);
        assertThat(ScoreFormula.ONE.inputs(sessions, milestones)).isEqualTo(new ScoreInputs(6, 3, 7, 2));
        assertThat(ScoreFormula.TWO.inputs(sessions, milestones)).isEqualTo(new ScoreInputs(6, 3, 3, 2));
        assertThat(ScoreFormula.DEFAULT).isEqualTo(ScoreFormula.TWO);
        assertThat(ScoreFormula.of(1)).isEqualTo(ScoreFormula.ONE);
    }

    @Test
    void anExplanationNamesEachTermWithItsWeightAndValue() {
        ScoreFormula.Explanation why = ScoreFormula.TWO.explain(new ScoreInputs(8, 5, 7, 1));
        assertThat(why.terms()).containsExactly(new ScoreFormula.Term("sessions", 60, 5, 8), new ScoreFormula.Term("milestones", 40, 1, 7));
        assertThat(why.terms()).map(ScoreFormula.Term::value).containsExactly(new BigDecimal("37.5"), new BigDecimal("5.7143"));
        assertThat(why.sum()).isEqualTo(new BigDecimal("43.2143"));
        assertThat(why.score()).isEqualTo(new Score(43));
    }

    @Test
    void anExplanationOfNothingIsZeroAndAFullWeekHasNoExponent() {
        assertThat(ScoreFormula.TWO.explain(new ScoreInputs(0, 0, 0, 0)).terms()).map(ScoreFormula.Term::value)
                .containsExactly(new BigDecimal("0"), new BigDecimal("0"));
        assertThat(ScoreFormula.TWO.explain(new ScoreInputs(1, 1, 1, 1)).sum()).hasToString("100");
    }

    @Test
    void thePortfolioScoreIsTheRoundedMean() {
        assertThat(Score.mean(scores(55, 50, 88, 0))).isEqualTo(new Score(48));
        assertThat(Score.mean(scores(2, 3))).as("2.5 to even").isEqualTo(new Score(2));
        assertThat(Score.mean(scores(3, 4))).as("3.5 to even").isEqualTo(new Score(4));
        assertThat(Score.mean(List.of())).isEqualTo(Score.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"50, 60, 10, UP", "60, 50, -10, DOWN", "60, 60, 0, FLAT"})
    void theTrendIsTheDifferenceToTheWeekBefore(int previous, int current, int difference, Trend.Direction direction) {
        Trend trend = new Score(current).since(new Score(previous));
        assertThat(trend.difference()).isEqualTo(difference);
        assertThat(trend.direction()).isEqualTo(direction);
    }

    @Test
    void anOverrideStandsBesideTheComputedScoreAndSurvivesRecomputing() {
        ProjectScore overridden = weekScore().override(NOON, new ProjectScore.Details(85, "The prototype convinced the client"));
        ProjectScore recomputed = overridden.recompute(EVENING, ScoreFormula.TWO, new ScoreInputs(4, 4, 0, 0));
        assertThat(recomputed.score()).isEqualTo(new Score(85));
        assertThat(recomputed.color()).isEqualTo(ScoreColor.GREEN);
        assertThat(recomputed.isManualOverride()).isTrue();
        assertThat(recomputed.overrideReason()).isEqualTo("The prototype convinced the client");
        assertThat(recomputed.computedScore()).isEqualTo(new Score(60));
        assertThat(recomputed.explain().score()).isEqualTo(new Score(60));
        assertThat(recomputed.version()).isEqualTo(3);
    }

    @Test
    void aLiftedOverrideGivesTheComputedScoreBack() {
        ProjectScore lifted = weekScore().override(NOON, new ProjectScore.Details(85, "Why not")).liftOverride(EVENING);
        assertThat(lifted.score()).isEqualTo(new Score(30));
        assertThat(lifted.isManualOverride()).isFalse();
        assertThat(lifted.overrideReason()).isEmpty();
        assertThat(lifted.liftOverride(EVENING)).isSameAs(lifted);
    }

    @Test
    void repeatingChangesNothing() {
        ProjectScore score = weekScore();
        assertThat(score.recompute(NOON, ScoreFormula.TWO, new ScoreInputs(4, 2, 0, 0))).isSameAs(score);
        ProjectScore overridden = score.override(NOON, new ProjectScore.Details(85, "Why not"));
        assertThat(overridden.override(EVENING, new ProjectScore.Details(85, "Why not"))).isSameAs(overridden);
    }

    @Test
    void anOverrideNeedsAScoreInRangeAndAReason() {
        assertThat(violationsOf(() -> new ProjectScore.Details(101, " "))).containsExactly("/reason required", "/score out_of_range");
        assertThat(violationsOf(() -> new ProjectScore.Details(-1, "Why not"))).containsExactly("/score out_of_range");
    }

    private static ProjectScore weekScore() {
        return ProjectScore.create(meta(), id(2), new WeekKey(2026, 15), ScoreFormula.TWO, new ScoreInputs(4, 2, 0, 0));
    }

    private static List<Score> scores(int... values) {
        return IntStream.of(values).mapToObj(Score::new).toList();
    }
}
