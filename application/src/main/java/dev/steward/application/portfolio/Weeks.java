package dev.steward.application.portfolio;

import dev.steward.application.Field;
import dev.steward.application.Query.Filter;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.WholeAnswer;
import dev.steward.application.portfolio.Scores.WeekScores;
import dev.steward.application.workspace.Settings;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ScoreColor;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.WeekBudget;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Weeks as a whole: the page that shows everything about one, and moving what was left undone to another. */
public final class Weeks {

    /** All that a client shows of one week. */
    public record WeekPage(WeekKey week, WeekBudget budget, List<Day> days, List<OfProject> projects, WeekScores scores,
            List<Milestone> milestonesDue, List<Milestone> milestonesOverdue, @Nullable WeeklyReview review) {
    }

    /** A day of the week with its sessions, in the order in which they were made. */
    public record Day(LocalDate date, List<Session> sessions) {
    }

    /** What a project has in the week. */
    public record OfProject(Project project, WeekBudget minutes, List<Session> sessions) {
    }

    /**
     * What was moved, or would be.
     *
     * @param leftArchived unfinished sessions that stay because their project is archived
     */
    public record CarryOver(WeekKey from, WeekKey to, boolean dryRun, List<Move> moves, int leftArchived) {
    }

    public record Move(Session session, LocalDate from, LocalDate to) {
    }

    private static final Field<WeekKey> WEEK_KEY = Field.of("week_key", PortfolioTypes.WEEK_KEY).example(new WeekKey(2026, 15));
    private static final TextRule LABEL = TextRule.required(100);

    private static final Shape<WeekBudget> BUDGET = Shape.<WeekBudget>of("week_budget")
            .output(PortfolioTypes.count("budget_minutes").doc("The setting weekly_budget_hours.").example(720), WeekBudget::budgetMinutes)
            .output(PortfolioTypes.count("planned_minutes").doc("Of sessions in planned, doing and done.").example(540), WeekBudget::plannedMinutes)
            .output(PortfolioTypes.count("done_minutes").example(180), WeekBudget::doneMinutes)
            .output(PortfolioTypes.count("remaining_minutes").doc("Budget not planned yet.").example(180), WeekBudget::remainingMinutes)
            .output(PortfolioTypes.count("over_minutes").doc("Planned beyond the budget.").example(0), WeekBudget::overMinutes)
            .build();
    private static final Shape<Day> DAY = Shape.<Day>of("week_day")
            .output(Field.date("date"), Day::date)
            .output(Field.of("sessions", Type.outputs(Sessions.SHAPE)), Day::sessions)
            .build();
    private static final Shape<OfProject> OF_PROJECT = Shape.<OfProject>of("week_project")
            .output(Field.<Project>id("project_id"), part -> part.project().id())
            .output(Field.text("name", Project.NAME), part -> part.project().details().name())
            .output(Field.of("slug", PortfolioTypes.SLUG), part -> part.project().details().slug())
            .output(PortfolioTypes.count("planned_minutes"), part -> part.minutes().plannedMinutes())
            .output(PortfolioTypes.count("done_minutes"), part -> part.minutes().doneMinutes())
            .output(Field.of("session_ids", Type.list(Type.<Session>id(), Integer.MAX_VALUE)), part -> part.sessions().stream().map(Session::id).toList())
            .build();
    private static final Shape<WeeklyReview> REVIEW = Shape.<WeeklyReview>of("week_review")
            .output(Field.<WeeklyReview>id("id"), WeeklyReview::id)
            .output(Field.word("status", WeeklyReview.Status.class), WeeklyReview::status)
            .output(Shape.whole("version"), WeeklyReview::version)
            .build();

