package dev.steward.application.portfolio;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Bench;
import dev.steward.application.Values;
import dev.steward.application.workspace.Settings;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Session;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final Bench bench = new Bench();
    private Project novel;

    @BeforeEach
    void aProject() {
        novel = bench.project("Novel");
    }

    @Test
    void aSessionWithoutStatusIsBacklogInTheWeekOfItsDateForAsLongAsTheSettingSays() {
        Session session = bench.create(bench.sessions, "project_id", "novel", "scheduled_date", "2025-12-29");
        bench.write(unit -> bench.settings.put(unit, "default_session_minutes", Settings.SHAPE.read(body("value", 45))));

        assertThat(session.details().status()).isEqualTo(ProgressStatus.BACKLOG);
        assertThat(session.weekKey()).hasToString("2026.1");
        assertThat(session.details().durationMinutes()).isEqualTo(90);
        assertThat(bench.session(novel, "2026-04-07", "planned").details().durationMinutes()).isEqualTo(45);
    }

    @Test
    void fifteenAndFourHundredEightyMinutesAreFineTenIsNot() {
        assertThat(bench.session(novel, "2026-04-07", "planned", "duration_minutes", 15).details().durationMinutes()).isEqualTo(15);
        assertThat(bench.session(novel, "2026-04-07", "planned", "duration_minutes", 480).details().durationMinutes()).isEqualTo(480);
        assertThat(violations(() -> bench.session(novel, "2026-04-07", "planned", "duration_minutes", 10))).containsExactly("/duration_minutes out_of_range");
    }

    @Test
    void theStepsRecordWhatTheyDidAndNothingWhenTheyDidNothing() {
        Session session = bench.session(novel, "2026-04-07", "planned");
        Values none = Sessions.COMPLETION.read(Json.EMPTY);
        bench.write(unit -> bench.sessions.start(unit, bench.sessions.get(unit, session.id())));
        bench.write(unit -> bench.sessions.start(unit, bench.sessions.get(unit, session.id())));
        bench.write(unit -> bench.sessions.complete(unit, bench.sessions.get(unit, session.id()), Sessions.COMPLETION.read(body("notes", "well"))));
        bench.write(unit -> bench.sessions.complete(unit, bench.sessions.get(unit, session.id()), none));
        assertThat(bench.now(bench.sessions, session).completedAt()).isEqualTo(bench.now);
        assertThat(bench.now(bench.sessions, session).details().notes()).isEqualTo("well");
        bench.write(unit -> bench.sessions.reopen(unit, bench.sessions.get(unit, session.id())));
        assertThat(bench.now(bench.sessions, session).completedAt()).isNull();
        bench.write(unit -> bench.sessions.reschedule(unit, bench.sessions.get(unit, session.id()),
                Sessions.RESCHEDULING.read(body("scheduled_date", "2026-04-14"))));

        assertThat(bench.now(bench.sessions, session).weekKey()).hasToString("2026.16");
        assertThat(bench.eventTypes()).containsExactly("project.created", "session.created", "session.started", "session.completed",
                "session.reopened", "session.rescheduled");
        assertThat(bench.lastEvent().projectId()).isEqualTo(novel.id().value());
        assertThat(refusal(() -> bench.write(unit -> bench.sessions.reopen(unit, bench.sessions.get(unit, session.id())))))
                .isEqualTo(ErrorCode.INVALID_TRANSITION);
    }

    @Test
    void aPatchThatMakesItDoneIsAnUpdateThatTellsSo() {
        Session session = bench.session(novel, "2026-04-07", "planned");
        bench.patch(bench.sessions, session, "status", "done");

        assertThat(bench.lastEvent().type()).isEqualTo("session.updated");
        assertThat(bench.lastEvent().payload().toString()).contains("completed_at");
    }

    @Test
    void anUnknownStatusIsRefusedAndChangesNothing() {
        Session session = bench.session(novel, "2026-04-07", "planned");

        assertThat(violations(() -> bench.patch(bench.sessions, session, "status", "almost"))).containsExactly("/status unknown_word");
        assertThat(bench.now(bench.sessions, session)).isEqualTo(session);
    }

    @Test
    void aMilestoneOfAnotherProjectIsRefusedAlsoWhenTheProjectChanges() {
        bench.project("Other");
        Milestone milestone = bench.create(bench.milestones, "project_id", "other", "description", "x");
        Session session = bench.create(bench.sessions, "project_id", "other", "scheduled_date", "2026-04-07", "milestone_id", milestone.id());

        assertThat(violations(() -> bench.session(novel, "2026-04-07", "planned", "milestone_id", milestone.id())))
                .containsExactly("/milestone_id other_project");
        assertThat(violations(() -> bench.patch(bench.sessions, session, "project_id", "novel"))).containsExactly("/milestone_id other_project");
        assertThat(bench.patch(bench.sessions, session, "project_id", "novel", "milestone_id", null).details().projectId()).isEqualTo(novel.id());
    }

    @Test
    void everyUnknownReferenceIsReported() {
        assertThat(violations(() -> bench.create(bench.sessions, "project_id", "nowhere", "scheduled_date", "2026-04-07", "milestone_id", novel.id())))
                .containsExactly("/milestone_id unknown_reference", "/project_id unknown_reference");
    }

    @Test
    void listsAreFilteredByProjectSlugOrIdAndWeek() {
        Session session = bench.session(novel, "2026-04-07", "planned");
        bench.session(bench.project("Other"), "2026-04-14", "planned");

        assertThat(bench.list(bench.sessions, "project_id", "novel")).containsExactly(session);
        assertThat(bench.list(bench.sessions, "project_id", novel.id().toString())).containsExactly(session);
        assertThat(bench.list(bench.sessions, "project_id", "novel,other")).hasSize(2);
        assertThat(bench.list(bench.sessions, "week_key", "2026-W15")).containsExactly(session);
        assertThat(violations(() -> bench.list(bench.sessions, "project_id", "nowhere"))).containsExactly("/project_id unknown_reference");
    }

    @Test
    void aMilestonesMinutesAreThoseOfAllItsSessionsCancelledOnesToo() {
        Milestone milestone = bench.create(bench.milestones, "project_id", "novel", "description", "x");
        Milestone without = bench.create(bench.milestones, "project_id", "novel", "description", "y");
        bench.session(novel, "2026-04-07", "planned", "duration_minutes", 90, "milestone_id", milestone.id());
        bench.session(novel, "2026-04-07", "cancelled", "duration_minutes", 180, "milestone_id", milestone.id());

        assertThat(bench.<Map<?, ?>>read(unit -> bench.milestones.minutes(unit, Set.of(milestone.id(), without.id())))).isEqualTo(Map.of(milestone.id(), 270));
        assertThat(bench.<Json>read(unit -> bench.milestones.render(unit, milestone).get("minutes"))).isEqualTo(Json.of(270));
        assertThat(bench.<Json>read(unit -> bench.milestones.render(unit, without).get("minutes"))).isEqualTo(Json.of(0));
    }

    @Test
    void deletingAMilestoneNeedsCascadeAndKeepsItsSessionsWithoutIt() {
        Milestone milestone = bench.create(bench.milestones, "project_id", "novel", "description", "x");
        Session session = bench.session(novel, "2026-04-07", "planned", "milestone_id", milestone.id());

        assertThat(refusal(() -> bench.delete(bench.milestones, milestone, false))).isEqualTo(ErrorCode.HAS_DEPENDENTS);
        bench.delete(bench.milestones, milestone, true);

        assertThat(bench.now(bench.sessions, session).details().milestoneId()).isNull();
        assertThat(bench.now(bench.sessions, session).version()).isEqualTo(2);
        assertThat(bench.eventTypes()).endsWith("session.updated", "milestone.deleted");
    }

    @Test
    void aMilestoneIsCompletedTodayAndNoMoreWhenItIsOpenedAgain() {
        Milestone milestone = bench.create(bench.milestones, "project_id", "novel", "description", "x", "status", "done");
        assertThat(milestone.completedDate()).hasToString("2026-04-07");

        assertThat(bench.patch(bench.milestones, milestone, "status", "doing").completedDate()).isNull();
    }
}
