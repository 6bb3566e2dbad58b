package dev.steward.application.portfolio;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.References;
import dev.steward.application.Resource;
import dev.steward.application.Shape;
import dev.steward.application.Store;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.TagStore.Target;
import dev.steward.application.workspace.WorkspaceStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Violations;
import dev.steward.domain.portfolio.Area;
import dev.steward.domain.portfolio.Organization;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Projects. An archived one can be read, unarchived and deleted, nothing else: edits of it and everything that creates, changes or
 * deletes a part of it are refused with {@link ErrorCode#ARCHIVED}. Lists leave archived ones out unless {@code archived} says so.
 */
public final class Projects extends Resource<Project> {

    private static final Field<String> CUSTOMER_PERSONAS = Field.text("customer_personas", Project.Brief.TEXT).orElse("")
            .example("Readers of slow novels");
    private static final Field<String> TECH_STACK = Field.text("tech_stack", Project.Brief.TEXT).orElse("").example("Markdown, Pandoc");
    private static final Field<String> DEPLOYMENT = Field.text("deployment", Project.Brief.TEXT).orElse("").example("Print on demand");
    private static final Field<String> DESIGN_INSPIRATION = Field.text("design_inspiration", Project.Brief.TEXT).orElse("");
    private static final Shape<Project.Brief> BRIEF_SHAPE = Shape.<Project.Brief>of("brief")
            .input(CUSTOMER_PERSONAS, Project.Brief::customerPersonas)
            .input(TECH_STACK, Project.Brief::techStack)
            .input(DEPLOYMENT, Project.Brief::deployment)
            .input(DESIGN_INSPIRATION, Project.Brief::designInspiration)
            .build();

    private static final Field<String> NAME = Field.text("name", Project.NAME).mandatory().filter().sort().example("My Great Novel!");
    private static final Field<Slug> SLUG = Field.of("slug", PortfolioTypes.SLUG).filter().sort()
            .doc("Unique in the workspace, and taken wherever a project is named. Made from the name when none is given, then numbered"
                    + " when taken (-2); a new name keeps it.").example(new Slug("my-great-novel"));
    private static final Field<Project.Status> STATUS = Field.word("status", Project.Status.class).orElse(Project.Status.ACTIVE).filter().sort();
    private static final Field<Project.Classification> CLASSIFICATION =
            Field.word("classification", Project.Classification.class).optional().filter().example(Project.Classification.PERSONAL);
    private static final Field<Project.Tier> TIER = Field.word("tier", Project.Tier.class).optional().filter();
    private static final Field<Integer> PRIORITY = Field.integer("priority", Project.PRIORITY).orElse(Project.DEFAULT_PRIORITY).filter().sort()
            .doc("1 is the highest.").example(2);
    private static final Field<Boolean> IS_FAVORITE = Field.bool("is_favorite").orElse(false).filter();
    private static final Field<Id<Area>> AREA_ID = Field.<Area>id("area_id").optional().filter();
    private static final Field<Id<Organization>> ORGANIZATION_ID = Field.<Organization>id("organization_id").optional().filter();
    private static final Field<String> OWNER = Field.text("owner", Project.OWNER)
            .doc("Who answers for it; the workspace's owner when not given.").example("Ada");
    private static final Field<String> REVIEW_CADENCE = Field.text("review_cadence", Project.REVIEW_CADENCE).orElse(Project.DEFAULT_REVIEW_CADENCE)
            .doc("How often it is looked at, in words.");
    private static final Field<LocalDate> STARTED_DATE = Field.date("started_date").optional().filter().sort().example(LocalDate.of(2026, 4, 6));
    private static final Field<LocalDate> END_DATE = Field.date("end_date").optional().filter().sort().doc("Not before the start.");
    private static final Field<LocalDate> LAST_WORKED_ON = Field.date("last_worked_on").optional().filter().sort();
    private static final Field<String> DESCRIPTION = Field.text("description", Project.DESCRIPTION).orElse("");
    private static final Field<String> PLAN_CONTENT = Field.text("plan_content", Project.PLAN_CONTENT).orElse("")
            .doc("Markdown; may hold Mermaid.").example("# Plan\n\n1. Outline\n2. First draft");
    private static final Field<String> NOTES = Field.text("notes", Project.NOTES).orElse("");
    private static final Field<Project.Brief> BRIEF = Field.of("brief", Type.record(BRIEF_SHAPE, Projects::brief)).orElse(Project.Brief.EMPTY)
            .doc("What it is for and made of; Markdown.");
    private static final Field<Project.LearningType> LEARNING_TYPE = Field.word("learning_type", Project.LearningType.class).optional().filter();
    private static final Field<Project.LearningStatus> LEARNING_STATUS = Field.word("learning_status", Project.LearningStatus.class).optional().filter();
    private static final Field<String> LEARNING_CONTEXT = Field.text("learning_context", Project.LEARNING_CONTEXT).orElse("");
    private static final Field<Instant> ARCHIVED_AT = Field.instant("archived_at").optional().filter().sort()
            .doc("When it was archived, null while it is not.");
    private static final Field<Instant> FINALIZED_AT = Field.instant("finalized_at").optional().filter()
            .doc("When its plan was approved, null before.");
    private static final Field<Long> ACTION_SEQUENCE = Shape.whole("action_sequence")
            .doc("Number of the last planning action applied to its map.");
    private static final Field<Long> PLAN_REVISION = Shape.whole("plan_revision")
            .doc("Raised by every change of name, description, brief, and of the workflows, activities and cards there are.");
    private static final Field<Long> FINALIZED_REVISION = Shape.whole("finalized_revision").optional()
            .doc("The plan revision that was approved, null before; when it is not the plan's revision, the approval is stale.");

    private static final Map<String, Optional<Filter>> ARCHIVED = new LinkedHashMap<>();

    static {
        ARCHIVED.put("false", Optional.of(Filter.empty("archived_at")));
        ARCHIVED.put("true", Optional.of(Filter.present("archived_at")));
        ARCHIVED.put("all", Optional.empty());
    }

    public static final Shape<Project> SHAPE = Shape.<Project>ofEntity("project")
            .input(NAME, project -> project.details().name())
            .input(SLUG, project -> project.details().slug())
            .input(STATUS, project -> project.details().status())
            .input(CLASSIFICATION, project -> project.details().classification())
            .input(TIER, project -> project.details().tier())
            .input(PRIORITY, project -> project.details().priority())
            .input(IS_FAVORITE, project -> project.details().isFavorite())
            .input(AREA_ID, project -> project.details().areaId())
            .input(ORGANIZATION_ID, project -> project.details().organizationId())
            .input(OWNER, project -> project.details().owner())
            .input(REVIEW_CADENCE, project -> project.details().reviewCadence())
            .input(STARTED_DATE, project -> project.details().startedDate())
            .input(END_DATE, project -> project.details().endDate())
            .input(LAST_WORKED_ON, project -> project.details().lastWorkedOn())
            .input(DESCRIPTION, project -> project.details().description())
            .input(PLAN_CONTENT, project -> project.details().planContent())
            .input(NOTES, project -> project.details().notes())
            .input(BRIEF, project -> project.details().brief())
            .input(LEARNING_TYPE, project -> project.details().learningType())
            .input(LEARNING_STATUS, project -> project.details().learningStatus())
            .input(LEARNING_CONTEXT, project -> project.details().learningContext())
            .output(ARCHIVED_AT, Project::archivedAt)
            .output(FINALIZED_AT, Project::finalizedAt)
            .output(ACTION_SEQUENCE, Project::actionSequence)
            .output(PLAN_REVISION, Project::planRevision)
            .output(FINALIZED_REVISION, Project::finalizedRevision)
            .parameter(new Shape.Parameter("archived", ARCHIVED, "false", "Whether archived projects are listed: none, only they, or all."))
            .searchable()
            .build();

    /** The default order of lists, for projects at hand. */
    static final Comparator<Project> BY_PRIORITY = Comparator.comparingInt((Project project) -> project.details().priority())
            .thenComparing(project -> project.details().name()).thenComparing(Project::id);

    private final ProjectParts parts;

    /** Projects without parts in other contexts. */
    public Projects() {
        this(ProjectParts.NONE);
    }

    public Projects(ProjectParts parts) {
        super(SHAPE, ProjectStore.class);
        this.parts = parts;
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("priority", false, false), new Order("name", false, false));
    }

    /** By id or slug. */
    @Override
    public Optional<Project> find(UnitOfWork unit, String key) {
        Optional<Id<Project>> id = Id.parse(key);
        return id.isPresent() ? store(unit).find(id.get()) : slug(key).flatMap(slug -> unit.store(ProjectStore.class).findBySlug(slug));
    }

    @Override
    protected @Nullable UUID projectOf(Project project) {
        return project.id().value();
    }

    @Override
    protected Project make(UnitOfWork unit, Meta<Project> meta, Values values) {
        checkReferences(unit, values);
        Slug chosen = values.orNull(SLUG);
        return Project.create(meta, details(unit, values, chosen == null ? freeSlug(unit, values.get(NAME)) : chosen));
    }

    @Override
    protected Project revise(UnitOfWork unit, Project current, Values values) {
        current.requireOpen();
        checkReferences(unit, values);
        Slug chosen = values.orNull(SLUG);
        Project revised = current.revise(unit.now(), details(unit, values, chosen == null ? current.details().slug() : chosen));
        if (revised.planRevision() != current.planRevision()) {
            parts.replanned(unit, current, revised);
        }
        return revised;
    }

    @Override
    protected Map<String, Long> dependents(UnitOfWork unit, Project project) {
        Query ofProject = Query.where("project_id", 1, project.id().value());
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("sessions", unit.store(SessionStore.class).count(ofProject));
        counts.put("milestones", unit.store(MilestoneStore.class).count(ofProject));
        counts.put("project_repositories", unit.store(CodeRepositoryStore.class).count(ofProject));
        counts.put("project_scores", unit.store(ProjectScoreStore.class).count(ofProject));
        counts.putAll(parts.dependents(unit, project));
        return counts;
    }

    /** The parts go by the database's cascade, which does not know what tags are on. */
    @Override
    protected void beforeDelete(UnitOfWork unit, Project project) {
        unlinkAll(unit, project, Sessions.SHAPE, SessionStore.class);
        unlinkAll(unit, project, Milestones.SHAPE, MilestoneStore.class);
        unlinkAll(unit, project, CodeRepositories.SHAPE, CodeRepositoryStore.class);
        parts.beforeDelete(unit, project);
    }

    private static <E extends Entity<E>> void unlinkAll(UnitOfWork unit, Project project, Shape<E> shape, Class<? extends Store<E>> port) {
        Entities<E> parts = new Entities<>(shape, port) { };
        TagStore tags = unit.store(TagStore.class);
        parts.outlines(unit, Filter.in("project_id", project.id().value())).forEach(part -> tags.unlinkAll(new Target(shape.name(), part.id().value())));
    }

    /** Hides the project from lists and closes it and its parts to changes. A second call does nothing. */
    public Project archive(UnitOfWork unit, Project project) {
        return save(unit, project, project.archive(unit.now()), "archived");
    }

    /** Opens it again, as it was. A second call does nothing. */
    public Project unarchive(UnitOfWork unit, Project project) {
        return save(unit, project, project.unarchive(unit.now()), "unarchived");
    }

    /** The project that a body's {@code project_id} names, and only that; where more is referred to, see {@link References}. */
    Project referred(UnitOfWork unit, ProjectReference reference) {
        References references = new References(unit);
        Project project = references.find("project_id", this, reference.key());
        references.done();
        return Objects.requireNonNull(project);
    }

    /** The query with the slugs in its filter {@code project_id} replaced by ids; for lists of what belongs to projects. */
    public Query withIds(UnitOfWork unit, Query query) {
        List<Filter> filters = new ArrayList<>();
        Violations violations = new Violations();
        for (Filter filter : query.filters()) {
            filters.add(filter.field().equals("project_id") ? withIds(unit, filter, violations) : filter);
        }
        if (!violations.isEmpty()) {
            throw new InvalidException(ErrorCode.INVALID_PARAMETER, violations.found());
        }
        return new Query(filters, query.order(), query.limit(), query.after());
    }

    private Filter withIds(UnitOfWork unit, Filter filter, Violations violations) {
        List<Object> ids = new ArrayList<>();
        for (Object value : filter.values()) {
            if (value instanceof String slug) {
                find(unit, slug).ifPresentOrElse(
                        project -> ids.add(project.id().value()),
                        () -> violations.add("project_id", "unknown_reference", "There is no project '" + slug + "' in this workspace."));
            } else {
                ids.add(value);
            }
        }
        return new Filter(filter.field(), filter.operator(), ids);
    }

    /** Reads {@linkplain #outlines outlines} of these projects together; what it gives throws {@code not_found} for one that is gone meanwhile. */
    Function<Id<Project>, Project> byId(UnitOfWork unit, Set<Id<Project>> ids) {
        Map<Id<Project>, Project> found = ids.isEmpty() ? Map.of()
                : outlines(unit, Filter.in("id", ids.stream().<Object>map(Id::value).toArray())).stream().collect(Collectors.toMap(Project::id, project -> project));
        return id -> {
            Project project = found.get(id);
            if (project == null) {
                throw notFound(id.toString());
            }
            return project;
        };
    }

    /** Changes every project of which {@code field} is {@code id}, archived ones too, each with its event. */
    void release(UnitOfWork unit, String field, Id<?> id, UnaryOperator<Project> change) {
        all(unit, Filter.in(field, id.value())).forEach(project -> save(unit, project, change.apply(project), "updated"));
    }

    private static void checkReferences(UnitOfWork unit, Values values) {
        References references = new References(unit);
        references.find("area_id", "area", AreaStore.class, values.orNull(AREA_ID));
        references.find("organization_id", "organization", OrganizationStore.class, values.orNull(ORGANIZATION_ID));
        references.done();
    }

    private static Slug freeSlug(UnitOfWork unit, String name) {
        Slug made = Slug.fromName(name);
        Set<String> taken = unit.store(ProjectStore.class).takenSlugs(made);
        Slug free = made;
        for (int n = 2; taken.contains(free.value()); n++) {
            free = made.numbered(n);
        }
        return free;
    }

    private static Optional<Slug> slug(String key) {
        try {
            return Optional.of(new Slug(key));
        } catch (InvalidException e) {
            return Optional.empty(); // what cannot be a slug names nothing
        }
    }

    private static Project.Details details(UnitOfWork unit, Values values, Slug slug) {
        String owner = values.orNull(OWNER);
        return new Project.Details(values.get(NAME), slug, values.get(STATUS), values.orNull(CLASSIFICATION), values.orNull(TIER),
                values.get(PRIORITY), values.get(IS_FAVORITE), values.orNull(AREA_ID), values.orNull(ORGANIZATION_ID),
                owner == null ? workspaceOwner(unit) : owner, values.get(REVIEW_CADENCE), values.orNull(STARTED_DATE), values.orNull(END_DATE),
                values.orNull(LAST_WORKED_ON), values.get(DESCRIPTION), values.get(PLAN_CONTENT), values.get(NOTES), values.get(BRIEF),
                values.orNull(LEARNING_TYPE), values.orNull(LEARNING_STATUS), values.get(LEARNING_CONTEXT));
    }

    private static String workspaceOwner(UnitOfWork unit) {
        Id<Workspace> id = unit.caller().workspace();
        return unit.store(WorkspaceStore.class).find(id).map(Workspace::owner).orElse("");
    }

    private static Project.Brief brief(Values values) {
        return new Project.Brief(values.get(CUSTOMER_PERSONAS), values.get(TECH_STACK), values.get(DEPLOYMENT), values.get(DESIGN_INSPIRATION));
    }
}
