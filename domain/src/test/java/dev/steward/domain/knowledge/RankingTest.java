package dev.steward.domain.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.steward.domain.knowledge.MemoryFeedback.Verdict;
import dev.steward.domain.knowledge.TermScore.Match;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What makes the order of hits. */
final class RankingTest {

    @Test
    void rareWordsCountMoreThanCommonOnesAndShortTextsMoreThanLongOnes() {
        double rare = score(1, 2, 60);
        assertThat(rare).isGreaterThan(score(1, 50, 60));
        assertThat(score(1, 1_000, 60)).isPositive();
        assertThat(score(2, 2, 60)).isGreaterThan(rare).isLessThan(2 * rare);
        assertThat(score(1, 2, 10)).isGreaterThan(rare);
        assertThat(score(1, 2, 600)).isLessThan(rare);
        assertThat(TermScore.of(List.of(), 10, 10).score()).isZero();
    }

    private static double score(int occurrences, int units, int length) {
        return TermScore.of(List.of(new Match("w", occurrences, units)), length, 1_000).score();
    }

    @Test
    void whatAScopeDoesNotUseGoesOn() {
        assertThat(quotas(10, 50, 50, 50)).isEqualTo(counts(4, 4, 2));
        assertThat(quotas(10, 1, 50, 50)).isEqualTo(counts(1, 7, 2));
        assertThat(quotas(10, 0, 0, 50)).isEqualTo(counts(0, 0, 10));
        assertThat(quotas(10, 50, 1, 0)).isEqualTo(counts(9, 1, 0));
        assertThat(quotas(10, 3, 2, 1)).isEqualTo(counts(3, 2, 1));
        assertThat(quotas(1, 5, 5, 5)).isEqualTo(counts(0, 0, 1));
        for (int limit = 1; limit <= 50; limit++) {
            assertThat(quotas(limit, 50, 50, 50).values().stream().mapToInt(count -> count).sum()).isEqualTo(limit);
        }
    }

    private static Map<MemoryScope, Integer> quotas(int limit, int card, int project, int workspace) {
        return MemoryScope.quotas(limit, counts(card, project, workspace));
    }

    private static Map<MemoryScope, Integer> counts(int card, int project, int workspace) {
        return Map.of(MemoryScope.CARD, card, MemoryScope.PROJECT, project, MemoryScope.WORKSPACE, workspace);
    }

    @Test
    void feedbackShiftsAScoreByAQuarterAtMostAndDoubtIsApart() {
        assertThat(FeedbackCounts.NONE.factor()).isEqualTo(1);
        assertThat(FeedbackCounts.NONE.plus(Verdict.USEFUL, 2).factor()).isCloseTo(1.1, within(1e-9));
        assertThat(FeedbackCounts.NONE.plus(Verdict.USEFUL, 100).factor()).isEqualTo(1.25);
        assertThat(FeedbackCounts.NONE.plus(Verdict.NOT_USEFUL, 100).factor()).isEqualTo(0.75);
        assertThat(FeedbackCounts.NONE.plus(Verdict.WRONG, 1).isDoubted()).isTrue();
        assertThat(FeedbackCounts.NONE.plus(Verdict.WRONG, 1).plus(Verdict.USEFUL, 1).isDoubted()).isFalse();
    }

    @Test
    void vectorsAreComparedByTheirDirectionAndSurviveBeingText() {
        MemoryVector one = MemoryVector.of(List.of(1.0, 2.0, -0.5));
        assertThat(MemoryVector.parse(one.text())).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(one.cosine(MemoryVector.of(List.of(2, 4, -1)))).isCloseTo(1, within(1e-9));
        assertThat(one.cosine(MemoryVector.of(List.of(-1.0, -2.0, 0.5)))).isCloseTo(-1, within(1e-9));
        assertThat(one.cosine(MemoryVector.of(List.of(0, 0, 0)))).isZero();
        assertThat(one.cosine(MemoryVector.of(List.of(1, 2)))).isZero();
        assertThatThrownBy(() -> MemoryVector.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MemoryVector.of(List.of(1, Double.NaN))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MemoryVector.of(List.of(1e300))).isInstanceOf(IllegalArgumentException.class);
    }
}
