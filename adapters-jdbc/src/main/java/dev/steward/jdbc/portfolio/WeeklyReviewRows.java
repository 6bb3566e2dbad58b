package dev.steward.jdbc.portfolio;

import dev.steward.jdbc.Rows;

/** The table {@code weekly_review}. */
public interface WeeklyReviewRows extends Rows<WeeklyReviewRow> {
}