    public static final Shape<WeekPage> SHAPE = Shape.<WeekPage>of("week")
            .output(WEEK_KEY, WeekPage::week)
            .output(Field.date("date_from").doc("Monday."), page -> page.week().monday())
            .output(Field.date("date_to").doc("Sunday."), page -> page.week().sunday())
            .output(Field.text("label", LABEL).doc("For people.").example("Apr 6 – Apr 12, 2026"), page -> page.week().label())
            .output(Field.of("budget", Type.output(BUDGET)), WeekPage::budget)
            .output(Field.of("days", Type.outputs(DAY)).doc("Seven, from Monday."), WeekPage::days)
            .output(Field.of("projects", Type.outputs(OF_PROJECT)).doc("Those with sessions in the week, by priority and name."), WeekPage::projects)
            .output(PortfolioTypes.score("portfolio_score"), page -> page.scores().portfolio().value())
            .output(Field.word("portfolio_status", ScoreColor.class), page -> page.scores().portfolio().color())
            .output(Field.of("scores", Type.outputs(Scores.VIEW)), page -> page.scores().scores())
            .output(Field.of("milestones_due", Type.outputs(Milestones.SHAPE)).doc("With a target date in the week, in any status."), WeekPage::milestonesDue)
            .output(Field.of("milestones_overdue", Type.outputs(Milestones.SHAPE)).doc("Open, with a target date before the week."), WeekPage::milestonesOverdue)
            .output(Field.of("review", Type.output(REVIEW)).optional().doc("Null while there is none."), WeekPage::review)
            .build();

    private static final Shape<Move> MOVE = Shape.<Move>of("carried_session")
            .output(Field.<Session>id("session_id"), move -> move.session().id())
            .output(Field.<Project>id("project_id"), move -> move.session().details().projectId())
            .output(Field.text("title", Session.TITLE), move -> move.session().details().title())
            .output(Field.word("status", ProgressStatus.class), move -> move.session().details().status())
            .output(Field.date("from"), Move::from)
            .output(Field.date("to"), Move::to)
            .build();

    public static final Shape<CarryOver> CARRIED = Shape.<CarryOver>of("carry_over_result")
            .output(Field.of("from", PortfolioTypes.WEEK_KEY), CarryOver::from)
            .output(Field.of("to", PortfolioTypes.WEEK_KEY), CarryOver::to)
            .output(Field.bool("dry_run"), CarryOver::dryRun)
            .output(Field.of("sessions", Type.outputs(MOVE)), CarryOver::moves)
            .output(PortfolioTypes.count("left_archived").doc("Unfinished sessions that stay because their project is archived."), CarryOver::leftArchived)
            .build();

    private static final Field<WeekKey> TO = Field.of("to", PortfolioTypes.WEEK_KEY).optional().doc("The next week when not given.")
            .example(new WeekKey(2026, 16));
    private static final Field<Boolean> DRY_RUN = Field.bool("dry_run").orElse(false).doc("Only tell what would be moved.");

    /** The body of {@link #carryOver}. */
    public static final Shape<Void> CARRY_OVER = Shape.<Void>of("carry_over").input(TO, none -> null).input(DRY_RUN, none -> null).build();

    private final Projects projects;
    private final Sessions sessions;
    private final Milestones milestones;
    private final Scores scores;
    private final Reviews reviews;
    private final Settings settings;

    public Weeks(Projects projects, Sessions sessions, Milestones milestones, Scores scores, Reviews reviews, Settings settings) {
        this.projects = projects;
        this.sessions = sessions;
        this.milestones = milestones;
        this.scores = scores;
        this.reviews = reviews;
        this.settings = settings;
    }

    /**
     * The week that a path names: a week key, or {@code current} for that of today.
     *
     * @throws InvalidException {@code invalid_parameter}
     */
    public static WeekKey named(UnitOfWork unit, String key) {
        if (key.equals("current")) {
            return WeekKey.of(unit.today());
        }
        try {
            return WeekKey.parse("week_key", key);
        } catch (InvalidException e) {
            throw new InvalidException(ErrorCode.INVALID_PARAMETER, e.violations());
        }
    }

