package dev.steward.domain.portfolio;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The score of one project in one week. A score given by hand stands beside the computed one, so that the deviation can be seen, and
 * stays until it is lifted.
 *
 * @param computedScore what the formula gave for the inputs
 * @param manual the score given by hand, null for none
 */
public record ProjectScore(
        Meta<ProjectScore> meta,
        Id<Project> projectId,
        WeekKey weekKey,
        Score computedScore,
        ScoreInputs inputs,
        ScoreFormula formula,
        @Nullable Details manual) implements Entity<ProjectScore> {

    public static final TextRule REASON = TextRule.required(2_000);

    /**
     * What callers write: a score given by hand.
     *
     * @param score 0 to 100
     * @param reason why it is not the computed one
     */
    public record Details(int score, String reason) {

        public Details {
            Violations.check()
                    .number("score", score, Score.VALUE)
                    .text("reason", reason, REASON)
                    .done();
        }
    }

    public static ProjectScore create(
            Meta<ProjectScore> meta, Id<Project> projectId, WeekKey weekKey, ScoreFormula formula, ScoreInputs inputs) {
        return new ProjectScore(meta, projectId, weekKey, formula.score(inputs), inputs, formula, null);
    }

    /** The score that counts. */
    public Score score() {
        return manual == null ? computedScore : new Score(manual.score());
    }

    public ScoreColor color() {
        return score().color();
    }

    public boolean isManualOverride() {
        return manual != null;
    }

    /** Empty while nothing is overridden. */
    public String overrideReason() {
        return manual == null ? "" : manual.reason();
    }

    /** Why the computed score is what it is. */
    public ScoreFormula.Explanation explain() {
        return formula.explain(inputs);
    }

    /** Takes new counts; what was given by hand stays. The same counts and formula change nothing. */
    public ProjectScore recompute(Instant now, ScoreFormula formula, ScoreInputs inputs) {
        return formula == this.formula && inputs.equals(this.inputs)
                ? this
                : new ProjectScore(meta.next(now), projectId, weekKey, formula.score(inputs), inputs, formula, manual);
    }

    /**
     * Gives the score by hand. The same again changes nothing.
     *
     * @throws InvalidException when the score is outside 0 to 100 or the reason is blank
     */
    public ProjectScore override(Instant now, Details manual) {
        return manual.equals(this.manual)
                ? this
                : new ProjectScore(meta.next(now), projectId, weekKey, computedScore, inputs, formula, manual);
    }

    /** Back to the computed score; without an override nothing changes. */
    public ProjectScore liftOverride(Instant now) {
        return manual == null ? this : new ProjectScore(meta.next(now), projectId, weekKey, computedScore, inputs, formula, null);
    }
}
