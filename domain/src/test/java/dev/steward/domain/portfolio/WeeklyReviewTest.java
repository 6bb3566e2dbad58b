package dev.steward.domain.portfolio;

import static dev.steward.domain.portfolio.ProgressStatus.CANCELLED;
import static dev.steward.domain.portfolio.ProgressStatus.DONE;
import static dev.steward.domain.portfolio.ProgressStatus.PLANNED;
import static dev.steward.domain.portfolio.Samples.EVENING;
import static dev.steward.domain.portfolio.Samples.NOON;
import static dev.steward.domain.portfolio.Samples.meta;
import static dev.steward.domain.portfolio.Samples.session;
import static dev.steward.domain.portfolio.Samples.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WeeklyReviewTest {

    private static final WeeklyReview.Numbers NONE = new WeeklyReview.Numbers(0, 0);

    @Test
    void aNewReviewIsAnEmptyDraftFromMondayToSunday() {
        WeeklyReview review = review();
        assertThat(review.status()).isEqualTo(WeeklyReview.Status.DRAFT);
        assertThat(review.dateFrom()).isEqualTo(LocalDate.of(2026, 4, 6));
        assertThat(review.dateTo()).isEqualTo(LocalDate.of(2026, 4, 12));
        assertThat(review.details()).isEqualTo(WeeklyReview.Details.EMPTY);
    }

    @Test
    void theNumbersCountDoneSessionsWithTheTimeTheyTook() {
        WeeklyReview.Numbers numbers = WeeklyReview.Numbers.of(List.of(
                session().status(DONE).minutes(90).create(), session().status(DONE).minutes(90).actualMinutes(50).create(),
                session().status(PLANNED).create(), session().status(CANCELLED).create()));
        assertThat(numbers).isEqualTo(new WeeklyReview.Numbers(140, 2));
        assertThat(numbers.hoursInvested()).isEqualTo(new BigDecimal("2.33"));
        assertThat(new WeeklyReview.Numbers(6_000, 1).hoursInvested()).hasToString("100");
    }

    @Test
    void numbersAreLiveUntilTheReviewIsFinal() {
        WeeklyReview.Numbers now = new WeeklyReview.Numbers(90, 1);
        WeeklyReview.Numbers later = new WeeklyReview.Numbers(600, 7);
        assertThat(review().numbers(later)).isEqualTo(later);
        WeeklyReview finished = review().finish(NOON, now);
        assertThat(finished.status()).isEqualTo(WeeklyReview.Status.FINAL);
        assertThat(finished.numbers(later)).isEqualTo(now);
        assertThat(finished.finish(EVENING, later)).isSameAs(finished);
    }

    @Test
    void aFinalReviewRefusesEditsAndDrafts() {
        WeeklyReview finished = review().finish(NOON, NONE);
        assertThatThrownBy(() -> finished.revise(EVENING, WeeklyReview.Details.EMPTY)).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_FINAL)).hasMessageContaining("2026.15");
        assertThatThrownBy(() -> finished.draft(EVENING, List.of(moved(1, "x")))).isInstanceOf(RefusedException.class);
    }

    @Test
    void everyViolationIsReportedAtOnce() {
        assertThat(violationsOf(() -> new WeeklyReview.Details("\0", "", "x".repeat(50_001), "", "", "", "\ud800", "")))
                .containsExactly("/risk_to_watch not_text", "/signals too_long", "/what_moved not_text");
    }

    @Test
    void aDraftFillsEmptyTextsAndEachLineCitesItsEvents() {
        WeeklyReview drafted = review().draft(NOON, List.of(
                moved(15, "Chapter 3 is done."), moved(12, "Chapter 3 is done."), moved(13, "Two\nlines\u0007 here"), moved(14, " "),
                new Fact(20, Fact.Kind.STALLED, "Index put off"), new Fact(21, Fact.Kind.SIGNAL, "Score fell"),
                new Fact(22, Fact.Kind.RISK, "Beta is due"), new Fact(23, Fact.Kind.NEXT_SESSION, "Outline")));
        assertThat(drafted.details()).isEqualTo(new WeeklyReview.Details(
                "- Chapter 3 is done. [event 12, 15]\n- Two lines here [event 13]", "- Index put off [event 20]", "- Score fell [event 21]",
                "", "", "", "- Beta is due [event 22]", "- Outline [event 23]"));
        assertThat(drafted.version()).isEqualTo(2);
    }

    @Test
    void aDraftNeverTouchesWhatTheUserWrote() {
        WeeklyReview written = review().revise(NOON, moving("My own words"));
        assertThat(written.draft(EVENING, List.of(moved(1, "Other words")))).isSameAs(written);
        assertThat(review().revise(NOON, moving(" \n")).draft(EVENING, List.of(moved(1, "Words"))).details().whatMoved())
                .isEqualTo("- Words [event 1]");
    }

    @Test
    void aDraftOfNothingChangesNothing() {
        WeeklyReview review = review();
        assertThat(review.draft(NOON, List.of())).isSameAs(review);
    }

    @Property
    void aDraftDoesNotDependOnTheOrderOfTheFacts(@ForAll List<Integer> events, @ForAll Random random) {
        List<Fact> facts = new ArrayList<>(events.stream().map(event -> moved(event, "Fact " + Math.floorMod(event, 7))).toList());
        WeeklyReview.Details drafted = ReviewDraft.fill(WeeklyReview.Details.EMPTY, facts);
        Collections.shuffle(facts, random);
        assertThat(ReviewDraft.fill(WeeklyReview.Details.EMPTY, facts)).isEqualTo(drafted);
    }

    @Test
    void aDraftOfAVeryBusyWeekStaysReadableAndValid() {
        List<Fact> facts = IntStream.range(0, 5_000).mapToObj(i -> moved(i, "x".repeat(5_000) + i)).toList();
        assertThat(ReviewDraft.fill(WeeklyReview.Details.EMPTY, facts).whatMoved().lines()).singleElement().asString()
                .hasSizeLessThan(400).contains("…").endsWith("and 4980 more]");
        List<Fact> different = IntStream.range(0, 5_000).mapToObj(i -> moved(i, i + "x".repeat(5_000))).toList();
        assertThat(ReviewDraft.fill(WeeklyReview.Details.EMPTY, different).whatMoved().lines().toList()).hasSize(50)
                .last().asString().startsWith("- and 4951 more [event 49, 50, ");
    }

    @Test
    void theMarkdownIsTheWholeReview() {
        WeeklyReview review = review().revise(NOON, moving("- one\n- two\n\n# Not a section\n```\nopen\n"));
        assertThat(review.toMarkdown(new WeeklyReview.Numbers(90, 1))).isEqualTo("""
                # Weekly review 2026.15

                Apr 6 – Apr 12, 2026, draft

                - Hours invested: 1.5
                - Sessions completed: 1

                ## What moved

                > - one
                > - two
                >
                > # Not a section
                > ```
                > open

                ## What stalled

                _Nothing noted._

                ## Signals

                _Nothing noted._

                ## Decision for next week

                _Nothing noted._

                ## Primary focus

                _Nothing noted._

                ## Project to deprioritize

                _Nothing noted._

                ## Risk to watch

                _Nothing noted._

                ## First session target

                _Nothing noted._
                """);
    }

    @Property
    void noTextOfTheUserGetsOutOfItsSection(@ForAll("markdown") String text) {
        String markdown = review().revise(NOON, moving(text)).toMarkdown(NONE);
        assertThat(markdown.lines().filter(line -> line.startsWith("#"))).hasSize(9);
        assertThat(markdown.split("\n", -1)).allMatch(line -> line.isEmpty() || line.matches("[>#_].*|- (Hours|Sessions) .*|Apr .*"));
    }

    @Provide
    Arbitrary<String> markdown() {
        return Arbitraries.strings().withChars("#->`*\n\r \tab=<").ofMaxLength(60);
    }

    private static WeeklyReview review() {
        return WeeklyReview.create(meta(), new WeekKey(2026, 15));
    }

    private static WeeklyReview.Details moving(String whatMoved) {
        return new WeeklyReview.Details(whatMoved, "", "", "", "", "", "", "");
    }

    private static Fact moved(long event, String text) {
        return new Fact(event, Fact.Kind.MOVED, text);
    }
}
