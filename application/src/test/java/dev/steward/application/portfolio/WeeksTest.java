package dev.steward.application.portfolio;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Bench;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.WeekKey;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WeeksTest {

    private static final WeekKey WEEK = new WeekKey(2026, 15);

    private final Bench bench = new Bench();

    private Weeks.WeekPage page() {
        return bench.read(unit -> bench.weeks.week(unit, WEEK));
    }

    private static Weeks.CarryOver carryOver(Bench bench, WeekKey from, Object... body) {
        return bench.write(unit -> bench.weeks.carryOver(unit, from, Weeks.CARRY_OVER.read(body(body))));
    }

    @Test
    void thePageShowsBudgetDaysProjectsScoresMilestonesAndReview() {
        Project novel = bench.project("Novel");
        Session done = bench.session(novel, "2026-04-06", "done", "duration_minutes", 120);
        bench.session(novel, "2026-04-12", "planned", "duration_minutes", 480);
        bench.session(bench.project("Garden", "priority", 1), "2026-04-12", "backlog", "duration_minutes", 480);
        bench.create(bench.milestones, "project_id", "novel", "description", "due", "target_date", "2026-04-12");
        bench.create(bench.milestones, "project_id", "novel", "description", "overdue", "target_date", "2026-04-05");
        bench.create(bench.milestones, "project_id", "novel", "description", "long done", "target_date", "2026-04-05", "status", "done");

        Weeks.WeekPage page = page();

        assertThat(page.days()).hasSize(7);
        assertThat(page.days().getFirst().sessions()).containsExactly(done);
        assertThat(page.days().getLast().sessions()).hasSize(2);
        assertThat(page.budget().budgetMinutes()).isEqualTo(720);
        assertThat(page.budget().plannedMinutes()).isEqualTo(600);
        assertThat(page.budget().doneMinutes()).isEqualTo(120);
        assertThat(page.budget().remainingMinutes()).isEqualTo(120);
        assertThat(page.projects()).extracting(part -> part.project().details().name()).containsExactly("Garden", "Novel");
        assertThat(page.milestonesDue()).extracting(one -> one.details().description()).containsExactly("due");
        assertThat(page.milestonesOverdue()).extracting(one -> one.details().description()).containsExactly("overdue");
        assertThat(page.scores().scores()).hasSize(2);
        assertThat(page.review()).isNull();
        Json.Obj rendered = bench.weeks.render(page);
        assertThat(rendered.get("label")).isEqualTo(Json.of("Apr 6 – Apr 12, 2026"));
        assertThat(rendered.members()).containsKeys("date_from", "days", "portfolio_score", "review");
    }

    @Test
    void aWeekIsNamedByItsKeyOrAsTheCurrentOne() {
        assertThat(bench.<WeekKey>read(unit -> Weeks.named(unit, "current"))).isEqualTo(WEEK);
        assertThat(bench.<WeekKey>read(unit -> Weeks.named(unit, "2026-W15"))).isEqualTo(WEEK);
        for (String junk : List.of("2026-15", "abc", "2026", "2026.0", "2025.53")) {
            assertThat(refusal(() -> bench.read(unit -> Weeks.named(unit, junk)))).isEqualTo(ErrorCode.INVALID_PARAMETER);
        }
    }

    @Test
    void aDryRunTellsAndChangesNothing() {
        Session session = bench.session(bench.project("Novel"), "2026-04-08", "doing");
        int events = bench.log().size();

        Weeks.CarryOver told = carryOver(bench, WEEK, "dry_run", true);

        assertThat(told.moves()).extracting(move -> move.to().toString()).containsExactly("2026-04-15");
        assertThat(bench.now(bench.sessions, session)).isEqualTo(session);
        assertThat(bench.log()).hasSize(events);
        assertThat(Weeks.CARRIED.render(told).get("to")).isEqualTo(Json.of("2026.16"));
    }

    @Test
    void whatIsUnfinishedMovesAndWhatIsClosedOrArchivedStays() {
        Project novel = bench.project("Novel");
        Project old = bench.project("Old");
        for (ProgressStatus status : ProgressStatus.values()) {
            bench.session(novel, "2026-04-08", status.word());
        }
        bench.session(old, "2026-04-08", "planned");
        bench.archive(old);

        Weeks.CarryOver moved = carryOver(bench, WEEK, "to", "2026.20");

        assertThat(moved.moves()).extracting(move -> move.session().details().status())
                .containsExactly(ProgressStatus.BACKLOG, ProgressStatus.PLANNED, ProgressStatus.DOING);
        assertThat(moved.leftArchived()).isEqualTo(1);
        assertThat(bench.list(bench.sessions, "week_key", "2026.15")).hasSize(3);
        assertThat(bench.eventTypes()).endsWith("session.rescheduled", "session.rescheduled", "session.rescheduled");
    }

    @Test
    void carryingOverToTheSameWeekIsRefused() {
        assertThat(violations(() -> carryOver(bench, WEEK, "to", "2026.15"))).containsExactly("/to same_week");
    }

    @Property(tries = 100)
    void carryOverLosesNoSessionAndKeepsItsWeekday(@ForAll @Size(max = 30) List<@IntRange(max = 34) Integer> sessions, @ForAll @IntRange(min = 1, max = 52) int target) {
        Bench fresh = new Bench();
        Project project = fresh.project("P");
        List<Session> before = new ArrayList<>();
        for (int code : sessions) {
            before.add(fresh.session(project, WEEK.monday().plusDays(code % 7).toString(), ProgressStatus.values()[code / 7].word()));
        }
        WeekKey to = new WeekKey(2026, target);
        if (to.equals(WEEK)) {
            return;
        }

        carryOver(fresh, WEEK, "to", to);

        assertThat(fresh.<List<Session>>read(fresh.sessions::all)).hasSameSizeAs(before);
        for (Session session : before) {
            Session after = fresh.now(fresh.sessions, session);
            assertThat(after.details().scheduledDate().getDayOfWeek()).isEqualTo(session.details().scheduledDate().getDayOfWeek());
            assertThat(after.weekKey()).isEqualTo(session.details().status().isOpen() ? to : WEEK);
        }
    }
}
