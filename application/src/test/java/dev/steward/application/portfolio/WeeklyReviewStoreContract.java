package dev.steward.application.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Query;
import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public interface WeeklyReviewStoreContract extends StoreContract<WeeklyReview> {

    @Override
    default Class<WeeklyReviewStore> port() {
        return WeeklyReviewStore.class;
    }

    @Override
    default WeeklyReview sample(Id<Workspace> workspace) {
        long weeks = TestDatabase.newId().getMostSignificantBits() >>> 48;
        return WeeklyReview.create(PortfolioSamples.meta(), new WeekKey(2026, 15).plusWeeks(weeks));
    }

    @Override
    default WeeklyReview changed(WeeklyReview review) {
        return new WeeklyReview(review.meta().next(TestDatabase.now()),
                new WeeklyReview.Details(PortfolioSamples.FOREIGN, "b", "c", "d", "e", "f", "g", "h"), review.weekKey(), review.finalized());
    }

    @Override
    default List<WeeklyReview> edges(Id<Workspace> workspace) {
        String text = PortfolioSamples.text(50_000);
        return List.of(
                WeeklyReview.create(PortfolioSamples.meta(), new WeekKey(1, 1)),
                WeeklyReview.create(PortfolioSamples.meta(), new WeekKey(2020, 53)),
                WeeklyReview.create(PortfolioSamples.meta(), new WeekKey(2026, 9)),
                new WeeklyReview(PortfolioSamples.meta(), WeeklyReview.Details.EMPTY, new WeekKey(2026, 10),
                        new WeeklyReview.Finalized(PortfolioSamples.EARLY, new WeeklyReview.Numbers(0, 0))),
                new WeeklyReview(PortfolioSamples.meta(), new WeeklyReview.Details(text, text, text, text, text, text, text, text),
                        new WeekKey(9999, 52),
                        new WeeklyReview.Finalized(PortfolioSamples.LATE, new WeeklyReview.Numbers(Integer.MAX_VALUE, Integer.MAX_VALUE))));
    }

    @Override
    default Map<String, WeeklyReview> taken(Id<Workspace> workspace, WeeklyReview stored) {
        return Map.of("weekly_review_week_key_unique", WeeklyReview.create(PortfolioSamples.meta(), stored.weekKey()));
    }

    @Override
    default List<List<Key<WeeklyReview>>> orders() {
        return List.of(List.of(new Key<>("week_start", false, WeeklyReview::dateFrom)));
    }

    @Test
    default void aReviewIsFoundByItsWeek() {
        Id<Workspace> workspace = database().newWorkspace();
        WeeklyReview review = insert(workspace, WeeklyReview.create(PortfolioSamples.meta(), new WeekKey(2026, 1)));

        assertThat(lookUp(workspace, stores -> stores.of(WeeklyReviewStore.class).findByWeek(new WeekKey(2026, 1)))).contains(review);
        assertThat(lookUp(workspace, stores -> stores.of(WeeklyReviewStore.class).findByWeek(new WeekKey(2026, 10)))).isEmpty();
        assertThat(list(workspace, Query.where("status", 10, "draft"))).containsExactly(review);
    }
}
