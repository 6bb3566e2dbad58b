package dev.steward.application.portfolio;

import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.References;
import dev.steward.application.Resource;
import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.workspace.Settings;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.portfolio.FileChange;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.portfolio.WeekKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sessions: blocks of work on one day. The named steps record {@code session.started}, {@code session.completed},
 * {@code session.reopened} and {@code session.rescheduled}; a patch that changes status or date records {@code session.updated} with
 * the same changes. A step that changes nothing records nothing.
 */
public final class Sessions extends Resource<Session> {

    private static final Field<Session.Kind> KIND = Field.word("kind", Session.Kind.class).orElse(Session.Kind.PLANNED).filter()
            .doc("Planned beforehand, or captured afterwards.");
    private static final Field<ProjectReference> PROJECT_ID = ProjectReference.field();
    private static final Field<Id<Milestone>> MILESTONE_ID = Field.<Milestone>id("milestone_id").optional().filter()
            .doc("A milestone of the same project.");
    private static final Field<String> TITLE = Field.text("title", Session.TITLE).orElse("").example("Chapter 3");
    private static final Field<String> DESCRIPTION = Field.text("description", Session.DESCRIPTION).orElse("");
    private static final Field<String> NOTES = Field.text("notes", Session.NOTES).orElse("");
    private static final Field<String> SUMMARY = Field.text("summary", Session.SUMMARY).orElse("");
    private static final Field<LocalDate> SCHEDULED_DATE = Field.date("scheduled_date").mandatory().filter().sort().example(LocalDate.of(2026, 4, 7));
    private static final Field<Integer> DURATION_MINUTES = Field.integer("duration_minutes", Session.DURATION_MINUTES)
            .doc("As planned; the setting default_session_minutes when not given.").example(Session.DEFAULT_DURATION_MINUTES);
    private static final Field<Integer> ACTUAL_MINUTES = Field.integer("actual_minutes", Session.ACTUAL_MINUTES).optional()
            .doc("As it turned out; null when nobody measured.");
    private static final Field<ProgressStatus> STATUS = Field.word("status", ProgressStatus.class).orElse(ProgressStatus.BACKLOG).filter()
            .doc("What is done or cancelled is opened again before it becomes the other.").example(ProgressStatus.PLANNED);
    private static final Field<List<FileChange>> FILES_CHANGED = FileChanges.field(Session.MAX_FILES_CHANGED).orElse(List.of());
    private static final Field<String> BODY = Field.text("body", Session.BODY).orElse("").doc("Markdown of a captured session.");
    private static final Field<WeekKey> WEEK_KEY = Field.of("week_key", PortfolioTypes.WEEK_KEY).filter()
            .doc("The week of scheduled_date.").example(new WeekKey(2026, 15));
    private static final Field<Instant> COMPLETED_AT = Field.instant("completed_at").optional().filter().sort()
            .doc("When it became done, null while it is not.");

    public static final Shape<Session> SHAPE = Shape.<Session>ofEntity("session")
            .input(KIND, session -> session.details().kind())
            .input(PROJECT_ID, session -> ProjectReference.to(session.details().projectId()))
            .input(MILESTONE_ID, session -> session.details().milestoneId())
            .input(TITLE, session -> session.details().title())
            .input(DESCRIPTION, session -> session.details().description())
            .input(NOTES, session -> session.details().notes())
            .input(SUMMARY, session -> session.details().summary())
            .input(SCHEDULED_DATE, session -> session.details().scheduledDate())
            .input(DURATION_MINUTES, session -> session.details().durationMinutes())
            .input(ACTUAL_MINUTES, session -> session.details().actualMinutes())
            .input(STATUS, session -> session.details().status())
            .input(FILES_CHANGED, session -> session.details().filesChanged())
            .input(BODY, session -> session.details().body())
            .output(WEEK_KEY, Session::weekKey)
            .output(COMPLETED_AT, Session::completedAt)
            .searchable()
            .build();

