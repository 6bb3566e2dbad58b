package dev.steward.application.planning;

import static dev.steward.application.planning.PlanningBench.action;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.application.UnitOfWork;
import dev.steward.application.knowledge.Memory;
import dev.steward.application.knowledge.MemoryIntake;
import dev.steward.application.knowledge.TextAnalysis;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.Json;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A plan that is approved with its cards, and what the memory keeps of them, on every database. */
public interface ApprovalContract {

    String ALOUD = "The letter is read aloud in the lamp room at night while nobody else but the keeper is awake";
    String STYLE = "Short sentences without adverbs are what every chapter of this book consists of and whoever writes longer ones explains in the margin why";

    TestDatabase database();

    /** A map, and the memory of what is approved of it. Its parts have the same ids in every one. */
    final class Stage {

        private static final Pattern ID_OR_TIME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");
        /** No change of a memory that is seen again at the instant at which it was made. */
        private static final Pattern SEEN_AT = Pattern.compile(", last_seen_at=Obj.members=.(from|to)=Text.value=then., (from|to)=Text.value=then...");

        final Memory memory = new Memory(new Projects(new PlanParts(CardWatch.NONE)), new TextAnalysis() {
            @Override
            public List<String> words(String text) {
                return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")).filter(word -> !word.isEmpty()).toList();
            }

            @Override
            public List<String> asked(String question) {
                return words(question);
            }
        });
        final PlanningBench bench;

        Stage(TestDatabase database) {
            MemoryIntake intake = new MemoryIntake(memory);
            bench = new PlanningBench(database, new CardWatch() {
                @Override
                public void finalized(UnitOfWork unit, List<Card> cards) {
                    intake.finalized(unit, cards);
                }

                @Override
                public Map<String, Long> dependents(UnitOfWork unit, List<Card> cards) {
                    return Map.of();
                }

                @Override
                public void beforeDelete(UnitOfWork unit, List<Card> cards) {
                    intake.letGo(unit, cards);
                }

                @Override
                public void beforeDelete(UnitOfWork unit, Workflow workflow) {
                }
            }, new Actor(Actor.Kind.USER, "t1", "Ada"));
        }

        void approveTogether() {
            bench.write(unit -> bench.planning.finalizeWithCards(unit, bench.projects.get(unit, bench.project)));
        }

        void approveOneByOne() {
            bench.write(unit -> bench.planning.finalizeProject(unit, bench.projects.get(unit, bench.project)));
            for (Card card : bench.all(bench.parts.cards())) {
                if (!card.isFinalized() || card.isStale()) {
                    bench.write(unit -> bench.planning.finalizeCard(unit, card));
                }
            }
        }

        MemoryUnit unit(String content) {
            return bench.all(memory).stream().filter(one -> one.details().content().equals(content)).findFirst().orElseThrow();
        }

        /** All that is there and all that was recorded, without the project, times, and the ids that memories and projects happen to have. */
        Map<String, Object> whole() {
            Map<String, String> names = new HashMap<>(Map.of(bench.project.toString(), "project"));
            List<MemoryUnit> units = bench.all(memory);
            units.forEach(one -> names.put(one.id().toString(), one.kind() + " of " + one.subject() + ": " + one.details()));
            Map<String, Object> whole = new LinkedHashMap<>(bench.whole());
            whole.remove("project");
            Map<String, Object> memories = new TreeMap<>();
            bench.read(unit -> {
                units.forEach(one -> memories.put(named(one.id().toString(), names), named(Memory.SHAPE.render(one).toString(), names)
                        + memory.relations(unit, one).stream().map(relation -> named(Memory.RELATION.render(relation).toString(), names)).sorted().toList()));
                return true;
            });
            whole.put("memory", memories);
            Map<String, List<String>> events = new TreeMap<>();
            for (Event event : bench.events()) {
                if (!event.subjectType().equals("project")) {
                    events.computeIfAbsent(named(event.subjectId().toString(), names), none -> new ArrayList<>())
                            .add(event.type() + " " + event.actor() + " " + named(String.valueOf(event.projectId()), names) + " " + named(event.payload().toString(), names));
                }
            }
            whole.put("events", events);
            whole.put("log", log().stream().flatMap(List::stream).map(one -> one.actionType() + " " + one.targetRef() + " " + one.payload() + " " + one.actor()
                    + one.changes().stream().filter(change -> !change.type().equals("project")).toList()).toList());
            return whole;
        }

        List<List<PlanningAction>> log() {
            return LongStream.rangeClosed(1, bench.current().actionSequence()).mapToObj(bench::batch).toList();
        }

