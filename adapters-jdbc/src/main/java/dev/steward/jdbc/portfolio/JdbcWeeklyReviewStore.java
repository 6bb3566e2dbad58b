package dev.steward.jdbc.portfolio;

import dev.steward.application.portfolio.WeeklyReviewStore;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
final class JdbcWeeklyReviewStore extends JdbcStore<WeeklyReview, WeeklyReviewRow> implements WeeklyReviewStore {

    JdbcWeeklyReviewStore(Jdbc jdbc, WeeklyReviewRows rows) {
        super(jdbc, rows, WeeklyReviewRow.class, WeeklyReviewRow::from, WeeklyReviewRow::toWeeklyReview, LongTexts.of("what_moved", "what_stalled", "signals", "decision_next_week"));
    }

    @Override
    public Optional<WeeklyReview> findByWeek(WeekKey week) {
        return first("week_key = ?", week.toString());
    }
}
