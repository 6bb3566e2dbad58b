package dev.steward.domain.portfolio;

import static dev.steward.domain.portfolio.Samples.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeekKeyTest {

    @ParameterizedTest
    @CsvSource({
        "2026-04-06, 2026.15", "2026-04-07, 2026.15", "2026-04-12, 2026.15", "2026-04-13, 2026.16",
        "2015-12-31, 2015.53", "2021-01-03, 2020.53", "2025-12-29, 2026.1", "2026-02-01, 2026.5",
        "0001-01-01, 1.1", "9999-12-31, 9999.52"})
    void aDateHasTheKeyOfItsIsoWeek(LocalDate date, String key) {
        assertThat(WeekKey.of(date)).hasToString(key);
    }

    @ParameterizedTest
    @CsvSource({"2026.5, 2026.5", "2026.05, 2026.5", "2026-W05, 2026.5", "2020.53, 2020.53", "2020-W53, 2020.53", "1.1, 1.1", "0001-W01, 1.1"})
    void severalSpellingsAreRead(String text, String key) {
        assertThat(WeekKey.parse("week_key", text)).hasToString(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "abc", "2026", "2026-15", "2026.", ".15", "2026.0", "2026.00", "2025.54", "2026.99", "2025.53", "2021-W53", "2026-W00",
        "2026W05", "2026-W5", "2026-w05", "2026.015", "2026.-1", " 2026.15", "2026.15\n", "0.1", "0000-W01", "10000.1", "2026.15.1",
        "٢٠٢٦.١٥", "2026,15"})
    void everythingElseIsRefused(String text) {
        assertThat(violationsOf(() -> WeekKey.parse("to", text))).containsExactly("/to invalid_week_key");
    }

    @Test
    void aRefusalNamesTheTextAndTheRule() {
        assertThatThrownBy(() -> WeekKey.parse("week_key", "2025.54")).hasMessage("'2025.54' names no week; 2025 has the weeks 1 to 52.");
        assertThatThrownBy(() -> WeekKey.parse("week_key", "2025.53")).hasMessage("'2025.53' names no week; 2025 has the weeks 1 to 52.");
        assertThatThrownBy(() -> WeekKey.parse("week_key", "x".repeat(1_000))).hasMessageContaining("'" + "x".repeat(20) + "…'")
                .hasMessageContaining("such as 2026.15");
    }

    @Test
    void everyWeekOfSeventyYearsGoesToItsRangeAndBack() {
        WeekKey key = WeekKey.parse("week_key", "1990.1");
        LocalDate monday = LocalDate.of(1990, 1, 1);
        while (key.year() <= 2060) {
            assertThat(key.monday()).isEqualTo(monday);
            assertThat(key.sunday()).isEqualTo(monday.plusDays(6));
            assertThat(WeekKey.of(key.monday())).isEqualTo(key);
            assertThat(WeekKey.of(key.sunday())).isEqualTo(key);
            assertThat(WeekKey.parse("week_key", key.toString())).isEqualTo(key);
            assertThat(key.plusWeeks(1)).isGreaterThan(key);
            key = key.plusWeeks(1);
            monday = monday.plusWeeks(1);
        }
        assertThat(key).hasToString("2061.1");
    }

    @Property
    void steppingForwardAndBackEndsWhereItBegan(@ForAll @IntRange(min = 1990, max = 2060) int year,
            @ForAll @IntRange(min = 1, max = 52) int week, @ForAll @IntRange(min = -500, max = 500) int weeks) {
        WeekKey key = new WeekKey(year, week);
        assertThat(key.plusWeeks(weeks).plusWeeks(-weeks)).isEqualTo(key);
        assertThat(Integer.signum(key.plusWeeks(weeks).compareTo(key))).isEqualTo(Integer.signum(weeks));
    }

    @Test
    void keysAreOrderedAsNumbers() {
        assertThat(Stream.of("2026.15", "2025.52", "2026.9", "2026.14", "2026.10").map(text -> WeekKey.parse("week_key", text)).sorted())
                .map(WeekKey::toString).containsExactly("2025.52", "2026.9", "2026.10", "2026.14", "2026.15");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2026.15 | Apr 6 – Apr 12, 2026", "2026.1 | Dec 29, 2025 – Jan 4, 2026", "2026.36 | Aug 31 – Sep 6, 2026"})
    void theLabelNamesBothYearsWhenTheyDiffer(String key, String label) {
        assertThat(WeekKey.parse("week_key", key).label()).isEqualTo(label);
    }

    @Test
    void thereIsNoWeekAfterTheYear9999() {
        WeekKey last = new WeekKey(9999, 52);
        assertThat(violationsOf(() -> last.plusWeeks(1))).containsExactly("/week_key invalid_week_key");
    }
}