    private static final Field<String> NEW_NOTES = Field.text("notes", Session.NOTES).optional()
            .doc("Replace the session's notes; left out or null keeps them.").example("Reads well from page 40 on.");
    private static final Field<LocalDate> NEW_DATE = Field.date("scheduled_date").mandatory().example(LocalDate.of(2026, 4, 9));

    /** The body of {@link #complete(UnitOfWork, Session, Values)}. */
    public static final Shape<Void> COMPLETION = Shape.<Void>of("completion").input(NEW_NOTES, none -> null).build();
    /** The body of {@link #reschedule(UnitOfWork, Session, Values)}. */
    public static final Shape<Void> RESCHEDULING = Shape.<Void>of("rescheduling").input(NEW_DATE, none -> null).build();

    private final Projects projects;
    private final Settings settings;

    public Sessions(Projects projects, Settings settings) {
        super(SHAPE, SessionStore.class);
        this.projects = projects;
        this.settings = settings;
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("scheduled_date", false, false));
    }

    @Override
    protected @Nullable UUID projectOf(Session session) {
        return session.details().projectId().value();
    }

    @Override
    protected Query resolve(UnitOfWork unit, Query query) {
        return projects.withIds(unit, query);
    }

    @Override
    protected void requireOpen(UnitOfWork unit, Session session) {
        projects.get(unit, session.details().projectId()).requireOpen();
    }

    @Override
    protected Session make(UnitOfWork unit, Meta<Session> meta, Values values) {
        return Session.create(meta, details(unit, values));
    }

    @Override
    protected Session revise(UnitOfWork unit, Session current, Values values) {
        return current.revise(unit.now(), details(unit, values));
    }

    /** @throws RefusedException {@code invalid_transition}, {@code archived} */
    public Session start(UnitOfWork unit, Session session) {
        requireOpen(unit, session);
        return save(unit, session, session.start(unit.now()), "started");
    }

    /** @throws RefusedException {@code invalid_transition}, {@code archived} */
    public Session complete(UnitOfWork unit, Session session, Values values) {
        requireOpen(unit, session);
        String verb = session.details().status() == ProgressStatus.DONE ? "updated" : "completed";
        return save(unit, session, session.complete(unit.now(), values.orNull(NEW_NOTES)), verb);
    }

    /** @throws RefusedException {@code invalid_transition}, {@code archived} */
    public Session reopen(UnitOfWork unit, Session session) {
        requireOpen(unit, session);
        return save(unit, session, session.reopen(unit.now()), "reopened");
    }

    /** @throws RefusedException {@code archived} */
    public Session reschedule(UnitOfWork unit, Session session, Values values) {
        requireOpen(unit, session);
        return reschedule(unit, session, values.get(NEW_DATE));
    }

    /** For callers who know that the project is open. */
    Session reschedule(UnitOfWork unit, Session session, LocalDate date) {
        return save(unit, session, session.reschedule(unit.now(), date), "rescheduled");
    }

    static Filter ofWeek(WeekKey week) {
        return Filter.in("week_key", week.toString());
    }

    private Session.Details details(UnitOfWork unit, Values values) {
        References references = new References(unit);
        Project found = references.find("project_id", projects, values.get(PROJECT_ID).key());
        Milestone milestone = references.find("milestone_id", "milestone", MilestoneStore.class, values.orNull(MILESTONE_ID));
        references.rule(found == null || milestone == null || milestone.details().projectId().equals(found.id()), "milestone_id", "other_project",
                "The milestone belongs to another project; take one of the session's project, or none.");
        references.done();
        Project project = Objects.requireNonNull(found);
        project.requireOpen();
        Integer minutes = values.orNull(DURATION_MINUTES);
        return new Session.Details(values.get(KIND), project.id(), values.orNull(MILESTONE_ID), values.get(TITLE), values.get(DESCRIPTION),
                values.get(NOTES), values.get(SUMMARY), values.get(SCHEDULED_DATE), minutes == null ? settings.defaultSessionMinutes(unit) : minutes,
                values.orNull(ACTUAL_MINUTES), values.get(STATUS), values.get(FILES_CHANGED), values.get(BODY));
    }
}
