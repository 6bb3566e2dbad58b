package dev.steward.application.planning;

import static dev.steward.application.planning.PlanningBench.action;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.PlanningAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The accepted log, applied in order to an empty project, makes the same map: whatever was done, and whatever was rejected in between. */
public interface ReplayProperty {

    TestDatabase database();

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    default void theLogMakesTheMap(@ForAll long seed) {
        Random random = new Random(seed);
        PlanningBench bench = new PlanningBench(database());
        bench.card(bench.activity(bench.workflow("Read"), "Find"), "Search");
        int rejected = 0;
        for (int i = 0; i < 25; i++) {
            try {
                step(bench, random);
            } catch (RefusedException e) {
                rejected++;
            }
        }
        assertThat(bench.current().actionSequence()).as("more happened than the beginning").isGreaterThan(3);
        assertThat(bench.places()).allSatisfy(row -> assertThat(row).isEqualTo(IntStream.range(0, row.size()).boxed().toList()));

        PlanningBench copy = new PlanningBench(database());
        for (long sequence = 1; sequence <= bench.current().actionSequence(); sequence++) {
            List<PlanningAction> batch = bench.batch(sequence);
            assertThat(batch).as("every number has its batch").isNotEmpty();
            copy.write(unit -> copy.planning.replay(unit, copy.project, batch));
        }

        assertThat(copy.whole()).as("seed %s, %s refusals", seed, rejected).isEqualTo(bench.whole());
    }

    private static void step(PlanningBench bench, Random random) {
        switch (random.nextInt(13)) {
            case 0 -> {
                Card card = any(bench.all(bench.parts.cards()), random);
                bench.write(unit -> bench.planning.move(unit, bench.parts.cards().get(unit, card.id()), Json.obj("new_position", Json.of(random.nextInt(4)))));
            }
            case 1 -> bench.write(unit -> bench.projects.update(unit, bench.projects.get(unit, bench.project), Projects.SHAPE.merge(
                    bench.projects.get(unit, bench.project), Json.obj("description", Json.of("Of " + random.nextInt(9))).with("notes", Json.of("n")))));
            case 2 -> bench.write(unit -> bench.planning.finalizeProject(unit, bench.projects.get(unit, bench.project)));
            case 3 -> {
                Card card = any(bench.all(bench.parts.cards()), random);
                bench.write(unit -> bench.planning.finalizeCard(unit, bench.parts.cards().get(unit, card.id())));
            }
            case 4 -> {
                Card card = any(bench.all(bench.parts.cards()), random);
                bench.write(unit -> bench.planning.appendKnowledge(unit, card.id(), List.of(
                        new Planning.Learned(KnowledgeItem.Kind.FACT, "learned " + random.nextInt(3), 0.25, "log"))));
            }
            case 5 -> {
                KnowledgeItem item = any(bench.all(bench.parts.knowledge()), random);
                bench.write(unit -> bench.planning.update(unit, bench.parts.knowledge(), item,
                        Json.obj("text", Json.of("t" + random.nextInt(9))).with("position", Json.of(random.nextInt(3)))));
            }
            case 6 -> {
                ContextArtifact artifact = any(bench.all(bench.parts.artifacts()), random);
                bench.apply(action("link_context_artifact", "card_id", any(bench.all(bench.parts.cards()), random).id(), "context_artifact_id", artifact.id()));
                bench.write(unit -> bench.planning.update(unit, bench.parts.artifacts(), bench.parts.artifacts().get(unit, artifact.id()),
                        Json.obj("uri", Json.of("https://example.org/" + random.nextInt(9)))));
            }
            default -> {
                List<Json.Obj> batch = new ArrayList<>();
                for (int n = random.nextInt(4); n >= 0; n--) {
                    batch.add(random(bench, random));
                }
                if (random.nextInt(8) == 0) {
                    batch.add(action("delete_card", "card_id", UUID.randomUUID()));
                }
                bench.apply(batch);
            }
        }
    }

