package dev.steward.domain.portfolio;

import static dev.steward.domain.portfolio.ProgressStatus.BACKLOG;
import static dev.steward.domain.portfolio.ProgressStatus.CANCELLED;
import static dev.steward.domain.portfolio.ProgressStatus.DOING;
import static dev.steward.domain.portfolio.ProgressStatus.DONE;
import static dev.steward.domain.portfolio.ProgressStatus.PLANNED;
import static dev.steward.domain.portfolio.Samples.EVENING;
import static dev.steward.domain.portfolio.Samples.MORNING;
import static dev.steward.domain.portfolio.Samples.NOON;
import static dev.steward.domain.portfolio.Samples.TUESDAY;
import static dev.steward.domain.portfolio.Samples.session;
import static dev.steward.domain.portfolio.Samples.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Word;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {

    @Test
    void aSessionHasTheWeekOfItsDate() {
        assertThat(session().create().weekKey()).hasToString("2026.15");
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 480})
    void durationsWithinTheRangeAreTaken(int minutes) {
        assertThat(session().minutes(minutes).details().durationMinutes()).isEqualTo(minutes);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 14, 481, -1})
    void otherDurationsAreRefused(int minutes) {
        assertThat(violationsOf(() -> session().minutes(minutes).details())).containsExactly("/duration_minutes out_of_range");
    }

    @Test
    void everyViolationIsReportedAtOnceDownToTheFile() {
        assertThat(violationsOf(() -> session().minutes(1).actualMinutes(1_441).title("x".repeat(201)).notes("\0")
                .filesChanged(List.of(new FileChange("a", 1, 0), new FileChange(" ", -1, -1))).details()))
                .containsExactly("/actual_minutes out_of_range", "/duration_minutes out_of_range", "/files_changed/1/added out_of_range",
                        "/files_changed/1/path required", "/files_changed/1/removed out_of_range", "/notes not_text", "/title too_long");
        assertThat(violationsOf(() -> session().filesChanged(Collections.nCopies(1_001, new FileChange("", 0, 0))).details()))
                .hasSize(1_001).contains("/files_changed too_many");
    }

    @Test
    void completingWithNotesSetsTheTimeAndTheNotes() {
        Session done = session().status(PLANNED).create().complete(NOON, "Three pages");
        assertThat(done.details().status()).isEqualTo(DONE);
        assertThat(done.completedAt()).isEqualTo(NOON);
        assertThat(done.details().notes()).isEqualTo("Three pages");
    }

    @Test
    void completingWithoutNotesKeepsThem() {
        assertThat(session().notes("Kept").create().complete(NOON, null).details().notes()).isEqualTo("Kept");
    }

    @Test
    void repeatingACompletionChangesNothing() {
        Session done = session().create().complete(NOON, "Three pages");
        assertThat(done.complete(EVENING, "Three pages")).isSameAs(done);
        assertThat(done.complete(EVENING, null)).isSameAs(done);
    }

    @Test
    void otherNotesForADoneSessionAreStoredAndItsTimeStays() {
        Session done = session().create().complete(NOON, "Three pages").complete(EVENING, "Four pages");
        assertThat(done.details().notes()).isEqualTo("Four pages");
        assertThat(done.completedAt()).isEqualTo(NOON);
    }

    @Test
    void whatIsCreatedDoneIsCompletedAtItsCreation() {
        assertThat(session().status(DONE).create().completedAt()).isEqualTo(MORNING);
        assertThat(session().status(DOING).create().completedAt()).isNull();
    }

    @Test
    void aRevisionSetsAndClearsTheTimeOfCompletion() {
        Session done = session().create().revise(NOON, session().status(DONE).details());
        assertThat(done.completedAt()).isEqualTo(NOON);
        assertThat(done.revise(EVENING, session().status(DONE).title("Other").details()).completedAt()).isEqualTo(NOON);
        assertThat(done.revise(EVENING, session().status(DOING).details()).completedAt()).isNull();
    }

    @Test
    void aReopenedSessionIsPlannedAndNotCompleted() {
        Session reopened = session().status(DONE).create().reopen(NOON);
        assertThat(reopened.details().status()).isEqualTo(PLANNED);
        assertThat(reopened.completedAt()).isNull();
        assertThat(reopened.version()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "START,    BACKLOG, DOING", "START,    PLANNED, DOING", "START,    DOING, DOING", "START,    DONE, ", "START,    CANCELLED, ",
        "COMPLETE, BACKLOG, DONE",  "COMPLETE, PLANNED, DONE",  "COMPLETE, DOING, DONE",  "COMPLETE, DONE, DONE", "COMPLETE, CANCELLED, ",
        "REOPEN,   BACKLOG, ",      "REOPEN,   PLANNED, ",      "REOPEN,   DOING, ",      "REOPEN,   DONE, PLANNED", "REOPEN,   CANCELLED, PLANNED"})
    void verbsFollowTheirTable(Session.Verb verb, ProgressStatus from, ProgressStatus to) {
        Session session = session().status(from).create();
        if (to != null) {
            assertThat(carriedOut(verb, session).details().status()).isEqualTo(to);
        } else {
            assertThatThrownBy(() -> carriedOut(verb, session)).isInstanceOfSatisfying(RefusedException.class,
                    refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_TRANSITION))
                    .hasMessageContaining(from.word()).hasMessageContaining(verb.word());
        }
        assertThat(verb.allowed().contains(from)).isEqualTo(to != null);
    }

    @Test
    void startingWhatIsBeingDoneChangesNothing() {
        Session doing = session().status(DOING).create();
        assertThat(doing.start(NOON)).isSameAs(doing);
    }

    @Test
    void anotherDateMovesTheSessionToItsWeek() {
        Session moved = session().create().reschedule(NOON, TUESDAY.plusWeeks(1));
        assertThat(moved.weekKey()).hasToString("2026.16");
        assertThat(moved.version()).isEqualTo(2);
        assertThat(moved.reschedule(EVENING, TUESDAY.plusWeeks(1))).isSameAs(moved);
    }

    @Test
    void aDoneSessionMovesWithoutLosingItsCompletion() {
        assertThat(session().status(DONE).create().reschedule(NOON, TUESDAY.plusDays(1)).completedAt()).isEqualTo(MORNING);
    }

    @Test
    void anUnknownStatusIsNoStatus() {
        assertThat(Word.find(ProgressStatus.class, "completed")).isEmpty();
        assertThat(Word.find(ProgressStatus.class, "DONE")).isEmpty();
        assertThat(Word.words(ProgressStatus.class)).containsExactly("backlog", "planned", "doing", "done", "cancelled");
    }

    @Test
    void theBudgetCountsWhatIsPlannedAndNothingPutBackOrGivenUp() {
        List<Session> sessions = List.of(
                session().status(BACKLOG).minutes(480).create(), session().status(CANCELLED).minutes(480).create(),
                session().status(PLANNED).minutes(90).create(), session().status(DOING).minutes(60).create(),
                session().status(DONE).minutes(30).actualMinutes(400).create());
        WeekBudget within = WeekBudget.of(WeekBudget.DEFAULT_HOURS * 60, sessions);
        assertThat(within).isEqualTo(new WeekBudget(720, 180, 30));
        assertThat(within.remainingMinutes()).isEqualTo(540);
        assertThat(within.overMinutes()).isZero();
        WeekBudget beyond = WeekBudget.of(120, sessions);
        assertThat(beyond.remainingMinutes()).isZero();
        assertThat(beyond.overMinutes()).isEqualTo(60);
    }

    private static Session carriedOut(Session.Verb verb, Session session) {
        return switch (verb) {
            case START -> session.start(NOON);
            case COMPLETE -> session.complete(NOON, null);
            case REOPEN -> session.reopen(NOON);
        };
    }
}
