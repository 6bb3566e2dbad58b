package dev.steward.domain.portfolio;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * How a project's week is scored: {@code 60·done/planned + 40·milestones_done/milestones}, a term with nothing to divide by is 0.
 * Exact rational arithmetic, rounded half to even once at the end, at most 100: 7.5 is 8, 22.5 is 22. The formulas differ in what counts.
 */
public enum ScoreFormula {
    /** Document 000's program: cancelled milestones count as not done. For imported weeks. */
    ONE(1),
    /** Cancelled milestones do not count. */
    TWO(2);

    public static final ScoreFormula DEFAULT = TWO;

    private static final int SESSION_WEIGHT = 60;
    private static final int MILESTONE_WEIGHT = 40;
    private static final int SHOWN_DECIMALS = 4;

    private final int version;

    ScoreFormula(int version) {
        this.version = version;
    }

    /** @throws IllegalArgumentException when there is none; for versions that were checked before, such as stored ones */
    public static ScoreFormula of(int version) {
        for (ScoreFormula formula : values()) {
            if (formula.version == version) {
                return formula;
            }
        }
        throw new IllegalArgumentException(version + " is not a score formula");
    }

    public int version() {
        return version;
    }

    /**
     * What this formula counts.
     *
     * @param sessions how many of the project's sessions of the week are in each status; a missing status is 0
     * @param milestones how many of the project's milestones are in each status
     */
    public ScoreInputs inputs(Map<ProgressStatus, Integer> sessions, Map<ProgressStatus, Integer> milestones) {
        int planned = 0;
        int counted = 0;
        for (ProgressStatus status : ProgressStatus.values()) {
            planned += status.isPlanned() ? sessions.getOrDefault(status, 0) : 0;
            counted += this == ONE || status != ProgressStatus.CANCELLED ? milestones.getOrDefault(status, 0) : 0;
        }
        return new ScoreInputs(planned, sessions.getOrDefault(ProgressStatus.DONE, 0),
                counted, milestones.getOrDefault(ProgressStatus.DONE, 0));
    }

    public Score score(ScoreInputs inputs) {
        Fraction sum = fraction(sessions(inputs)).plus(fraction(milestones(inputs)));
        return new Score(sum.rounded(0).min(BigDecimal.valueOf(100)).intValueExact());
    }

    /** Why the score of these inputs is what it is. */
    public Explanation explain(ScoreInputs inputs) {
        List<Term> terms = List.of(sessions(inputs), milestones(inputs));
        return new Explanation(terms, shown(fraction(terms.get(0)).plus(fraction(terms.get(1)))), score(inputs));
    }

    /**
     * A score taken apart.
     *
     * @param sum of the terms before rounding and the cap, to four decimals
     */
    public record Explanation(List<Term> terms, BigDecimal sum, Score score) {
    }

    /** One part of a score. */
    public record Term(String name, int weight, int numerator, int denominator) {

        /** weight · numerator / denominator, to four decimals; 0 without a denominator. */
        public BigDecimal value() {
            return shown(fraction(this));
        }
    }

    private static Term sessions(ScoreInputs inputs) {
        return new Term("sessions", SESSION_WEIGHT, inputs.done(), inputs.planned());
    }

    private static Term milestones(ScoreInputs inputs) {
        return new Term("milestones", MILESTONE_WEIGHT, inputs.milestonesDone(), inputs.milestones());
    }

    private static Fraction fraction(Term term) {
        return term.denominator() == 0
                ? new Fraction(BigInteger.ZERO, BigInteger.ONE)
                : new Fraction(BigInteger.valueOf((long) term.weight() * term.numerator()), BigInteger.valueOf(term.denominator()));
    }

    /** Four decimals, without trailing zeros: 37.5, 8.5714, 100. */
    private static BigDecimal shown(Fraction fraction) {
        BigDecimal value = fraction.rounded(SHOWN_DECIMALS).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private record Fraction(BigInteger numerator, BigInteger denominator) {

        Fraction plus(Fraction other) {
            return new Fraction(
                    numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)), denominator.multiply(other.denominator));
        }

        BigDecimal rounded(int decimals) {
            return new BigDecimal(numerator).divide(new BigDecimal(denominator), decimals, RoundingMode.HALF_EVEN);
        }
    }
}
