package dev.steward.application.portfolio;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.Store;
import dev.steward.application.Stores;
import dev.steward.application.TestDatabase;
import dev.steward.application.workspace.AnswerStore;
import dev.steward.application.workspace.EventStore;
import dev.steward.application.workspace.OriginStore;
import dev.steward.application.workspace.RecurringJobStore;
import dev.steward.application.workspace.SettingStore;
import dev.steward.application.workspace.TokenStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Area;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.Organization;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.ProjectScore;
import dev.steward.domain.portfolio.ScoreFormula;
import dev.steward.domain.portfolio.ScoreInputs;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.portfolio.Tag;
import dev.steward.domain.portfolio.WeekKey;
import dev.steward.domain.portfolio.WeeklyReview;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.ApiToken;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Origin;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Setting;
import dev.steward.domain.workspace.StoredAnswer;
import dev.steward.domain.workspace.Workspace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is asked of the portfolio and of the workspace around it, and which index answers it on every database. Each index starts with the workspace, so this is
 * what keeps lists as fast as they are long, whatever is stored.
 */
public final class PortfolioPlans {

    private static final int PORTION = 500;
    private static final int PROJECTS_WITH_CHILDREN = 50;
    private static final LocalDate MONDAY = LocalDate.of(2026, 4, 6);
    private static final WeekKey WEEK = WeekKey.of(MONDAY);

    private final Id<Workspace> workspace;
    private final int rows;
    private final List<Area> areas = new ArrayList<>();
    private final List<Organization> organizations = new ArrayList<>();
    private final List<Project> projects = new ArrayList<>();
    private final List<Milestone> milestones = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();

    /** One workspace with {@code rows} rows in each table. */
    public PortfolioPlans(TestDatabase database, int rows) {
        this.rows = rows;
        workspace = database.newWorkspace();
        fill(database, rows);
    }

    public Id<Workspace> workspace() {
        return workspace;
    }

    /**
     * @param index the name of the index, or of the key it belongs to; several with | between them when any will do
     * @param ordered whether the rows come in order out of the index; else a few are sorted
     */
    public record Asked(String what, Consumer<Stores> query, String index, boolean ordered) {
        @Override
        public String toString() {
            return what;
        }
    }

