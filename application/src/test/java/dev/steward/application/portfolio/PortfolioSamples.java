package dev.steward.application.portfolio;

import dev.steward.application.TestDatabase;
import dev.steward.domain.Entity;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Area;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.Organization;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Valid things of the portfolio, and what they refer to. */
public final class PortfolioSamples {

    static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
    /** A night in which clocks go forward, and one of a leap year. */
    static final LocalDate CHANGE_OF_TIME = LocalDate.of(2026, 3, 8);
    static final LocalDate LEAP_DAY = LocalDate.of(2024, 2, 29);
    public static final Instant LATE = Instant.parse("9999-12-31T23:59:59.999Z");
    public static final Instant EARLY = Instant.parse("1583-01-01T00:00:00.001Z");
    public static final String FOREIGN = "größere 笔记 🎈 ẞ %_!'\"\\ \u0001";

    private PortfolioSamples() {
    }

    public static <E> Meta<E> meta() {
        return Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now());
    }

    /** {@code length} code points, most of which take two characters and four bytes. */
    public static String text(int length) {
        return "笔 ".repeat(length / 20) + "🎈".repeat(length - 2 * (length / 20));
    }

    public static Project project(TestDatabase database, Id<Workspace> workspace) {
        Project project = aProject("project", 3, null, null);
        database.write(workspace, stores -> stores.of(ProjectStore.class).insert(project));
        return project;
    }

    static Project aProject(String name, int priority, @Nullable Id<Area> area, @Nullable Id<Organization> organization) {
        return aProject(name, new Slug("p-" + TestDatabase.newId()), priority, area, organization);
    }

    static Project aProject(String name, Slug slug, int priority, @Nullable Id<Area> area, @Nullable Id<Organization> organization) {
        return aProject(name, slug, priority, Project.Status.ACTIVE, area, organization);
    }

    static Project aProject(String name, Slug slug, int priority, Project.Status status, @Nullable Id<Area> area,
            @Nullable Id<Organization> organization) {
        return Project.create(meta(), new Project.Details(name, slug, status, null, null, priority, false, area, organization,
                "", Project.DEFAULT_REVIEW_CADENCE, null, null, null, "", "", "", Project.Brief.EMPTY, null, null, ""));
    }

    static Area anArea(String name, Slug slug, int sortOrder) {
        return Area.create(meta(), new Area.Details(name, "software", slug, "", "", "", true, sortOrder, Json.EMPTY));
    }

    static Area area(TestDatabase database, Id<Workspace> workspace) {
        Area area = anArea("area", new Slug("a-" + TestDatabase.newId()), 0);
        database.write(workspace, stores -> stores.of(AreaStore.class).insert(area));
        return area;
    }

    static Organization organization(TestDatabase database, Id<Workspace> workspace) {
        Organization organization = Organization.create(meta(),
                new Organization.Details("o " + TestDatabase.newId(), "", Organization.Type.HOST, "", ""));
        database.write(workspace, stores -> stores.of(OrganizationStore.class).insert(organization));
        return organization;
    }

    static Milestone milestone(TestDatabase database, Id<Workspace> workspace, Id<Project> project) {
        Milestone milestone = aMilestone(project, ProgressStatus.BACKLOG, null, 0);
        database.write(workspace, stores -> stores.of(MilestoneStore.class).insert(milestone));
        return milestone;
    }

    static Milestone aMilestone(Id<Project> project, ProgressStatus status, @Nullable LocalDate targetDate, int sortOrder) {
        return Milestone.create(meta(), new Milestone.Details(project, "Three people have read it", status, targetDate, sortOrder, ""),
                CHANGE_OF_TIME);
    }

    static Session aSession(Id<Project> project, LocalDate date, String notes, String body) {
        return Session.create(meta(), new Session.Details(Session.Kind.CAPTURED, project, null, "Read", "", notes, "", date, 60, null,
                ProgressStatus.PLANNED, List.of(), body));
    }

    static Session aSession(Id<Project> project, @Nullable Id<Milestone> milestone, ProgressStatus status, LocalDate date, int minutes) {
        return Session.create(meta(), new Session.Details(Session.Kind.PLANNED, project, milestone, "Read", "", "", "", date, minutes, null,
                status, List.of(), ""));
    }
}
