package dev.steward.application.portfolio;

import dev.steward.application.Store;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import java.util.Optional;

/** Reviews, unique by week. Lists can be sorted by {@code week_start}, the Monday of the week. */
public interface WeeklyReviewStore extends Store<WeeklyReview> {

    Optional<WeeklyReview> findByWeek(WeekKey week);
}
