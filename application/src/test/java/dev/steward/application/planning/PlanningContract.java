package dev.steward.application.planning;

import static dev.steward.application.planning.PlanningBench.action;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.steward.application.Entities;
import dev.steward.application.TestDatabase;
import dev.steward.application.UnitOfWork;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.KnowledgeItem.Kind;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the use cases of planning guarantee on every database. */
public interface PlanningContract {

    TestDatabase database();

    private static RefusedException refusal(Runnable call) {
        try {
            call.run();
        } catch (RefusedException e) {
            return e;
        }
        throw new AssertionError("nothing was refused");
    }

    @Test
    default void sixtyFourWritersOfOneMapLeaveNoGapAndNoTwoInOnePlace() throws Exception {
        PlanningBench bench = new PlanningBench(database());
        String workflow = bench.workflow("Read");
        List<String> activities = List.of(bench.activity(workflow, "Find"), bench.activity(workflow, "Open"));
        long before = bench.current().actionSequence();
        int writers = 64;

        try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Random random = new Random(i);
                all.add(executor.submit(() -> {
                    String mine = PlanningBench.made(bench.apply(action("create_card", "workflow_activity_id", activities.get(random.nextInt(2)),
                            "title", "Card", "position", random.nextInt(5))));
                    bench.apply(action("reorder_card", "card_id", mine, "new_position", random.nextInt(20), "workflow_activity_id", activities.get(random.nextInt(2))));
                    if (random.nextInt(4) == 0) {
                        bench.apply(action("delete_card", "card_id", mine));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        assertThat(bench.places()).allSatisfy(row -> assertThat(row).isEqualTo(IntStream.range(0, row.size()).boxed().toList()));
        long applied = bench.current().actionSequence() - before;
        assertThat(applied).isBetween((long) writers * 2, (long) writers * 3);
        assertThat(bench.all(bench.parts.actions())).as("each has its number").extracting(PlanningAction::sequence).doesNotHaveDuplicates();
    }

    @Test
    default void aRehearsalGivesTheResultAndKeepsNothing() {
        PlanningBench bench = new PlanningBench(database());
        Map<String, Object> before = bench.whole();
        int events = bench.events().size();
        Json body = Json.obj("actions", Json.of(List.of(action("create_workflow", "", "", "title", "Read"))));

        Planning.Applied applied = bench.rehearse(unit -> bench.planning.apply(unit, bench.projects.get(unit, bench.project), Planning.BATCH.read(body)));

        assertThat(applied.sequence()).isEqualTo(1);
        assertThat(applied.actions()).hasSize(1);
        assertThat(bench.whole()).isEqualTo(before);
        assertThat(bench.events()).hasSize(events);
        assertThat(bench.all(bench.parts.actions())).isEmpty();
    }

    @Test
    default void theLogSaysWhichVersionsAnActionMade() {
        PlanningBench bench = new PlanningBench(database());
        String card = bench.card(bench.activity(bench.workflow("Read"), "Find"), "Search");
        Planning.Applied applied = bench.apply(
                action("update_card", "card_id", card, "title", "Search by title"),
                action("upsert_card_knowledge_item", "card_id", card, "kind", "fact", "text", "Titles are unique"),
                action("upsert_card_knowledge_item", "card_id", card, "kind", "fact", "text", "Titles are short"));

        assertThat(applied.actions().get(0).changes()).extracting(PlanningAction.Change::type, PlanningAction.Change::before, PlanningAction.Change::after)
                .containsExactly(tuple("card", 1L, 2L));
        assertThat(applied.actions().get(1).changes()).extracting(PlanningAction.Change::type).containsExactly("knowledge_item", "card");
        assertThat(applied.actions().get(2).changes()).as("a card's content revision rises once in a batch for what hangs below it")
                .extracting(PlanningAction.Change::type).containsExactly("knowledge_item");
        assertThat(bench.card(card).contentRevision()).isEqualTo(3);
    }

    @Test
    default void aBatchIsOneVersionOfItsProjectWhateverItDoes() {
        PlanningBench bench = new PlanningBench(database());
        bench.card(bench.activity(bench.workflow("Read"), "Find"), "Search");
        Project before = bench.current();
        bench.write(unit -> bench.planning.finalizeProject(unit, bench.projects.get(unit, bench.project)));
        Project approved = bench.current();
        assertThat(approved.version()).isEqualTo(before.version() + 1);
        assertThat(approved.actionSequence()).isEqualTo(before.actionSequence() + 1);
        assertThat(approved.isFinalized() && !approved.isStale()).isTrue();
        assertThat(bench.batch(approved.actionSequence()).getFirst().changes()).extracting(PlanningAction.Change::before, PlanningAction.Change::after)
                .containsExactly(tuple(before.version(), approved.version()));
        Event event = bench.events().getLast();
        assertThat(event.type()).isEqualTo("project.finalized");
        assertThat(((Json.Obj) event.payload().members().get("changes")).members().keySet())
                .containsExactlyInAnyOrder("finalized_at", "finalized_revision", "action_sequence");

        bench.apply(action("update_project", "", "", "tech_stack", "Java"), action("update_project", "", "", "deployment", "By hand"), action("create_workflow", "", "", "title", "Lend"));
        Project revised = bench.current();
        assertThat(revised.version()).isEqualTo(approved.version() + 1);
        assertThat(revised.planRevision()).isEqualTo(approved.planRevision() + 1);
        assertThat(revised.details().brief()).isEqualTo(new Project.Brief("", "Java", "By hand", ""));
        assertThat(revised.isStale()).isTrue();
        assertThat(bench.events().getLast().type()).isEqualTo("project.updated");
    }

    @Test
    default void anotherProjectsThingsAreNotThere() {
        PlanningBench bench = new PlanningBench(database());
        String card = bench.card(bench.activity(bench.workflow("Read"), "Find"), "Search");
        Id<Project> other = bench.write(unit ->
                bench.projects.create(unit, Projects.SHAPE.read(Json.obj("name", Json.of("Other")))).id());
        for (Json.Obj action : List.of(action("update_card", "card_id", card, "title", "x"), action("delete_card", "card_id", card),
                action("reorder_card", "card_id", card, "new_position", 0), action("upsert_card_knowledge_item", "card_id", card, "kind", "fact", "text", "x"),
                action("update_card", "card_id", UUID.randomUUID(), "title", "x"))) {
            Json body = Json.obj("actions", Json.of(List.of(action)));
            assertThatThrownBy(() -> bench.write(unit -> bench.planning.apply(unit, bench.projects.get(unit, other), Planning.BATCH.read(body))))
                    .isInstanceOfSatisfying(ActionRejected.class, rejected -> assertThat(rejected.details().get("errors").toString()).contains("/target_ref/card_id", "unknown_reference"));
        }
    }

    @Test
    default void whatAnAgentLearnedIsAddedOnceAndChangesNoApproval() {
        PlanningBench bench = new PlanningBench(database(), CardWatch.NONE, new Actor(Actor.Kind.AGENT, "a1", "coder-1"));
        String card = bench.write(unit -> {
            Id<Project> project = bench.project;
            String workflow = bench.planning.create(unit, project, bench.parts.workflows(), Json.EMPTY, Json.obj("title", Json.of("W"))).id().toString();
            String activity = bench.planning.create(unit, project, bench.parts.activities(), Json.EMPTY,
                    Json.obj("title", Json.of("A")).with("workflow_id", Json.of(workflow))).id().toString();
            return bench.planning.create(unit, project, bench.parts.cards(), Json.EMPTY,
                    Json.obj("title", Json.of("C")).with("workflow_activity_id", Json.of(activity))).id().toString();
        });
        Id<Card> id = bench.card(card).id();
        List<Planning.Learned> learned = List.of(new Planning.Learned(Kind.FACT, "Titles are unique", 0.5, "catalogue.sql"), new Planning.Learned(Kind.FACT, " titles  ARE unique", null, ""),
                new Planning.Learned(Kind.ASSUMPTION, "Titles are unique", null, ""), new Planning.Learned(Kind.FACT, " ", null, ""));
        long sequence = bench.current().actionSequence();

        assertThat(bench.<Integer>write(unit -> bench.planning.appendKnowledge(unit, id, learned))).isEqualTo(2);
        assertThat(bench.<Integer>write(unit -> bench.planning.appendKnowledge(unit, id, learned))).as("a repeated callback").isZero();

        assertThat(bench.current().actionSequence()).isEqualTo(sequence + 1);
        assertThat(bench.card(card).contentRevision()).isEqualTo(1);
        assertThat(bench.all(bench.parts.knowledge())).extracting(item -> item.details().source(), item -> item.details().status(), KnowledgeItem::position)
                .containsOnly(tuple(KnowledgeItem.Source.AGENT, KnowledgeItem.Status.DRAFT, 0)).hasSize(2);
        assertThat(bench.batch(sequence + 1)).extracting(PlanningAction::actionType).containsExactly("append_card_knowledge");
    }

    @Test
    default void aCardIsReadyOnceItAndItsPlanAreApprovedAsTheyAre() {
        PlanningBench bench = new PlanningBench(database());
        String card = bench.card(bench.activity(bench.workflow("Read"), "Find"), "Search");
        Id<Card> id = bench.card(card).id();
        RefusedException refused = refusal(() -> bench.write(unit -> ready(bench, unit, id)));
        assertThat(refused.code()).isEqualTo(ErrorCode.NOT_READY);
        assertThat(refused.details().get("missing").toString()).contains("project_not_finalized", "no_requirement", "no_planned_file", "card_not_finalized");

        bench.apply(action("upsert_card_knowledge_item", "card_id", card, "kind", "requirement", "text", "Finds"),
                action("upsert_card_planned_file", "card_id", card, "logical_file_name", "a.ts", "artifact_kind", "util", "action", "create", "intent_summary", "x"));
        bench.write(unit -> bench.planning.finalizeProject(unit, bench.projects.get(unit, bench.project)));
        bench.write(unit -> bench.planning.finalizeCard(unit, bench.parts.cards().get(unit, id)));
        assertThat(bench.<Boolean>write(unit -> ready(bench, unit, id))).isTrue();

        build(bench, id, BuildState.COMPLETED, "feature/search");
        assertThat(bench.<Boolean>write(unit -> ready(bench, unit, id))).as("being built changes no approval").isTrue();
        assertThat(bench.events()).extracting(Event::type).contains("project.finalized", "card.finalized", "card.built");
        bench.apply(action("update_card", "card_id", card, "description", "By author, too"));
        assertThat(refusal(() -> bench.write(unit -> ready(bench, unit, id))).details().get("missing").toString()).contains("card_stale");
    }

    @Test
    default void anEditOfAnArtifactMakesTheCardsStaleThatAreLinkedToIt() {
        PlanningBench bench = new PlanningBench(database());
        String activity = bench.activity(bench.workflow("Read"), "Find");
        List<String> cards = List.of(bench.card(activity, "Search"), bench.card(activity, "Sort"), bench.card(activity, "Print"));
        for (String card : cards) {
            bench.apply(action("upsert_card_knowledge_item", "card_id", card, "kind", "requirement", "text", "Works"),
                    action("upsert_card_planned_file", "card_id", card, "logical_file_name", "a.ts", "artifact_kind", "util", "action", "create", "intent_summary", "x"));
        }
        String style = PlanningBench.made(bench.apply(action("create_context_artifact", "", "", "name", "Style", "type", "doc", "content", "Be short.", "card_id", cards.get(0))));
        bench.apply(action("link_context_artifact", "card_id", cards.get(1), "context_artifact_id", style));
        for (Json.Obj edit : List.of(
                action("update_context_artifact", "context_artifact_id", style, "content", "Be very short."),
                action("update_context_artifact", "context_artifact_id", style, "uri", "https://example.org/style"),
                action("update_context_artifact", "context_artifact_id", style, "locator", "#names"),
                action("delete_context_artifact", "context_artifact_id", style, "cascade", true))) {
            bench.write(unit -> bench.planning.finalizeWithCards(unit, bench.projects.get(unit, bench.project)));
            assertThat(cards).allSatisfy(card -> assertThat(bench.card(card).isStale()).isFalse());
            long revision = bench.card(cards.getFirst()).contentRevision();
            if (edit.get("payload").toString().contains("very short")) {
                bench.apply(action("update_context_artifact", "context_artifact_id", style, "content", "Be short."));
                assertThat(bench.card(cards.getFirst()).isStale()).as("the same text is no edit").isFalse();
            }

            Planning.Applied applied = bench.apply(edit);

            assertThat(cards.stream().map(card -> bench.card(card).isStale())).as("%s", edit).containsExactly(true, true, false);
            assertThat(bench.card(cards.getFirst()).contentRevision()).isEqualTo(revision + 1);
            assertThat(applied.actions().getFirst().changes()).extracting(PlanningAction.Change::type).containsExactly("context_artifact", "card", "card");
            assertThat(bench.events()).as("each with its event").extracting(Event::type).endsWith("card.updated", "card.updated", "project.planned");
        }
    }

    private static boolean ready(PlanningBench bench, UnitOfWork unit, Id<Card> id) {
        bench.planning.requireReady(unit, id);
        return true;
    }

    @Test
    default void whoWatchesCardsIsAskedBeforeTheyGo() {
        List<String> gone = new ArrayList<>();
        boolean[] busy = {true};
        CardWatch watch = new CardWatch() {
            @Override
            public Map<String, Long> dependents(UnitOfWork unit, List<Card> cards) {
                return Map.of("card_assignments", (long) cards.size());
            }

            @Override
            public void beforeDelete(UnitOfWork unit, List<Card> cards) {
                if (busy[0]) {
                    throw new RefusedException(ErrorCode.HAS_DEPENDENTS, "An agent is at it.");
                }
                cards.forEach(card -> gone.add(card.details().title()));
            }

            @Override
            public void beforeDelete(UnitOfWork unit, Workflow workflow) {
                gone.add(workflow.details().title());
            }
        };
        PlanningBench bench = new PlanningBench(database(), watch, new Actor(Actor.Kind.USER, "t1", "Ada"));
        String workflow = bench.workflow("Read");
        String activity = bench.activity(workflow, "Find");
        bench.card(activity, "Search");
        RefusedException refused = refusal(() -> bench.apply(action("delete_activity", "workflow_activity_id", activity)));
        assertThat(refused.details().get("dependents").toString()).contains("card_assignments", "cards");
        refusal(() -> bench.apply(action("delete_workflow", "workflow_id", workflow, "cascade", true)));
        assertThat(bench.all(bench.parts.cards())).hasSize(1);
        busy[0] = false;
        gone.clear();
        bench.apply(action("delete_workflow", "workflow_id", workflow, "cascade", true));
        assertThat(gone).containsExactly("Read", "Search");
        assertThat(bench.all(bench.parts.cards())).isEmpty();
    }

    @Test
    default void aMapOfTwoThousandCardsIsReadInFewStatementsAndItsTagChangesWithIt() {
        PlanningBench bench = new PlanningBench(database());
        String activity = bench.activity(bench.workflow("Read"), "Find");
        for (int i = 0; i < 10; i++) {
            bench.apply(IntStream.range(0, 200).mapToObj(n -> action("create_card", "workflow_activity_id", activity, "title", "Card " + n)).toList());
        }
        Json.Obj map = bench.read(unit -> StoryMaps.MAP.render(bench.maps.map(unit, bench.projects.get(unit, bench.project))));
        assertThat(map.get("counts").toString()).contains("2000");
        String tag = tag(bench);
        assertThat(tag(bench)).isEqualTo(tag);
        Card any = bench.all(bench.parts.cards()).getFirst();
        build(bench, any.id(), BuildState.RUNNING, "");
        assertThat(tag(bench)).as("a build changes the map without an action").isNotEqualTo(tag);
    }

    private static void build(PlanningBench bench, Id<Card> id, BuildState state, String branch) {
        bench.write(unit -> {
            Card card = bench.parts.cards().get(unit, id);
            Card.Build build = new Card.Build(state, state == BuildState.COMPLETED ? unit.now() : null, branch, "");
            bench.planning.built(unit, List.of(new Entities.Step<>(unit, card, card.built(unit.now(), build))));
            return true;
        });
    }

    private static String tag(PlanningBench bench) {
        return bench.read(unit -> bench.maps.tag(unit, bench.projects.get(unit, bench.project)));
    }
}