    /**
     * The page of a week. Nothing is written: scores nobody stored are computed, a review nobody began is null. Call it in a snapshot.
     *
     * @throws RefusedException {@code answer_too_large}
     */
    public WeekPage week(UnitOfWork unit, WeekKey week) {
        WholeAnswer answer = new WholeAnswer("GET /api/v1/sessions?week_key=" + week + " and GET /api/v1/milestones?target_date_to=" + week.sunday());
        List<Session> ofWeek = sessions.whole(unit, answer, Sessions.ofWeek(week));
        List<Milestone> due = milestones.whole(unit, answer, Filter.from("target_date", week.monday()), Filter.to("target_date", week.sunday()));
        List<Milestone> overdue = milestones.openUntil(unit, answer, week.monday().minusDays(1));
        Set<Id<Project>> involved = new HashSet<>();
        ofWeek.forEach(session -> involved.add(session.details().projectId()));
        due.forEach(milestone -> involved.add(milestone.details().projectId()));
        overdue.forEach(milestone -> involved.add(milestone.details().projectId()));
        Function<Id<Project>, Project> byId = projects.byId(unit, involved);

        int budget = settings.weeklyBudgetMinutes(unit);
        List<Day> days = IntStream.range(0, 7).mapToObj(week.monday()::plusDays)
                .map(date -> new Day(date, ofWeek.stream().filter(session -> session.details().scheduledDate().equals(date)).toList())).toList();
        return new WeekPage(week, WeekBudget.of(budget, ofWeek), days, parts(ofWeek, byId, budget), scores.week(unit, week),
                ofOpenProjects(due, byId), ofOpenProjects(overdue, byId), reviews.find(unit, week).orElse(null));
    }

    public Json.Obj render(WeekPage page) {
        return SHAPE.render(page);
    }

    /**
     * Moves what is unfinished in {@code from} (backlog, planned and doing) to the same weekday of the body's week. Each move records
     * {@code session.rescheduled}; sessions of archived projects stay.
     *
     * @throws InvalidException {@code same_week}
     */
    public CarryOver carryOver(UnitOfWork unit, WeekKey from, Values values) {
        WeekKey given = values.orNull(TO);
        WeekKey to = given == null ? from.plusWeeks(1) : given;
        Violations.check().rule(!to.equals(from), "to", "same_week", "The sessions are in " + from + " already; name another week.").done();
        boolean dryRun = values.get(DRY_RUN);
        List<Session> unfinished = sessions.outlines(unit, Sessions.ofWeek(from), PortfolioTypes.OPEN);
        Function<Id<Project>, Project> byId = projects.byId(unit, unfinished.stream().map(session -> session.details().projectId()).collect(Collectors.toSet()));
        List<Move> moves = new ArrayList<>();
        int leftArchived = 0;
        for (Session session : byDate(unfinished)) {
            if (byId.apply(session.details().projectId()).isArchived()) {
                leftArchived++;
                continue;
            }
            LocalDate date = session.details().scheduledDate();
            LocalDate target = to.monday().plusDays(date.getDayOfWeek().getValue() - 1L);
            moves.add(new Move(dryRun ? session : sessions.reschedule(unit, session, target), date, target));
        }
        return new CarryOver(from, to, dryRun, moves, leftArchived);
    }

    private static List<OfProject> parts(List<Session> ofWeek, Function<Id<Project>, Project> byId, int budget) {
        Map<Id<Project>, List<Session>> parts = ofWeek.stream().collect(Collectors.groupingBy(session -> session.details().projectId()));
        return parts.entrySet().stream()
                .map(part -> new OfProject(byId.apply(part.getKey()), WeekBudget.of(budget, part.getValue()), byDate(part.getValue())))
                .sorted(Comparator.comparing(OfProject::project, Projects.BY_PRIORITY))
                .toList();
    }

    private static List<Session> byDate(List<Session> sessions) {
        return sessions.stream().sorted(Comparator.comparing((Session session) -> session.details().scheduledDate()).thenComparing(Session::id)).toList();
    }

    private static List<Milestone> ofOpenProjects(List<Milestone> milestones, Function<Id<Project>, Project> byId) {
        return milestones.stream().filter(milestone -> !byId.apply(milestone.details().projectId()).isArchived())
                .sorted(Comparator.comparing((Milestone milestone) -> milestone.details().targetDate()).thenComparing(Milestone::id)).toList();
    }
}
