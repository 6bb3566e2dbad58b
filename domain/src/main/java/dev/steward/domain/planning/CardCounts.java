package dev.steward.domain.planning;

/**
 * How much a card has. Rejected items do not count.
 *
 * @param openQuestions those without an answer
 * @param unverifiedAssumptions those that nobody has approved
 */
public record CardCounts(
        int requirements,
        int facts,
        int assumptions,
        int questions,
        int openQuestions,
        int unverifiedAssumptions,
        int plannedFiles,
        int artifacts) {

    public static final CardCounts NONE = new CardCounts(0, 0, 0, 0, 0, 0, 0, 0);
}
