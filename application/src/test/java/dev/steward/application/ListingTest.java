package dev.steward.application;

import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.portfolio.Sessions;
import dev.steward.application.portfolio.Tags;
import dev.steward.domain.InvalidException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ListingTest {

    private static Query sessions(Map<String, String> parameters) {
        return Listing.parse(Sessions.SHAPE, parameters, List.of());
    }

    @Test
    void filtersRangesSearchAndOrderAreUnderstood() {
        assertThat(sessions(Map.of("status", "doing,done")).filters()).containsExactly(Filter.in("status", "doing", "done"));
        assertThat(sessions(Map.of("scheduled_date_from", "2026-04-06")).filters())
                .containsExactly(Filter.from("scheduled_date", LocalDate.of(2026, 4, 6)));
        assertThat(sessions(Map.of("milestone_id", "null")).filters()).containsExactly(Filter.empty("milestone_id"));
        assertThat(sessions(Map.of("week_key", "2026-W05")).filters()).containsExactly(Filter.in("week_key", "2026.5"));
        assertThat(sessions(Map.of("sort", "-completed_at")).order())
                .containsExactly(new Order("completed_at", true, true), new Order("id", true, false));
        assertThat(sessions(Map.of("q", "Two WORDS")).filters()).hasSize(1);
    }

    @Test
    void aShapesOwnParameterHasItsFallback() {
        assertThat(Listing.parse(Projects.SHAPE, Map.of(), List.of()).filters()).containsExactly(Filter.empty("archived_at"));
        assertThat(Listing.parse(Projects.SHAPE, Map.of("archived", "all"), List.of()).filters()).isEmpty();
        assertThat(Listing.filters(Projects.SHAPE)).contains("archived", "status", "area_id", "priority");
    }

    @Test
    void everyParameterThatIsNotUnderstoodIsNamed() {
        assertThat(violations(() -> sessions(Map.of("limit", "0", "sort", "title", "status", "almost", "colour", "red"))))
                .containsExactly("/colour unknown_parameter", "/limit out_of_range", "/sort unknown_sort", "/status unknown_word");
    }

    @Property(tries = 1_000)
    void anyParametersGiveAQueryOrAreRefusedAsInvalid(@ForAll("parameters") Map<String, String> parameters) {
        for (Shape<?> shape : List.of(Sessions.SHAPE, Projects.SHAPE, Tags.SHAPE)) {
            assertThatCode(() -> {
                try {
                    Query query = Listing.parse(shape, parameters, List.of());
                    assertThat(query.limit()).isBetween(1, Query.MAX_LIMIT);
                    assertThat(query.order().getLast().field()).isEqualTo("id");
                } catch (InvalidException expected) {
                    assertThat(expected.violations()).isNotEmpty();
                }
            }).doesNotThrowAnyException();
        }
    }

    @Provide
    Arbitrary<Map<String, String>> parameters() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of("limit", "cursor", "sort", "q", "status", "project_id", "scheduled_date_from", "priority_to", "id", "created_at_from",
                        "archived", "is_favorite", "week_key", "key", "status_from", "_from", "", "slug"),
                Arbitraries.strings().ofMaxLength(10));
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of("", ",", "null", "1", "-1", "99999999999", "2026-04-07", "2026.15", "2026.99", "active,done", "-id", "id,id", "true", "\0"),
                Arbitraries.strings().ofMaxLength(30));
        return Arbitraries.maps(names, values).ofMaxSize(6);
    }
}