    private static Json.Obj random(PlanningBench bench, Random random) {
        String word = "w" + random.nextInt(100);
        return switch (random.nextInt(18)) {
            case 0, 1 -> random.nextBoolean() ? action("create_workflow", "", "", "title", word) : action("create_workflow", "", "", "title", word, "position", random.nextInt(3));
            case 2, 3 -> action("create_activity", "workflow_id", id(bench.all(bench.parts.workflows()), random), "title", word, "color", "pink", "position", random.nextInt(3));
            case 4, 5, 6 -> random.nextBoolean()
                    ? action("create_card", "workflow_activity_id", id(bench.all(bench.parts.activities()), random), "title", word)
                    : action("create_card", "workflow_activity_id", id(bench.all(bench.parts.activities()), random), "title", word, "position", random.nextInt(4), "priority", 3);
            case 7 -> action("update_card", "card_id", id(bench.all(bench.parts.cards()), random), "description", word, "status", "review");
            case 8 -> action("reorder_card", "card_id", id(bench.all(bench.parts.cards()), random), "new_position", random.nextInt(5),
                    "workflow_activity_id", id(bench.all(bench.parts.activities()), random));
            case 9 -> action("update_activity", "workflow_activity_id", id(bench.all(bench.parts.activities()), random), "position", random.nextInt(3),
                    "workflow_id", id(bench.all(bench.parts.workflows()), random));
            case 10 -> action("update_workflow", "workflow_id", id(bench.all(bench.parts.workflows()), random), "title", word, "position", random.nextInt(3));
            case 11 -> switch (random.nextInt(6)) {
                case 0 -> action("delete_workflow", "workflow_id", id(bench.all(bench.parts.workflows()), random), "cascade", random.nextBoolean());
                case 1, 2 -> action("delete_activity", "workflow_activity_id", id(bench.all(bench.parts.activities()), random), "cascade", true);
                default -> action("delete_card", "card_id", id(bench.all(bench.parts.cards()), random), "cascade", random.nextBoolean());
            };
            case 12, 13 -> action("upsert_card_knowledge_item", "card_id", id(bench.all(bench.parts.cards()), random), "kind",
                    KnowledgeItem.Kind.values()[random.nextInt(4)].word(), "text", word, "position", random.nextInt(2));
            case 14 -> action("upsert_card_planned_file", "card_id", id(bench.all(bench.parts.cards()), random), "logical_file_name", "src/" + word + ".ts",
                    "artifact_kind", "test", "action", "create", "intent_summary", word);
            case 15 -> random.nextBoolean() ? action("create_context_artifact", "", "", "name", word, "type", "doc", "content", "says " + word)
                    : action("create_context_artifact", "", "", "name", word, "type", "spec", "content", word, "card_id", id(bench.all(bench.parts.cards()), random), "usage_hint", word);
            case 16 -> action(random.nextInt(3) == 0 ? "unlink_context_artifact" : "link_context_artifact", "card_id", id(bench.all(bench.parts.cards()), random),
                    "context_artifact_id", id(bench.all(bench.parts.artifacts()), random));
            default -> switch (random.nextInt(4)) {
                case 0 -> action("update_project", "", "", "tech_stack", word, "name", "Novel " + word);
                case 1 -> action("update_context_artifact", "context_artifact_id", id(bench.all(bench.parts.artifacts()), random), "content", "now " + word);
                case 2 -> action("delete_context_artifact", "context_artifact_id", id(bench.all(bench.parts.artifacts()), random), "cascade", random.nextBoolean());
                default -> action("delete_card_knowledge_item", "knowledge_item_id", id(bench.all(bench.parts.knowledge()), random));
            };
        };
    }

    private static <E extends Entity<E>> E any(List<E> all, Random random) {
        if (all.isEmpty()) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "There is none yet.");
        }
        return all.get(random.nextInt(all.size()));
    }

    /** One of them, or, of none, an id that nothing has. */
    private static <E extends Entity<E>> Object id(List<E> all, Random random) {
        return all.isEmpty() ? UUID.randomUUID() : all.get(random.nextInt(all.size())).id();
    }
}
