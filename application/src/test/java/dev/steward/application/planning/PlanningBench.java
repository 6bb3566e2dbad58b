package dev.steward.application.planning;

import dev.steward.application.Caller;
import dev.steward.application.Clock;
import dev.steward.application.Entities;
import dev.steward.application.TestDatabase;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.workspace.EventStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.PlannedFile;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** The use cases of planning over a real database, and a project in a workspace that nothing else uses. */
final class PlanningBench {

    private static final Set<String> OF_THE_MOMENT = Set.of("project_id", "created_at", "updated_at", "linked_at", "answered_at", "finalized_at");

    final PlanParts parts;
    final Projects projects;
    final Planning planning;
    final StoryMaps maps;
    final Id<Workspace> workspace;
    final Id<Project> project;
    private final Units units;
    private final Actor actor;

    PlanningBench(TestDatabase database) {
        this(database, CardWatch.NONE, new Actor(Actor.Kind.USER, "t1", "Ada"));
    }

    PlanningBench(TestDatabase database, CardWatch watch, Actor actor) {
        this.actor = actor;
        parts = new PlanParts(watch);
        projects = new Projects(parts);
        planning = new Planning(projects, parts);
        maps = new StoryMaps(parts, planning);
        workspace = database.newWorkspace();
        units = new Units(database.adapter(), new Clock() {
            @Override
            public Instant now() {
                return TestDatabase.now();
            }

            @Override
            public ZoneId zone() {
                return ZoneOffset.UTC;
            }
        }, TestDatabase::newId);
        project = write(unit -> projects.create(unit, Projects.SHAPE.read(Json.obj("name", Json.of("Novel")))).id());
    }

    <R> R read(Function<UnitOfWork, R> work) {
        return units.snapshot(caller(), work);
    }

    <R> R write(Function<UnitOfWork, R> work) {
        return joined(() -> units.write(caller(), work).join());
    }

    <R> R rehearse(Function<UnitOfWork, R> work) {
        return joined(() -> units.rehearse(caller(), work).join());
    }

    private static <R> R joined(Supplier<R> waiting) {
        try {
            return waiting.get();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Caller caller() {
        return new Caller(workspace, actor, Set.of(), "r1");
    }

    static Json.Obj action(String type, String target, Object id, Object... payload) {
        Json.Obj members = Json.EMPTY;
        for (int i = 0; i < payload.length; i += 2) {
            members = members.with((String) payload[i], payload[i + 1] instanceof Integer number ? Json.of(number)
                    : payload[i + 1] instanceof Boolean bool ? Json.of(bool) : Json.of(payload[i + 1].toString()));
        }
        return Json.obj("action_type", Json.of(type)).with("target_ref", target.isEmpty() ? Json.EMPTY : Json.obj(target, Json.of(id.toString()))).with("payload", members);
    }

    /** Applies a batch; a rejected one is logged, as the route does. */
    Planning.Applied apply(Json.Obj... actions) {
        return apply(List.of(actions));
    }

    Planning.Applied apply(List<Json.Obj> actions) {
        Json body = Json.obj("actions", Json.of(actions));
        try {
            return write(unit -> planning.apply(unit, projects.get(unit, project), Planning.BATCH.read(body)));
        } catch (ActionRejected rejected) {
            write(unit -> {
                planning.logRejection(unit, rejected);
                return true;
            });
            throw rejected;
        }
    }

    Project current() {
        return read(unit -> projects.get(unit, project));
    }

    String workflow(String title) {
        return made(apply(action("create_workflow", "", "", "title", title)));
    }

    String activity(String workflow, String title) {
        return made(apply(action("create_activity", "workflow_id", workflow, "title", title)));
    }

    String card(String activity, String title) {
        return made(apply(action("create_card", "workflow_activity_id", activity, "title", title)));
    }

    static String made(Planning.Applied applied) {
        Json.Obj payload = applied.actions().getLast().payload();
        for (String name : List.of("id", "knowledge_item_id", "planned_file_id")) {
            if (payload.get(name) instanceof Json.Text text) {
                return text.value();
            }
        }
        throw new AssertionError("made nothing: " + payload);
    }

    Card card(String id) {
        return read(unit -> parts.cards().get(unit, id));
    }

    <E extends Entity<E>> List<E> all(Entities<E> kind) {
        return read(unit -> kind.all(unit));
    }

    List<Event> events() {
        return read(unit -> unit.store(EventStore.class).after(0, EventStore.Filter.NONE, 100_000));
    }

    List<PlanningAction> batch(long sequence) {
        return read(unit -> unit.store(PlanningActionStore.class).batch(project, sequence));
    }

    /** Everything that the map has, without what differs between two moments, and without the ids of projects. */
    Map<String, Object> whole() {
        return read(unit -> {
            Map<String, Object> whole = new LinkedHashMap<>();
            Project now = projects.get(unit, project);
            whole.put("project", List.of(now.details().name(), now.details().description(), now.details().brief(), now.actionSequence(), now.planRevision(),
                    String.valueOf(now.finalizedRevision())));
            whole.put("workflows", rendered(unit, parts.workflows()));
            whole.put("activities", rendered(unit, parts.activities()));
            whole.put("cards", rendered(unit, parts.cards()));
            whole.put("knowledge", rendered(unit, parts.knowledge()));
            whole.put("files", rendered(unit, parts.files()));
            whole.put("artifacts", parts.artifacts().all(unit).stream().map(one -> stripped(ContextArtifacts.SHAPE.render(parts.artifacts().get(unit, one.id())))).toList());
            List<Json.Obj> links = new ArrayList<>();
            parts.cards().all(unit).forEach(card -> maps.linked(unit, card).forEach(linked -> links.add(stripped(StoryMaps.LINKED.render(linked)))));
            whole.put("links", links.stream().map(link -> new Json.Obj(Map.of("artifact", link.members().get("context_artifact_id"),
                    "hint", link.members().get("usage_hint"), "by", link.members().get("linked_by")))).toList());
            return whole;
        });
    }

    private static <E extends Entity<E>> List<Json.Obj> rendered(UnitOfWork unit, Entities<E> kind) {
        return kind.render(unit, kind.all(unit)).stream().map(PlanningBench::stripped).toList();
    }

    private static Json.Obj stripped(Json.Obj object) {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        OF_THE_MOMENT.forEach(members::remove);
        return new Json.Obj(members);
    }

    /** The places of every row of siblings, in order. */
    List<List<Integer>> places() {
        Map<Object, List<Integer>> rows = new LinkedHashMap<>();
        for (Workflow one : all(parts.workflows())) {
            rows.computeIfAbsent("workflows", key -> new ArrayList<>()).add(one.position());
        }
        for (WorkflowActivity one : all(parts.activities())) {
            rows.computeIfAbsent(one.workflowId(), key -> new ArrayList<>()).add(one.position());
        }
        for (Card one : all(parts.cards())) {
            rows.computeIfAbsent(one.workflowActivityId(), key -> new ArrayList<>()).add(one.position());
        }
        for (KnowledgeItem one : all(parts.knowledge())) {
            rows.computeIfAbsent(one.cardId() + one.kind().word(), key -> new ArrayList<>()).add(one.position());
        }
        for (PlannedFile one : all(parts.files())) {
            rows.computeIfAbsent(one.cardId() + "files", key -> new ArrayList<>()).add(one.position());
        }
        return rows.values().stream().map(row -> row.stream().sorted().toList()).toList();
    }
}
