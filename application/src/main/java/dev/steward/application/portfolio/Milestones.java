package dev.steward.application.portfolio;

import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.Resource;
import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.WholeAnswer;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Project;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Milestones of projects. Deleting one with cascade keeps its sessions and empties their {@code milestone_id}. */
public final class Milestones extends Resource<Milestone> {

    private static final Field<ProjectReference> PROJECT_ID = ProjectReference.field();
    private static final Field<String> DESCRIPTION = Field.text("description", Milestone.DESCRIPTION).mandatory()
            .doc("The outcome.").example("The first draft is read by three people");
    private static final Field<ProgressStatus> STATUS = Field.word("status", ProgressStatus.class).orElse(ProgressStatus.BACKLOG).filter();
    private static final Field<LocalDate> TARGET_DATE = Field.date("target_date").optional().filter().sort().example(LocalDate.of(2026, 6, 30));
    private static final Field<Integer> SORT_ORDER = Field.integer("sort_order", PortfolioTypes.SORT_ORDER).orElse(0).sort();
    private static final Field<String> NOTES = Field.text("notes", Milestone.NOTES).orElse("");
    private static final Field<LocalDate> COMPLETED_DATE = Field.date("completed_date").optional().filter().sort()
            .doc("The day it became done; null while it is not, and where an import did not say.");
    private static final Field<Integer> MINUTES = PortfolioTypes.count("minutes")
            .doc("Planned minutes of its sessions, cancelled ones too.").example(270);

    public static final Shape<Milestone> SHAPE = Shape.<Milestone>ofEntity("milestone")
            .input(PROJECT_ID, milestone -> ProjectReference.to(milestone.details().projectId()))
            .input(DESCRIPTION, milestone -> milestone.details().description())
            .input(STATUS, milestone -> milestone.details().status())
            .input(TARGET_DATE, milestone -> milestone.details().targetDate())
            .input(SORT_ORDER, milestone -> milestone.details().sortOrder())
            .input(NOTES, milestone -> milestone.details().notes())
            .output(COMPLETED_DATE, Milestone::completedDate)
            .extra(MINUTES)
            .searchable()
            .build();

    /** Of those that have a date. */
    static final List<Order> BY_DATE = List.of(new Order("target_date", false, false), new Order("id", false, false));

    private final Projects projects;
    private final Sessions sessions;

    public Milestones(Projects projects, Sessions sessions) {
        super(SHAPE, MilestoneStore.class);
        this.projects = projects;
        this.sessions = sessions;
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("sort_order", false, false));
    }

    @Override
    protected @Nullable UUID projectOf(Milestone milestone) {
        return milestone.details().projectId().value();
    }

    @Override
    protected Query resolve(UnitOfWork unit, Query query) {
        return projects.withIds(unit, query);
    }

    @Override
    public List<Json.Obj> render(UnitOfWork unit, List<Milestone> milestones) {
        Map<Id<Milestone>, Integer> minutes = minutes(unit, milestones.stream().map(Milestone::id).collect(Collectors.toSet()));
        return milestones.stream()
                .map(milestone -> SHAPE.render(milestone).with(MINUTES.name(), Json.of(minutes.getOrDefault(milestone.id(), 0))))
                .toList();
    }

    /** Planned minutes of each milestone's sessions, cancelled ones too; absent without sessions. */
    public Map<Id<Milestone>, Integer> minutes(UnitOfWork unit, Set<Id<Milestone>> milestones) {
        return milestones.isEmpty() ? Map.of() : unit.store(SessionStore.class).minutesByMilestone(milestones);
    }

    @Override
    protected void requireOpen(UnitOfWork unit, Milestone milestone) {
        projects.get(unit, milestone.details().projectId()).requireOpen();
    }

    @Override
    protected Milestone make(UnitOfWork unit, Meta<Milestone> meta, Values values) {
        return Milestone.create(meta, details(unit, values), unit.today());
    }

    @Override
    protected Milestone revise(UnitOfWork unit, Milestone current, Values values) {
        return current.revise(unit.now(), details(unit, values), unit.today());
    }

    @Override
    protected Map<String, Long> dependents(UnitOfWork unit, Milestone milestone) {
        return Map.of("sessions", unit.store(SessionStore.class).count(Query.where("milestone_id", 1, milestone.id().value())));
    }

    @Override
    protected void beforeDelete(UnitOfWork unit, Milestone milestone) {
        sessions.outlines(unit, Filter.in("milestone_id", milestone.id().value()))
                .forEach(session -> sessions.save(unit, session, session.withoutMilestone(unit.now()), "updated"));
    }

    /**
     * Those that are neither done nor cancelled and were to be reached on that day or before, oldest first. Each status by itself, by date: so an
     * index has just these, while all together, by id, both databases would rather go through everything there is.
     */
    List<Milestone> openUntil(UnitOfWork unit, WholeAnswer answer, LocalDate day) {
        return openUntil(day, filters -> whole(unit, answer, BY_DATE, filters));
    }

    List<Milestone> outlinesOpenUntil(UnitOfWork unit, LocalDate day) {
        return openUntil(day, filters -> outlines(unit, BY_DATE, filters));
    }

    private static List<Milestone> openUntil(LocalDate day, Function<Filter[], List<Milestone>> read) {
        return Arrays.stream(ProgressStatus.values()).filter(ProgressStatus::isOpen)
                .flatMap(status -> read.apply(new Filter[] {Filter.in("status", status.word()), Filter.to("target_date", day)}).stream())
                .sorted(Comparator.comparing(Milestone::id)).toList();
    }

    private Milestone.Details details(UnitOfWork unit, Values values) {
        Project project = projects.referred(unit, values.get(PROJECT_ID));
        project.requireOpen();
        return new Milestone.Details(project.id(), values.get(DESCRIPTION), values.get(STATUS), values.orNull(TARGET_DATE),
                values.get(SORT_ORDER), values.get(NOTES));
    }
}
