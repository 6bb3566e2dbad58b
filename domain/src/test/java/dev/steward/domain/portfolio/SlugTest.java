package dev.steward.domain.portfolio;

import static dev.steward.domain.portfolio.Samples.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "My Great Novel! | my-great-novel", "A--B | a--b", "x_y__z | x-y-z", "-- outer -- | outer", "a ! b | a-b", "C++ | c",
        "Café Zürich | café-zürich", "Cafe\u0301 | café", "日本語 2026 | 日本語-2026", "a\u00a0b | a-b", "ТЕСТ | тест", "TITLE I | title-i",
        "!!! | project", "'' | project", "___ | project", "--- | project",
        "123E4567-e89b-12d3-a456-426614174000 | project-123e4567-e89b-12d3-a456-426614174000"})
    void aNameBecomesItsSlug(String name, String slug) {
        assertThat(Slug.fromName(name)).hasToString(slug);
    }

    @Test
    void aMillionHyphensAreNoMoreWorkThanTheirLength() {
        assertThat(Slug.fromName("a" + "-".repeat(1_000_000) + "b")).hasToString("a");
    }

    @Test
    void anotherFallbackCanBeGiven() {
        assertThat(Slug.fromName("?", "area")).hasToString("area");
    }

    @Property
    void anyNameHasASlugThatIsReadBackAndMadeOfItselfAgain(@ForAll String name) {
        Slug slug = Slug.fromName(name);
        assertThat(slug.value()).isNotEmpty();
        assertThat(slug.value().codePointCount(0, slug.value().length())).isLessThanOrEqualTo(Slug.MAX);
        assertThat(Slug.parse("slug", slug.value())).isEqualTo(slug);
        assertThat(Slug.fromName(slug.value())).isEqualTo(slug);
    }

    @Property
    void aNumberedSlugIsASlug(@ForAll String name, @ForAll @IntRange(min = 2) int n) {
        assertThat(Slug.fromName(name).numbered(n).value()).endsWith("-" + n);
    }

    @Test
    void theSecondOfANameGetsTwoAndLongOnesAreShortened() {
        assertThat(Slug.fromName("My Great Novel!").numbered(2)).hasToString("my-great-novel-2");
        assertThat(Slug.fromName("x".repeat(200)).numbered(12)).hasToString("x".repeat(97) + "-12");
        assertThat(Slug.fromName("x".repeat(97) + " y").numbered(2)).hasToString("x".repeat(97) + "-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A", "a b", "a_b", "-a", "a-", "a/b", "a.b", "..", "cafe\u0301", "123e4567-e89b-12d3-a456-426614174000", "\ud800"})
    void aChosenSlugIsRefusedWhenItIsNotOne(String text) {
        assertThat(violationsOf(() -> Slug.parse("slug", text))).containsExactly("/slug invalid_slug");
    }

    @Test
    void aRefusalProposesASlugThatWouldDo() {
        assertThatThrownBy(() -> Slug.parse("slug", "My Novel")).hasMessageContaining("'My Novel'").hasMessageContaining("'my-novel' would do");
        assertThat(violationsOf(() -> new Slug("x".repeat(101)))).containsExactly("/slug invalid_slug");
    }
}
