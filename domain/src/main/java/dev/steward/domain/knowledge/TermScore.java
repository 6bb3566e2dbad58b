package dev.steward.domain.knowledge;

import java.util.List;

/**
 * How well a text's words answer a question's, the same to the last bit on every machine and database: BM25 with k1 = 1.2 and b = 0.4, held
 * against a text of 60 words rather than the average of all, so that one more memory does not change the score of the others. How many
 * memories have a word is counted up to a bound, above which a word is simply common; so is how many there are.
 *
 * @param score 0 without a common word, else above 0
 * @param terms the words that both have, rarest first
 */
public record TermScore(double score, List<Match> terms) {

    /** How many memories a word is counted in. */
    public static final int COMMON = 200;
    /** How many memories are counted at all. */
    public static final int MANY = 10_000;

    private static final double K1 = 1.2;
    private static final double B = 0.4;
    private static final double USUAL_LENGTH = 60;

    /**
     * A word that both have.
     *
     * @param occurrences in the text
     * @param units how many memories have it, at most {@link #COMMON}
     */
    public record Match(String term, int occurrences, int units) {
    }

    public TermScore {
        terms = List.copyOf(terms);
    }

    /**
     * @param matches in the order in which they are added up
     * @param length of the text, in words
     * @param units how many memories there are, at most {@link #MANY}
     */
    public static TermScore of(List<Match> matches, int length, int units) {
        double score = 0;
        for (Match match : matches) {
            double rarity = StrictMath.log(1 + (Math.max(units, match.units()) - match.units() + 0.5) / (match.units() + 0.5));
            double saturation = match.occurrences() * (K1 + 1) / (match.occurrences() + K1 * (1 - B + B * length / USUAL_LENGTH));
            score += rarity * saturation;
        }
        return new TermScore(score, matches);
    }
}
