package dev.steward.domain.knowledge;

/**
 * What was thought of a memory so far, by whoever and to whatever question, and what that means for its rank: each useful lifts its score by
 * a twentieth and each not_useful lowers it by one, up to five of them in either direction. What more called wrong than useful comes after
 * all others of its scope, where it can still be seen and corrected.
 */
public record FeedbackCounts(int useful, int notUseful, int wrong) {

    public static final FeedbackCounts NONE = new FeedbackCounts(0, 0, 0);

    private static final int MOST = 5;

    /** What the score is multiplied by, 0.75 to 1.25. */
    public double factor() {
        return 1 + Math.clamp(useful - notUseful, -MOST, MOST) / 20.0;
    }

    public boolean isDoubted() {
        return wrong > useful;
    }

    public FeedbackCounts plus(MemoryFeedback.Verdict verdict, int count) {
        return switch (verdict) {
            case USEFUL -> new FeedbackCounts(useful + count, notUseful, wrong);
            case NOT_USEFUL -> new FeedbackCounts(useful, notUseful + count, wrong);
            case WRONG -> new FeedbackCounts(useful, notUseful, wrong + count);
        };
    }
}
