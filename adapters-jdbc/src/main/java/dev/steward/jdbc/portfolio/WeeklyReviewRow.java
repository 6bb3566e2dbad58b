package dev.steward.jdbc.portfolio;

import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code weekly_review}. */
@MappedEntity("weekly_review")
public record WeeklyReviewRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        String weekKey,
        String weekStart,
        String status,
        String whatMoved,
        String whatStalled,
        String signals,
        String decisionNextWeek,
        String primaryFocus,
        String projectToDeprioritize,
        String riskToWatch,
        String firstSessionTarget,
        @Nullable Instant finalizedAt,
        @Nullable Integer minutesInvested,
        @Nullable Integer sessionsCompleted) {

    static WeeklyReviewRow from(WeeklyReview review, RowKey key) {
        WeeklyReview.Details details = review.details();
        WeeklyReview.Finalized finalized = review.finalized();
        return new WeeklyReviewRow(key, review.version(), review.meta().createdAt(), review.meta().updatedAt(), review.weekKey().toString(),
                review.weekKey().monday().toString(), review.status().word(), details.whatMoved(), details.whatStalled(),
                details.signals(), details.decisionNextWeek(), details.primaryFocus(), details.projectToDeprioritize(),
                details.riskToWatch(), details.firstSessionTarget(),
                finalized == null ? null : finalized.at(),
                finalized == null ? null : finalized.numbers().minutesInvested(),
                finalized == null ? null : finalized.numbers().sessionsCompleted());
    }

    WeeklyReview toWeeklyReview() {
        return new WeeklyReview(key.meta(version, createdAt, updatedAt),
                new WeeklyReview.Details(whatMoved, whatStalled, signals, decisionNextWeek, primaryFocus, projectToDeprioritize,
                        riskToWatch, firstSessionTarget),
                WeekKey.parse("week_key", weekKey), finalized());
    }

    private WeeklyReview.@Nullable Finalized finalized() {
        return finalizedAt == null || minutesInvested == null || sessionsCompleted == null
                ? null
                : new WeeklyReview.Finalized(finalizedAt, new WeeklyReview.Numbers(minutesInvested, sessionsCompleted));
    }
}
