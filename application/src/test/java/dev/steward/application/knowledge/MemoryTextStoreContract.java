package dev.steward.application.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.application.planning.PlanningSamples;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.planning.Card;
import dev.steward.domain.workspace.Workspace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public interface MemoryTextStoreContract {

    TestDatabase database();

    @Test
    default void wordsOfEveryScriptAreFoundExactly() {
        Id<Workspace> workspace = database().newWorkspace();
        MemoryUnit one = unit(workspace, "migrat", "数据", "据库", "zürich", "schluss", "東京", "a1");
        MemoryUnit other = unit(workspace, "migrat", "migration", "😀", "x".repeat(64));

        assertThat(having(workspace, "migrat")).containsExactlyInAnyOrder(one.id(), other.id());
        for (String word : List.of("数据", "据库", "zürich", "schluss", "東京", "a1")) {
            assertThat(having(workspace, word)).as(word).containsExactly(one.id());
        }
        for (String word : List.of("migration", "😀", "x".repeat(64))) {
            assertThat(having(workspace, word)).as(word).containsExactly(other.id());
        }
        for (String none : List.of("migr", "数", "zurich", "and", "or", "not", "near", "null", "nothing")) {
            assertThat(having(workspace, none)).as(none).isEmpty();
        }
        assertThat(having(workspace, "migrat", "数据")).containsExactly(one.id());
        assertThat(having(workspace, "migration", "数据")).isEmpty();
        assertThat(having(database().newWorkspace(), "migrat")).isEmpty();
    }

    @Test
    default void aPlaceHasWhatIsThereAndNoMoreThanAskedFor() {
        Id<Workspace> workspace = database().newWorkspace();
        Card card = PlanningSamples.card(database(), workspace);
        MemoryUnit ofCard = KnowledgeSamples.unit(database(), workspace, KnowledgeSamples.aUnit(card.projectId(), card.id()), "lock");
        MemoryUnit ofProject = KnowledgeSamples.unit(database(), workspace, KnowledgeSamples.aUnit(card.projectId(), null), "lock", "lock");
        MemoryUnit ofWorkspace = unit(workspace, "lock");
        MemoryPlace atCard = new MemoryPlace(card.projectId(), card.id());

        assertThat(having(workspace, atCard, 10, "lock")).containsExactly(ofCard.id());
        assertThat(having(workspace, MemoryPlace.of(card.projectId()), 10, "lock")).containsExactlyInAnyOrder(ofCard.id(), ofProject.id());
        assertThat(having(workspace, MemoryPlace.WORKSPACE, 10, "lock")).containsExactlyInAnyOrder(ofCard.id(), ofProject.id(), ofWorkspace.id());
        assertThat(having(workspace, MemoryPlace.WORKSPACE, 2, "lock")).hasSize(2);
        assertThat(newest(workspace, atCard, 5)).containsExactly(ofCard.id());
        assertThat(newest(workspace, MemoryPlace.of(card.projectId()), 5)).containsExactlyInAnyOrder(ofCard.id(), ofProject.id());
        assertThat(newest(workspace, MemoryPlace.WORKSPACE, 2)).hasSize(2);

        database().write(workspace, stores -> {
            MemoryUnit free = ofCard.withoutCard(TestDatabase.now());
            stores.of(MemoryUnitStore.class).update(ofCard, free);
            stores.of(MemoryTextStore.class).put(free, List.of("key"));
        });
        assertThat(having(workspace, atCard, 10, "key")).isEmpty();
        assertThat(having(workspace, MemoryPlace.of(card.projectId()), 10, "key")).containsExactly(ofCard.id());
        assertThat(having(workspace, MemoryPlace.of(card.projectId()), 10, "lock")).containsExactly(ofProject.id());
    }

    @Test
    default void wordsAreReadAsTheyWereWrittenAndGoWithTheirUnit() {
        Id<Workspace> workspace = database().newWorkspace();
        Card card = PlanningSamples.card(database(), workspace);
        MemoryUnit one = KnowledgeSamples.unit(database(), workspace, KnowledgeSamples.aUnit(card.projectId(), null, MemoryUnit.Kind.FACT, MemoryUnit.Status.DRAFT), "b", "a", "b");
        MemoryUnit wordless = unit(workspace);

        assertThat(documents(workspace, one, wordless)).containsExactlyInAnyOrder(
                new MemoryTextStore.Document(one.id(), card.projectId(), null, MemoryUnit.Kind.FACT, MemoryUnit.Status.DRAFT, List.of("b", "a", "b")),
                new MemoryTextStore.Document(wordless.id(), null, null, MemoryUnit.Kind.LEARNING, MemoryUnit.Status.APPROVED, List.of()));
        assertThat(documents(database().newWorkspace(), one)).isEmpty();
        database().write(workspace, stores -> stores.of(MemoryUnitStore.class).delete(one));
        assertThat(documents(workspace, one)).isEmpty();
        assertThat(having(workspace, "b")).isEmpty();
        assertThat(having(workspace, MemoryPlace.WORKSPACE, 10)).containsExactly(wordless.id());
    }

    @Test
    default void manyAreCountedUpToABound() {
        Id<Workspace> workspace = database().newWorkspace();
        IntStream.range(0, 5).forEach(i -> unit(workspace, "w"));

        assertThat(database().<Object>read(workspace, stores -> stores.of(MemoryTextStore.class).count(10))).isEqualTo(5);
        assertThat(database().<Object>read(workspace, stores -> stores.of(MemoryTextStore.class).count(3))).isEqualTo(3);
        assertThat(database().<Object>read(database().newWorkspace(), stores -> stores.of(MemoryTextStore.class).count(3))).isEqualTo(0);
    }

    private MemoryUnit unit(Id<Workspace> workspace, String... words) {
        return KnowledgeSamples.unit(database(), workspace, KnowledgeSamples.aUnit(null, null), words);
    }

    private Set<Id<MemoryUnit>> having(Id<Workspace> workspace, String... words) {
        return having(workspace, MemoryPlace.WORKSPACE, 100, words);
    }

    private Set<Id<MemoryUnit>> having(Id<Workspace> workspace, MemoryPlace place, int limit, String... words) {
        return database().read(workspace, stores -> stores.of(MemoryTextStore.class).having(place, List.of(words), limit));
    }

    private List<Id<MemoryUnit>> newest(Id<Workspace> workspace, MemoryPlace place, int limit) {
        return database().read(workspace, stores -> stores.of(MemoryTextStore.class).newest(place, limit));
    }

    private List<MemoryTextStore.Document> documents(Id<Workspace> workspace, MemoryUnit... units) {
        Set<Id<MemoryUnit>> ids = new HashSet<>();
        for (MemoryUnit unit : units) {
            ids.add(unit.id());
        }
        return database().read(workspace, stores -> stores.of(MemoryTextStore.class).documents(ids));
    }
}