    public Stream<Asked> all() {
        Id<Project> projectId = projects.getFirst().id();
        Id<Milestone> milestoneId = milestones.get(1).id();
        Id<Tag> tagId = tags.getFirst().id();
        Order byId = up("id");
        Order[] byPriority = {up("priority"), up("name"), byId};
        Filter open = Filter.empty("archived_at");
        Filter project = Filter.in("project_id", projectId.value());
        Order[] byDay = {up("scheduled_date"), byId};
        Order[] byWeek = {down("week_start"), down("id")};
        Order[] byTarget = {new Order("target_date", false, true), byId};
        TagStore.Target target = new TagStore.Target("project", projectId.value());
        Filter week = Filter.in("week_key", WEEK.toString());
        return Stream.of(
                list("areas", AreaStore.class, "area_order_index", filtered(), up("sort_order"), up("name"), byId),
                list("organizations", OrganizationStore.class, "organization_name_unique", filtered(), up("name"), byId),
                list("projects", ProjectStore.class, "project_order_index", filtered(open), byPriority),
                asked("the next page of projects", stores -> stores.of(ProjectStore.class).list(new Query(List.of(open), List.of(byPriority), 50,
                        Optional.of(List.of(3, "name", projectId.value())))), "project_order_index", true),
                list("projects of a status", ProjectStore.class, "project_status_index", filtered(open, Filter.in("status", "active")), byPriority),
                list("projects of an area", ProjectStore.class, "project_area_id_index", filtered(open, Filter.in("area_id", areas.getFirst().id().value())), byPriority),
                list("projects of an organization", ProjectStore.class, "project_organization_id_index",
                        filtered(open, Filter.in("organization_id", organizations.getFirst().id().value())), byPriority),
                asked("a project by slug", stores -> stores.of(ProjectStore.class).findBySlug(new Slug("a")), "project_slug_unique", true),
                asked("taken slugs", stores -> stores.of(ProjectStore.class).takenSlugs(new Slug("a")), "project_slug_unique", true),
                list("repositories of a project", CodeRepositoryStore.class, "project_repository_project_id_index", filtered(project), byId),
                asked("the primary repository", stores -> stores.of(CodeRepositoryStore.class).primaryOf(projectId),
                        "project_repository_project_id_index", true),
                list("milestones of a project", MilestoneStore.class, "milestone_project_id_index", filtered(project), up("sort_order"), byId),
                list("milestones by target date", MilestoneStore.class, "milestone_target_date_index", filtered(), byTarget),
                list("milestones due in a week", MilestoneStore.class, "milestone_target_date_index",
                        filtered(Filter.from("target_date", MONDAY), Filter.to("target_date", MONDAY.plusDays(6))), byTarget),
                list("milestones of a status", MilestoneStore.class, "milestone_status_index", filtered(Filter.in("status", "doing")), byTarget),
                asked("open milestones until a day", stores -> stores.of(MilestoneStore.class).list(new Query(
                        filtered(Filter.in("status", "doing"), Filter.to("target_date", MONDAY)), Milestones.BY_DATE, 500, Optional.empty())), "milestone_status_index", true),
                asked("milestones counted", stores -> stores.of(MilestoneStore.class).countByStatus(Set.of(projectId)),
                        "milestone_count_index", false),
                list("sessions by day", SessionStore.class, "session_scheduled_date_index", filtered(), byDay),
                list("sessions of a project", SessionStore.class, "session_project_id_index", filtered(project), byDay),
                list("sessions of a project from a day on", SessionStore.class, "session_project_id_index",
                        filtered(project, Filter.from("scheduled_date", MONDAY)), byDay),
                list("sessions of a week", SessionStore.class, "session_scheduled_date_index", filtered(week), byDay),
                list("sessions of a milestone", SessionStore.class, "session_milestone_id_index", filtered(Filter.in("milestone_id", milestoneId.value())), byDay),
                list("sessions of a status", SessionStore.class, "session_status_index", filtered(Filter.in("status", "doing")), byDay),
                asked("sessions counted", stores -> stores.of(SessionStore.class).countByStatus(WEEK, Set.of(projectId)),
                        "session_project_id_index", false),
                asked("minutes of a milestone", stores -> stores.of(SessionStore.class).minutesByMilestone(Set.of(milestoneId)),
                        "session_milestone_id_index", false),
                every("sessions of a project", SessionStore.class, "session_project_id_index", project),
                every("sessions of a week", SessionStore.class, "session_scheduled_date_index", week),
                every("open sessions of a week", SessionStore.class, "session_status_index|session_scheduled_date_index", week, PortfolioTypes.OPEN),
                every("sessions of two weeks", SessionStore.class, "session_scheduled_date_index", Filter.in("week_key", WEEK.toString(), WEEK.plusWeeks(1).toString())),
                every("sessions of a milestone", SessionStore.class, "session_milestone_id_index", Filter.in("milestone_id", milestoneId.value())),
                every("sessions of seven days", SessionStore.class, "session_scheduled_date_index",
                        Filter.from("scheduled_date", MONDAY), Filter.to("scheduled_date", MONDAY.plusDays(6))),
                every("open sessions of seven days", SessionStore.class, "session_status_index|session_scheduled_date_index",
                        Filter.from("scheduled_date", MONDAY), Filter.to("scheduled_date", MONDAY.plusDays(6)), PortfolioTypes.OPEN),
                every("scores of a project in weeks", ProjectScoreStore.class,
                        "project_score_week_key_unique|project_score_week_key_index|project_score_project_id_index",
                        project, Filter.in("week_key", WEEK.toString(), WEEK.plusWeeks(1).toString())),
                every("milestones of a project", MilestoneStore.class, "milestone_project_id_unique|milestone_project_id_index|milestone_count_index",
                        project),
                every("milestones due in seven days", MilestoneStore.class, "milestone_target_date_index",
                        Filter.from("target_date", MONDAY), Filter.to("target_date", MONDAY.plusDays(6))),
                every("milestones done in seven days", MilestoneStore.class, "milestone_completed_date_index",
                        Filter.from("completed_date", MONDAY), Filter.to("completed_date", MONDAY.plusDays(6))),
                every("projects of an area", ProjectStore.class, "project_area_id_index", Filter.in("area_id", areas.getFirst().id().value())),
                every("projects of an organization", ProjectStore.class, "project_organization_id_index",
                        Filter.in("organization_id", organizations.getFirst().id().value())),
                list("scores by week", ProjectScoreStore.class, "project_score_week_start_index", filtered(), byWeek),
                list("scores of a project", ProjectScoreStore.class, "project_score_project_id_index", filtered(project), byWeek),
                list("scores of a week", ProjectScoreStore.class, "project_score_week_key_index",
                        filtered(week), byId),
                asked("a score", stores -> stores.of(ProjectScoreStore.class).find(projectId, WEEK), "project_score_week_key_unique", true),
                list("reviews by week", WeeklyReviewStore.class, "weekly_review_week_start_index", filtered(), byWeek),
                asked("a review", stores -> stores.of(WeeklyReviewStore.class).findByWeek(WEEK), "weekly_review_week_key_unique", true),
                list("tags", TagStore.class, "tag_key_unique", filtered(), up("key"), byId),
                asked("a tag", stores -> stores.of(TagStore.class).findByKey("java"), "tag_key_unique", true),
                asked("tags of a thing", stores -> stores.of(TagStore.class).of(target), "tag_link_entity_index", false),
                asked("things of a tag", stores -> stores.of(TagStore.class).targets(tagId, Optional.of(target), 50), "tag_link_pk", true),
                asked("uses of a tag", stores -> stores.of(TagStore.class).uses(Set.of(tagId)), "tag_link_pk", false),
                asked("when a job was done", stores -> stores.of(RecurringJobStore.class).doneAt("a"), "recurring_job_pk", true),
                asked("events after one", stores -> stores.of(EventStore.class).after(7, EventStore.Filter.NONE, 50), "event_pk", true),
                asked("events before one", stores -> stores.of(EventStore.class).before(rows - 7, EventStore.Filter.NONE, 50), "event_pk", true),
                asked("events of a project", stores -> stores.of(EventStore.class).after(7, new EventStore.Filter(Set.of(), projectId.value(), null), 50),
                        "event_project_index", true),
                asked("newest events of a project", stores -> stores.of(EventStore.class).before(rows - 7, new EventStore.Filter(Set.of(), projectId.value(), null), 50),
                        "event_project_index", true),
                asked("events of a type", stores -> stores.of(EventStore.class).before(rows - 7, new EventStore.Filter(Set.of("type.7"), null, null), 50),
                        "event_type_index", true),
                asked("the first event kept", stores -> stores.of(EventStore.class).firstKept(), "event_pk", true),
                asked("a token by its hash", stores -> stores.of(TokenStore.class).findByHash("hash 7"), "api_token_secret_hash_unique", true),
                asked("a setting", stores -> stores.of(SettingStore.class).findByKey("setting-7"), "setting_key_unique", true),
                asked("a stored answer", stores -> stores.of(AnswerStore.class).find("key 7"), "stored_answer_pk", true),
                asked("an origin", stores -> stores.of(OriginStore.class).find(new Origin.Source("s", "i", "t", "k")), "origin_pk", true),
                asked("origins of an instance", stores -> stores.of(OriginStore.class).ofInstance("s", "i"), "origin_pk", true));
    }

