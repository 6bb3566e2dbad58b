package dev.steward.domain.portfolio;

import static dev.steward.domain.portfolio.Samples.NOON;
import static dev.steward.domain.portfolio.Samples.meta;
import static dev.steward.domain.portfolio.Samples.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.Json;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Areas, organizations and tags: what other things are sorted by. */
class SortingTest {

    @Test
    void theSeededTypesOfAnAreaAreValidAndTheListIsOpen() {
        assertThat(Area.SEEDED_TYPES).hasSize(8).allSatisfy(type -> assertThat(area(type, "#1F6feb").type()).isEqualTo(type));
        assertThat(area("garden", "").type()).isEqualTo("garden");
    }

    @Test
    void everyViolationOfAnAreaIsReportedAtOnce() {
        assertThat(violationsOf(() -> area("Side Project", "red"))).containsExactly("/color invalid_color", "/type invalid_type");
        assertThat(violationsOf(() -> area("", "#12345"))).containsExactly("/color invalid_color", "/type required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#12345", "#1234567", "123456", "#12345g", "#123456\n", " "})
    void aColorIsWrittenInOneWay(String color) {
        assertThat(violationsOf(() -> new Organization.Details("Acme", "", Organization.Type.CLIENT, color, "")))
                .containsExactly("/color invalid_color");
    }

    @Test
    void anOrganizationNeedsAName() {
        assertThat(violationsOf(() -> new Organization.Details(" ", "", Organization.Type.HOST, "", ""))).containsExactly("/name required");
    }

    @Test
    void revisingRaisesTheVersion() {
        Area area = Area.create(meta(), area("software", ""));
        assertThat(area.revise(NOON, area("content", "")).version()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"Java, java", "' JAVA ', java", "Ｊａｖａ, java", "STRASSE, strasse", "Straße, strasse", "STRAẞE, strasse", "Cafe\u0301, café", "ΟΔΟΣ, οδος", "οδοσ, οδος"})
    void spellingsOfATagAreFoundUnderOneKey(String spelling, String key) {
        assertThat(Tag.keyOf(spelling)).isEqualTo(key);
    }

    @Property
    void aKeyIsItsOwnKey(@ForAll String spelling) {
        assertThat(Tag.keyOf(Tag.keyOf(spelling))).isEqualTo(Tag.keyOf(spelling));
    }

    @Test
    void aTagKeepsItsSpellingAndIsRenamedWithItsKey() {
        Tag tag = Tag.create(meta(), new Tag.Details(" Deep Work "));
        assertThat(tag.details().label()).isEqualTo("Deep Work");
        assertThat(tag.key()).isEqualTo("deep work");
        assertThat(tag.revise(NOON, new Tag.Details("Focus")).key()).isEqualTo("focus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u00a0"})
    void aTagNeedsVisibleCharacters(String label) {
        assertThat(violationsOf(() -> new Tag.Details(label))).containsExactly("/label required");
    }

    @Test
    void aTagWhoseKeyOutgrowsAnIndexIsRefused() {
        assertThat(violationsOf(() -> new Tag.Details("\ufdfa".repeat(100)))).containsExactly("/label too_long");
    }

    private static Area.Details area(String type, String color) {
        return new Area.Details("Work", type, new Slug("work"), color, "", "", true, 0, Json.EMPTY);
    }
}
