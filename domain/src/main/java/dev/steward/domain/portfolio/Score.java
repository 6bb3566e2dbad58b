package dev.steward.domain.portfolio;

import dev.steward.domain.NumberRule;
import dev.steward.domain.Violations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;

/** How well a week went, 0 to 100. */
public record Score(int value) implements Comparable<Score> {

    public static final NumberRule VALUE = new NumberRule(0, 100);
    public static final Score ZERO = new Score(0);

    public Score {
        Violations.check().number("score", value, VALUE).done();
    }

    /** The mean, rounded half to even; zero of none. The portfolio score of a week is that of its projects that are not archived. */
    public static Score mean(Collection<Score> scores) {
        if (scores.isEmpty()) {
            return ZERO;
        }
        long sum = scores.stream().mapToLong(Score::value).sum();
        return new Score(BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(scores.size()), 0, RoundingMode.HALF_EVEN).intValueExact());
    }

    public ScoreColor color() {
        return value >= 80 ? ScoreColor.GREEN : value >= 60 ? ScoreColor.YELLOW : ScoreColor.RED;
    }

    /** How this score compares with the one of the week before. */
    public Trend since(Score previous) {
        return new Trend(value - previous.value);
    }

    @Override
    public int compareTo(Score other) {
        return Integer.compare(value, other.value);
    }
}