    private static <S extends Store<?>> Asked list(String what, Class<S> port, String index, List<Filter> filters, Order... order) {
        return asked(what, stores -> stores.of(port).list(new Query(filters, List.of(order), 50, Optional.empty())), index, true);
    }

    /** What use cases read as a whole: by id, so that the few that match are sorted rather than all gone through. */
    private static <S extends Store<?>> Asked every(String what, Class<S> port, String index, Filter... filters) {
        return asked("every one of the " + what, stores -> stores.of(port).list(new Query(List.of(filters), List.of(up("id")), 200, Optional.empty())),
                index, false);
    }

    private static Asked asked(String what, Consumer<Stores> query, String index, boolean ordered) {
        return new Asked(what, query, index, ordered);
    }

    private static List<Filter> filtered(Filter... filters) {
        return List.of(filters);
    }

    private static Order up(String field) {
        return new Order(field, false, false);
    }

    private static Order down(String field) {
        return new Order(field, true, false);
    }

    private void fill(TestDatabase database, int rows) {
        ProgressStatus[] statuses = ProgressStatus.values();
        IntFunction<Id<Project>> owner = n -> projects.get(n % PROJECTS_WITH_CHILDREN).id();
        fill(database, rows, AreaStore.class, areas, n -> PortfolioSamples.anArea("area " + n, new Slug("area-" + n), n % 10));
        fill(database, rows, OrganizationStore.class, organizations, n -> Organization.create(PortfolioSamples.meta(),
                new Organization.Details("organization " + n, "", Organization.Type.CLIENT, "", "")));
        fill(database, rows, ProjectStore.class, projects, n -> PortfolioSamples.aProject("project " + n, new Slug("project-" + n), n % 5 + 1,
                Project.Status.values()[n / 5 % 5], areas.get(n % 50).id(), organizations.get(n % 50).id()));
        fill(database, rows, CodeRepositoryStore.class, new ArrayList<>(), n -> CodeRepository.create(PortfolioSamples.meta(),
                new CodeRepository.Details("", "main", "/home/" + n, n < PROJECTS_WITH_CHILDREN), owner.apply(n)));
        fill(database, rows, MilestoneStore.class, milestones, n -> PortfolioSamples.aMilestone(owner.apply(n), statuses[n % statuses.length],
                n % 3 == 0 ? null : MONDAY.plusDays(n % 500), n % 7));
        fill(database, rows, SessionStore.class, new ArrayList<>(), n -> PortfolioSamples.aSession(milestones.get(n).details().projectId(),
                n % 2 == 0 ? null : milestones.get(n).id(), statuses[n % statuses.length], MONDAY.plusDays(n % 500), 60));
        fill(database, rows, ProjectScoreStore.class, new ArrayList<>(), n -> ProjectScore.create(PortfolioSamples.meta(), owner.apply(n),
                WEEK.plusWeeks(n / PROJECTS_WITH_CHILDREN), ScoreFormula.DEFAULT, new ScoreInputs(1, n % 2, 0, 0)));
        fill(database, rows, WeeklyReviewStore.class, new ArrayList<>(), n -> WeeklyReview.create(PortfolioSamples.meta(), WEEK.plusWeeks(n)));
        fill(database, rows, TagStore.class, tags, n -> Tag.create(PortfolioSamples.meta(), new Tag.Details("tag " + n)));
        fill(database, rows, TokenStore.class, new ArrayList<>(), n -> new ApiToken(PortfolioSamples.meta(),
                new ApiToken.Details("token " + n, Set.of(Scope.READ), null), "hash " + n, null, null));
        fill(database, rows, SettingStore.class, new ArrayList<>(), n -> new Setting(PortfolioSamples.meta(), "setting-" + n, Json.EMPTY));
        for (int from = 0; from < rows; from += PORTION) {
            int start = from;
            database.write(workspace, stores -> {
                stores.of(EventStore.class).append(IntStream.range(start, start + PORTION).mapToObj(n -> new Event(0, TestDatabase.now(), Actor.SYSTEM, "type." + n % 50,
                        "session", TestDatabase.newId(), owner.apply(n).value(), null, Json.EMPTY, "")).toList());
                for (int n = start; n < start + PORTION; n++) {
                    stores.of(AnswerStore.class).put(new StoredAnswer("key " + n, "hash", 201, "", "", TestDatabase.now()));
                }
                for (int n = start; n < start + PORTION; n++) {
                    stores.of(TagStore.class).link(tags.get(n % 20).id(), new TagStore.Target("project", projects.get(n % rows).id().value()));
                    stores.of(RecurringJobStore.class).done("job " + n, TestDatabase.now());
                    stores.of(OriginStore.class).put(new Origin(new Origin.Source("portfolio-manager", "i" + n % 3, "projects", "k" + n), "project",
                            null, Json.EMPTY, "", TestDatabase.newId(), TestDatabase.now()));
                }
            });
        }
    }

    private <E extends Entity<E>> void fill(
            TestDatabase database, int rows, Class<? extends Store<E>> port, List<E> made, IntFunction<E> maker) {
        for (int from = 0; from < rows; from += PORTION) {
            List<E> portion = IntStream.range(from, Math.min(rows, from + PORTION)).mapToObj(maker).toList();
            database.write(workspace, stores -> stores.of(port).insertAll(portion));
            made.addAll(portion);
        }
    }
}
