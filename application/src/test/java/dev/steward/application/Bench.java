package dev.steward.application;

import dev.steward.application.orchestration.AgentExecutions;
import dev.steward.application.orchestration.Approvals;
import dev.steward.application.orchestration.AssignmentWatch;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.Checks;
import dev.steward.application.orchestration.Commits;
import dev.steward.application.orchestration.PolicyProfiles;
import dev.steward.application.orchestration.PullRequests;
import dev.steward.application.orchestration.RunCards;
import dev.steward.application.orchestration.Runs;
import dev.steward.application.planning.CardWatch;
import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.application.portfolio.Areas;
import dev.steward.application.portfolio.CodeRepositories;
import dev.steward.application.portfolio.Milestones;
import dev.steward.application.portfolio.Organizations;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.portfolio.Reviews;
import dev.steward.application.portfolio.Scores;
import dev.steward.application.portfolio.Sessions;
import dev.steward.application.portfolio.Tags;
import dev.steward.application.portfolio.Weeks;
import dev.steward.application.workspace.EventLog;
import dev.steward.application.workspace.EventStore;
import dev.steward.application.workspace.Settings;
import dev.steward.application.workspace.WorkspaceStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.Session;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** All use cases over a database in memory, at a time that stands until a test moves it. The workspace's owner is Ada. */
public final class Bench {

    public final Settings settings = new Settings();
    public final EventLog events = new EventLog();
    public final Projects projects = new Projects();
    public final Areas areas = new Areas(projects);
    public final Organizations organizations = new Organizations(projects);
    public final CodeRepositories repositories = new CodeRepositories(projects);
    public final Sessions sessions = new Sessions(projects, settings);
    public final Milestones milestones = new Milestones(projects, sessions);
    public final Scores scores = new Scores(projects, settings);
    public final Reviews reviews = new Reviews(projects, sessions, milestones, scores);
    public final Weeks weeks = new Weeks(projects, sessions, milestones, scores, reviews, settings);
    public final PolicyProfiles policies = new PolicyProfiles();
    public final Runs runs = new Runs(projects, policies);
    public final Assignments assignments = new Assignments(projects, runs, new RunCards(new Planning(projects, new PlanParts(CardWatch.NONE))), new AgentExecutions(), AssignmentWatch.NONE);
    public final Approvals approvals = new Approvals(projects, runs, assignments);
    public final Checks checks = new Checks(runs, assignments, approvals);
    public final Commits commits = new Commits(runs, assignments, checks, approvals);
    public final PullRequests pullRequests = new PullRequests(runs, assignments, approvals);
    public final Tags tags = new Tags(List.of(projects, areas, organizations, repositories, sessions, milestones, reviews));

    /** Tuesday of 2026.15. */
    public Instant now = Instant.parse("2026-04-07T08:00:00Z");

    private final AtomicLong ids = new AtomicLong();
    private final Workspace workspace = new Workspace(Meta.first(new Id<>(newId()), now), "home", "Ada");
    private final Caller caller = new Caller(workspace.id(), new Actor(Actor.Kind.USER, "t1", "test"), Set.of(), "r1");
    private final Caller agent = new Caller(workspace.id(), new Actor(Actor.Kind.AGENT, "t2", "coder"), Set.of(), "r2");
    private final Units units = new Units(new InMemoryDatabase(), new Clock() {
        @Override
        public Instant now() {
            return now;
        }

        @Override
        public ZoneId zone() {
            return ZoneOffset.UTC;
        }
    }, this::newId);

    public Bench() {
        write(unit -> {
            unit.store(WorkspaceStore.class).insert(workspace);
            return true;
        });
    }

    private UUID newId() {
        return new UUID(0x0000_0000_0000_7000L, 0x8000_0000_0000_0000L | ids.incrementAndGet());
    }

    public <R> R read(Function<UnitOfWork, R> work) {
        return units.snapshot(caller, work);
    }

    public <R> R write(Function<UnitOfWork, R> work) {
        return write(caller, work);
    }

    public <R> R writeAsAgent(Function<UnitOfWork, R> work) {
        return write(agent, work);
    }

    private <R> R write(Caller by, Function<UnitOfWork, R> work) {
        try {
            return units.write(by, work).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** A JSON object of names and values, in turn. */
    public static Json.Obj body(Object... namesAndValues) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], json(namesAndValues[i + 1]));
        }
        return new Json.Obj(members);
    }

    private static Json json(Object value) {
        return switch (value) {
            case null -> Json.NULL;
            case Json json -> json;
            case Integer number -> Json.of(number);
            case Boolean bool -> Json.of(bool);
            case List<?> list -> Json.of(list.stream().map(Bench::json).toList());
            default -> Json.of(value.toString());
        };
    }

    public <E extends Entity<E>> E create(Resource<E> resource, Object... body) {
        return write(unit -> resource.create(unit, resource.shape().read(body(body))));
    }

    public <E extends Entity<E>> E patch(Resource<E> resource, E entity, Object... patch) {
        return write(unit -> {
            E current = resource.get(unit, entity.id());
            return resource.update(unit, current, resource.shape().merge(current, body(patch)));
        });
    }

    public <E extends Entity<E>> void delete(Resource<E> resource, E entity, boolean cascade) {
        write(unit -> {
            resource.delete(unit, resource.get(unit, entity.id()), cascade);
            return true;
        });
    }

    /** As it is stored now. */
    public <E extends Entity<E>> E now(Entities<E> entities, E entity) {
        return read(unit -> entities.get(unit, entity.id()));
    }

    public <E extends Entity<E>> boolean exists(Entities<E> entities, E entity) {
        return read(unit -> entities.find(unit, entity.id().toString()).isPresent());
    }

    /** A list as a request with these parameters asks for it. */
    public <E extends Entity<E>> List<E> list(Entities<E> entities, String... parameters) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        return read(unit -> entities.page(unit, Listing.parse(entities.shape(), given, entities.defaultOrder())).items());
    }

    public Project project(String name, Object... more) {
        Json.Obj body = body("name", name);
        body = (Json.Obj) Json.mergePatch(body, body(more));
        Json.Obj read = body;
        return write(unit -> projects.create(unit, Projects.SHAPE.read(read)));
    }

    public Session session(Project project, String date, String status, Object... more) {
        Json.Obj body = (Json.Obj) Json.mergePatch(
                body("project_id", project.details().slug(), "scheduled_date", LocalDate.parse(date), "status", status), body(more));
        return write(unit -> sessions.create(unit, Sessions.SHAPE.read(body)));
    }

    public void archive(Project project) {
        write(unit -> projects.archive(unit, projects.get(unit, project.id())));
    }

    /** The types of all events, oldest first. */
    public List<String> eventTypes() {
        return log().stream().map(Event::type).toList();
    }

    public List<Event> log() {
        return read(unit -> unit.store(EventStore.class).after(0, EventStore.Filter.NONE, 10_000));
    }

    public Event lastEvent() {
        return log().getLast();
    }

    public static ErrorCode refusal(ThrowingCallable call) {
        RefusedException refused = Assertions.catchThrowableOfType(RefusedException.class, call);
        Assertions.assertThat(refused).as("nothing was refused").isNotNull();
        return refused.code();
    }

    /** Every violation as {@code pointer code}, sorted. */
    public static List<String> violations(ThrowingCallable call) {
        InvalidException refused = Assertions.catchThrowableOfType(InvalidException.class, call);
        Assertions.assertThat(refused).as("nothing was refused").isNotNull();
        return refused.violations().stream().map(violation -> violation.pointer() + " " + violation.code()).sorted().toList();
    }
}
