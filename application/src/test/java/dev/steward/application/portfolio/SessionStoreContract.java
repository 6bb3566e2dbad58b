package dev.steward.application.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Part;
import dev.steward.application.Query;
import dev.steward.application.StoreContract;
import dev.steward.application.StoreException;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.FileChange;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.workspace.Workspace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public interface SessionStoreContract extends StoreContract<Session> {

    @Override
    default Class<SessionStore> port() {
        return SessionStore.class;
    }

    @Override
    default Session sample(Id<Workspace> workspace) {
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        return PortfolioSamples.aSession(project, PortfolioSamples.milestone(database(), workspace, project).id(), ProgressStatus.PLANNED,
                PortfolioSamples.CHANGE_OF_TIME, 90);
    }

    @Override
    default Session changed(Session session) {
        Session.Details old = session.details();
        return session.revise(TestDatabase.now(), new Session.Details(Session.Kind.CAPTURED, old.projectId(), null, PortfolioSamples.FOREIGN, "",
                PortfolioSamples.FOREIGN, "", PortfolioSamples.LEAP_DAY, 15, 0, old.status().isOpen() ? ProgressStatus.DONE : ProgressStatus.DOING,
                List.of(new FileChange("src/größe.md", 1, 2)), "# 笔记"));
    }

    @Override
    default List<Session> edges(Id<Workspace> workspace) {
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        Id<Milestone> milestone = PortfolioSamples.milestone(database(), workspace, project).id();
        List<FileChange> files = Collections.nCopies(Session.MAX_FILES_CHANGED, new FileChange(PortfolioSamples.text(100), 0, 100_000_000));
        Session filled = Session.create(PortfolioSamples.meta(), new Session.Details(Session.Kind.CAPTURED, project, milestone,
                PortfolioSamples.text(200), PortfolioSamples.text(2_000), PortfolioSamples.text(100_000), PortfolioSamples.text(10_000),
                PortfolioSamples.LAST_DAY, 480, 1_440, ProgressStatus.DONE, files, PortfolioSamples.text(500_000)));
        return List.of(
                PortfolioSamples.aSession(project, null, ProgressStatus.BACKLOG, PortfolioSamples.FIRST_DAY, 15),
                PortfolioSamples.aSession(project, null, ProgressStatus.CANCELLED, PortfolioSamples.LEAP_DAY, 15),
                new Session(filled.meta(), filled.details(), PortfolioSamples.LATE));
    }

    @Override
    default List<List<Key<Session>>> orders() {
        return List.of(
                List.of(new Key<>("scheduled_date", false, session -> session.details().scheduledDate())),
                List.of(new Key<>("milestone_id", true, session -> Optional.ofNullable(session.details().milestoneId()).map(Id::value).orElse(null)),
                        new Key<>("completed_at", true, Session::completedAt)));
    }

    @Test
    default void theWeekOfTheScheduledDateIsKept() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        Session session = insert(workspace, PortfolioSamples.aSession(project, null, ProgressStatus.PLANNED, LocalDate.of(2025, 12, 29), 60));

        assertThat(list(workspace, Query.where("week_key", 10, "2026.1"))).containsExactly(session);
        assertThat(list(workspace, Query.where("week_key", 10, "2025.52"))).isEmpty();
    }

    /** A list of 200 could have 500 MB, of which each of many callers would take some copies. */
    @Test
    default void aPartEndsWhereItsLongTextsWouldFillTheMemory() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        int[] lengths = {10, 400_000, 9_000, 10, 500_000, 400_000, 0, 10, 500_000, 500_000, 8_000};
        List<Session> all = new ArrayList<>();
        for (int n = 0; n < lengths.length; n++) {
            all.add(insert(workspace, PortfolioSamples.aSession(project, LocalDate.of(2026, 4, 6).plusDays(n), "notes", (n == 4 ? "笔" : "b").repeat(lengths[n]))));
        }
        Query query = Query.where("project_id", 10, project.value()).orderedBy(new Query.Order("scheduled_date", false, false), new Query.Order("id", false, false));
        List<List<Session>> parts = new ArrayList<>();
        List<Long> bytes = new ArrayList<>();
        Optional<List<@Nullable Object>> after = Optional.empty();
        boolean more = true;
        while (more) {
            Query next = new Query(query.filters(), query.order(), query.limit(), after);
            Part<Session> part = database().read(workspace, stores -> stores.of(SessionStore.class).part(next));
            parts.add(part.items());
            bytes.add(part.bytes());
            Session last = part.items().getLast();
            after = Optional.of(List.of(last.details().scheduledDate(), last.id().value()));
            more = part.more();
        }

        assertThat(parts.stream().map(List::size)).as("the fifth alone has 1,500,000 bytes").containsExactly(4, 1, 4, 2);
        assertThat(bytes).as("with notes and no files").satisfiesExactly(
                part -> assertThat(part).isBetween(409_020L, 409_200L), part -> assertThat(part).isBetween(1_500_005L, 1_500_050L),
                part -> assertThat(part).isBetween(900_010L, 900_200L), part -> assertThat(part).isBetween(508_005L, 508_100L));
        assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
        assertThat(list(workspace, query.limitedTo(20))).as("whoever needs all gets all").isEqualTo(all);
    }

    /** A change of what an outline does say keeps what it leaves out. */
    @Test
    default void anOutlineHasNoLongTexts_AndChangingItKeepsThem() {
        Id<Workspace> workspace = database().newWorkspace();
        Session session = edges(workspace).getLast();
        insert(workspace, session);
        Session.Details details = session.details();
        assertThat(List.of(details.notes(), details.body())).noneMatch(String::isEmpty);
        assertThat(details.filesChanged()).isNotEmpty();

        Session outline = database().<List<Session>>read(workspace, stores -> stores.of(SessionStore.class).outlines(Query.all(2))).getFirst();
        Session after = outline.withoutMilestone(TestDatabase.now());
        database().write(workspace, stores -> stores.of(SessionStore.class).update(outline, after));

        assertThat(outline).isEqualTo(new Session(session.meta(), new Session.Details(details.kind(), details.projectId(), details.milestoneId(), details.title(),
                details.description(), SessionStore.LEFT_OUT, details.summary(), details.scheduledDate(), details.durationMinutes(), details.actualMinutes(), details.status(),
                List.of(), SessionStore.LEFT_OUT), session.completedAt()));
        assertThat(find(workspace, session)).contains(session.withoutMilestone(after.meta().updatedAt()));
    }

    @Test
    default void weeksAreFoundBetweenWhichOthersLieAndWhichEndAfterTheLastDay() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        Session[] sessions = Stream.of(PortfolioSamples.LAST_DAY.minusWeeks(2), PortfolioSamples.LAST_DAY.minusWeeks(1), PortfolioSamples.LAST_DAY)
                .map(day -> insert(workspace, PortfolioSamples.aSession(project, null, ProgressStatus.PLANNED, day, 60))).toArray(Session[]::new);
        WeekKey last = WeekKey.of(PortfolioSamples.LAST_DAY);
        Query ofTwo = Query.where("week_key", 10, last.toString(), WeekKey.of(PortfolioSamples.LAST_DAY.minusWeeks(2)).toString());

        assertThat(list(workspace, ofTwo)).containsExactlyInAnyOrder(sessions[0], sessions[2]);
        assertThat(list(workspace, Query.where("week_key", 10, last.toString()))).containsExactly(sessions[2]);
        assertThat(database().<Long>read(workspace, stores -> stores.of(SessionStore.class).count(ofTwo))).isEqualTo(2);
        Map<Id<Project>, Map<ProgressStatus, Integer>> counted =
                database().read(workspace, stores -> stores.of(SessionStore.class).countByStatus(last, Set.of(project)));
        assertThat(counted).isEqualTo(Map.of(project, Map.of(ProgressStatus.PLANNED, 1)));
    }

    @Test
    default void sessionsAreCountedByProjectAndStatusInAWeek() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Project> novel = PortfolioSamples.project(database(), workspace).id();
        Id<Project> house = PortfolioSamples.project(database(), workspace).id();
        LocalDate monday = LocalDate.of(2026, 4, 6);
        for (ProgressStatus status : List.of(ProgressStatus.DONE, ProgressStatus.DONE, ProgressStatus.PLANNED)) {
            insert(workspace, PortfolioSamples.aSession(novel, null, status, monday, 60));
        }
        insert(workspace, PortfolioSamples.aSession(novel, null, ProgressStatus.DONE, monday.plusDays(7), 60));
        insert(workspace, PortfolioSamples.aSession(house, null, ProgressStatus.CANCELLED, monday.plusDays(6), 60));

        assertThat(count(workspace, WeekKey.of(monday), Set.of(novel, house))).isEqualTo(Map.of(
                novel, Map.of(ProgressStatus.DONE, 2, ProgressStatus.PLANNED, 1), house, Map.of(ProgressStatus.CANCELLED, 1)));
        assertThat(count(workspace, WeekKey.of(monday).plusWeeks(1), Set.of(novel, house)))
                .isEqualTo(Map.of(novel, Map.of(ProgressStatus.DONE, 1)));
        assertThat(count(workspace, WeekKey.of(monday), Set.of())).isEmpty();
        assertThat(count(database().newWorkspace(), WeekKey.of(monday), Set.of(novel))).isEmpty();
    }

    private Map<Id<Project>, Map<ProgressStatus, Integer>> count(Id<Workspace> workspace, WeekKey week, Set<Id<Project>> projects) {
        return database().read(workspace, stores -> stores.of(SessionStore.class).countByStatus(week, projects));
    }

    @Test
    default void plannedMinutesAreSummedByMilestone() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        Id<Milestone> milestone = PortfolioSamples.milestone(database(), workspace, project).id();
        Id<Milestone> none = PortfolioSamples.milestone(database(), workspace, project).id();
        insert(workspace, PortfolioSamples.aSession(project, milestone, ProgressStatus.PLANNED, PortfolioSamples.LEAP_DAY, 60));
        insert(workspace, PortfolioSamples.aSession(project, milestone, ProgressStatus.CANCELLED, PortfolioSamples.LEAP_DAY, 45));
        insert(workspace, PortfolioSamples.aSession(project, null, ProgressStatus.PLANNED, PortfolioSamples.LEAP_DAY, 15));

        Map<Id<Milestone>, Integer> minutes =
                database().read(workspace, stores -> stores.of(SessionStore.class).minutesByMilestone(Set.of(milestone, none)));
        assertThat(minutes).isEqualTo(Map.of(milestone, 105));
    }

    @Test
    default void aMilestoneOfAnotherProjectIsRefused() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        Id<Milestone> foreign = PortfolioSamples.milestone(database(), workspace, PortfolioSamples.project(database(), workspace).id()).id();

        assertThatThrownBy(() -> insert(workspace,
                PortfolioSamples.aSession(project, foreign, ProgressStatus.PLANNED, PortfolioSamples.LEAP_DAY, 60)))
                .isInstanceOf(StoreException.Fault.class);
    }

    @Test
    default void aMilestoneThatSessionsHaveGoesOnlyOnceTheyAreEmptied() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Project> project = PortfolioSamples.project(database(), workspace).id();
        Milestone milestone = PortfolioSamples.milestone(database(), workspace, project);
        Session session = insert(workspace,
                PortfolioSamples.aSession(project, milestone.id(), ProgressStatus.PLANNED, PortfolioSamples.LEAP_DAY, 60));

        assertThatThrownBy(() -> database().write(workspace, stores -> stores.of(MilestoneStore.class).delete(milestone)))
                .isInstanceOf(StoreException.Fault.class);
        database().write(workspace, stores -> {
            stores.of(SessionStore.class).update(session, changed(session));
            stores.of(MilestoneStore.class).delete(milestone);
        });
        assertThat(find(workspace, session)).isPresent();
        assertThat(lookUp(workspace, stores -> stores.of(MilestoneStore.class).find(milestone.id()))).isEmpty();
    }

    @Test
    default void aProjectTakesItsMilestonesAndTheirSessionsWithIt() {
        Id<Workspace> workspace = database().newWorkspace();
        Project project = PortfolioSamples.project(database(), workspace);
        Milestone milestone = PortfolioSamples.milestone(database(), workspace, project.id());
        Session with = insert(workspace,
                PortfolioSamples.aSession(project.id(), milestone.id(), ProgressStatus.PLANNED, PortfolioSamples.LEAP_DAY, 60));
        Session without = insert(workspace, PortfolioSamples.aSession(project.id(), null, ProgressStatus.PLANNED, PortfolioSamples.LEAP_DAY, 60));
        Session other = insert(workspace);

        database().write(workspace, stores -> stores.of(ProjectStore.class).delete(project));

        assertThat(find(workspace, with)).isEmpty();
        assertThat(find(workspace, without)).isEmpty();
        assertThat(lookUp(workspace, stores -> stores.of(MilestoneStore.class).find(milestone.id()))).isEmpty();
        assertThat(find(workspace, other)).contains(other);
    }
}