        private static String named(String text, Map<String, String> names) {
            return SEEN_AT.matcher(ID_OR_TIME.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group().contains("T") ? "then" : names.getOrDefault(found.group(), found.group()))))
                    .replaceAll("");
        }
    }

    private static String id(int number) {
        return new UUID(0x7000, 0x8000_0000_0000_0000L + number).toString();
    }

    private static Json.Obj item(int id, int card, String kind, String text, String status) {
        return action("upsert_card_knowledge_item", "card_id", id(card), "knowledge_item_id", id(id), "kind", kind, "text", text, "status", status);
    }

    private static Json.Obj link(int card, int artifact) {
        return action("link_context_artifact", "card_id", id(card), "context_artifact_id", id(artifact));
    }

    private static Json.Obj edit(int artifact, String content) {
        return action("update_context_artifact", "context_artifact_id", id(artifact), "content", content);
    }

    private static void plan(Stage stage) {
        List<Json.Obj> actions = new ArrayList<>(List.of(
                action("create_workflow", "", "", "title", "Write", "id", id(1)),
                action("create_activity", "workflow_id", id(1), "title", "Outline", "id", id(2))));
        for (int card = 10; card < 15; card++) {
            actions.add(action("create_card", "workflow_activity_id", id(2), "title", "Card " + card, "id", id(card)));
            actions.add(action("upsert_card_planned_file", "card_id", id(card), "planned_file_id", id(card + 90), "logical_file_name", "a.md", "artifact_kind", "util",
                    "action", "create", "intent_summary", "Holds it"));
        }
        actions.addAll(List.of(
                item(20, 10, "requirement", ALOUD, "approved"), item(21, 10, "requirement", ALOUD + " again", "draft"), item(22, 10, "fact", "It was never sent", "draft"),
                item(23, 11, "requirement", ALOUD, "draft"), item(24, 11, "question", "Who wrote it?", "draft"), item(25, 11, "assumption", "The witness is deaf", "approved"),
                item(26, 12, "requirement", "It begins at dawn", "draft"), item(27, 12, "fact", "It rains", "rejected"),
                item(28, 13, "requirement", ALOUD, "draft"), item(29, 13, "requirement", ALOUD + " once", "draft"), item(30, 13, "requirement", ALOUD + " more", "approved"),
                item(31, 14, "requirement", "It ends", "approved"),
                action("create_context_artifact", "", "", "name", "Style", "type", "doc", "content", STYLE, "id", id(40)),
                action("create_context_artifact", "", "", "name", "Manner", "type", "doc", "content", STYLE, "id", id(41)),
                action("create_context_artifact", "", "", "name", "Map", "type", "doc", "uri", "https://example.org/map", "id", id(42)),
                link(10, 40), link(11, 40), link(12, 40), link(13, 40), link(11, 41), link(12, 41), link(13, 42)));
        stage.bench.apply(actions);
    }

    private static void write(Stage stage, int card, String kind, String content) {
        stage.bench.write(unit -> stage.memory.write(unit, Memory.SHAPE.read(Json.obj("card_id", Json.of(id(card))).with("kind", Json.of(kind)).with("content", Json.of(content))), false));
    }

    @Test
    default void cardsThatAreApprovedTogetherBecomeWhatTheyBecomeOneByOne() {
        Stage together = new Stage(database());
        Stage oneByOne = new Stage(database());
        List<Consumer<Stage>> edits = List.of(
                ApprovalContract::plan,
                stage -> stage.bench.apply(item(20, 10, "requirement", "The letter is burnt", "approved"), action("delete_card_knowledge_item", "knowledge_item_id", id(22)),
                        action("update_card", "card_id", id(12), "title", "Dawn", "description", "It begins."), edit(40, "Long sentences.")),
                stage -> {
                    write(stage, 12, "fact", ALOUD);
                    MemoryUnit dawn = stage.unit("It begins at dawn");
                    stage.bench.write(unit -> stage.memory.reject(unit, dawn));
                    stage.bench.apply(item(20, 10, "requirement", ALOUD, "approved"), item(32, 12, "fact", ALOUD + " too", "draft"), item(33, 12, "fact", "And " + ALOUD, "approved"),
                            edit(40, STYLE), action("unlink_context_artifact", "card_id", id(11), "context_artifact_id", id(41)));
                },
                stage -> stage.bench.apply(action("update_card", "card_id", id(14), "title", "The end"), edit(42, "It is drawn.")));
        for (Consumer<Stage> edit : edits) {
            edit.accept(together);
            edit.accept(oneByOne);
            together.approveTogether();
            oneByOne.approveOneByOne();

            Map<String, Object> expected = oneByOne.whole();
            together.whole().forEach((what, is) -> assertThat(is).as(what).isEqualTo(expected.get(what)));
            assertThat(together.bench.all(together.bench.parts.cards())).noneMatch(Card::isStale).allMatch(Card::isFinalized);
        }
        assertThat(together.bench.events().stream().map(Event::type).collect(Collectors.toSet())).as("all that can become of a memory")
                .contains("card.finalized", "memory_unit.created", "memory_unit.seen", "memory_unit.superseded", "memory_unit.approved");
        assertThat(together.bench.events().stream().filter(event -> event.type().equals("card.finalized"))).hasSameSizeAs(
                oneByOne.bench.events().stream().filter(event -> event.type().equals("card.finalized")).toList());

        Stage replayed = new Stage(database());
        together.log().forEach(batch -> replayed.bench.write(unit -> replayed.bench.planning.replay(unit, replayed.bench.project, batch)));
        assertThat(replayed.bench.whole()).isEqualTo(together.bench.whole());
    }
}
