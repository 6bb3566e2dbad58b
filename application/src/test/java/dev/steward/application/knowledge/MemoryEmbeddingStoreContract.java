package dev.steward.application.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.application.knowledge.MemoryEmbeddingStore.Embedding;
import dev.steward.application.planning.PlanningSamples;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryUnit.Status;
import dev.steward.domain.knowledge.MemoryVector;
import dev.steward.domain.planning.Card;
import dev.steward.domain.workspace.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

public interface MemoryEmbeddingStoreContract {

    TestDatabase database();

    @Test
    default void aUnitMissesItsVectorUntilItHasOneOfWhatItSaysNow() {
        Id<Workspace> workspace = database().newWorkspace();
        MemoryUnit unit = unit(workspace, KnowledgeSamples.aUnit(null, null));
        unit(workspace, KnowledgeSamples.aUnit(null, null, MemoryUnit.Kind.FACT, Status.REJECTED));
        Embedding embedding = embedding(unit, 0.5, -1e-30);

        assertThat(missing(workspace, "m", 2)).containsExactly(unit);
        assertThat(missing(database().newWorkspace(), "m", 2)).isEmpty();
        put(workspace, embedding);
        assertThat(missing(workspace, "m", 2)).isEmpty();
        assertThat(missing(workspace, "other", 2)).containsExactly(unit);
        assertThat(missing(workspace, "m", 3)).containsExactly(unit);
        assertThat(newest(workspace, MemoryPlace.WORKSPACE, 5)).containsExactly(embedding);
        assertThat(newest(database().newWorkspace(), MemoryPlace.WORKSPACE, 5)).isEmpty();

        MemoryUnit revised = unit.revise(TestDatabase.now(), unit.details(), "e".repeat(64));
        database().write(workspace, stores -> stores.of(MemoryUnitStore.class).update(unit, revised));
        assertThat(missing(workspace, "m", 2)).containsExactly(revised);
        Embedding anew = embedding(revised, 1, 2);
        put(workspace, anew);
        assertThat(newest(workspace, MemoryPlace.WORKSPACE, 5)).containsExactly(anew);

        database().write(workspace, stores -> stores.of(MemoryUnitStore.class).delete(revised));
        put(workspace, anew);
        assertThat(newest(workspace, MemoryPlace.WORKSPACE, 5)).isEmpty();
    }

    @Test
    default void vectorsAreOfTheirPlaceAndTheNewestFirst() {
        Id<Workspace> workspace = database().newWorkspace();
        Card card = PlanningSamples.card(database(), workspace);
        MemoryUnit ofCard = unit(workspace, KnowledgeSamples.aUnit(card.projectId(), card.id()));
        MemoryUnit ofProject = unit(workspace, KnowledgeSamples.aUnit(card.projectId(), null));
        MemoryUnit ofWorkspace = unit(workspace, KnowledgeSamples.aUnit(null, null, MemoryUnit.Kind.FACT, Status.SUPERSEDED));
        List.of(ofCard, ofProject, ofWorkspace).forEach(unit -> put(workspace, embedding(unit, 1)));

        assertThat(newest(workspace, new MemoryPlace(card.projectId(), card.id()), 5)).extracting(Embedding::unit).containsExactly(ofCard.id());
        assertThat(newest(workspace, MemoryPlace.of(card.projectId()), 5)).extracting(Embedding::unit).containsExactlyInAnyOrder(ofCard.id(), ofProject.id())
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(newest(workspace, MemoryPlace.of(card.projectId()), 1)).hasSize(1);
        assertThat(newest(workspace, MemoryPlace.WORKSPACE, 5)).hasSize(2);
        assertThat(database().<List<Embedding>>read(workspace, stores -> stores.of(MemoryEmbeddingStore.class).newest(MemoryPlace.WORKSPACE, "m", 1, Set.of(Status.SUPERSEDED), 5)))
                .extracting(Embedding::unit).containsExactly(ofWorkspace.id());
        assertThat(database().<List<Embedding>>read(workspace, stores -> stores.of(MemoryEmbeddingStore.class).newest(MemoryPlace.WORKSPACE, "m", 2, Set.of(Status.APPROVED), 5))).isEmpty();
    }

    private MemoryUnit unit(Id<Workspace> workspace, MemoryUnit unit) {
        return KnowledgeSamples.unit(database(), workspace, unit, "x");
    }

    private static Embedding embedding(MemoryUnit unit, double... numbers) {
        return new Embedding(unit.id(), "m", unit.contentHash(), MemoryVector.of(Arrays.stream(numbers).boxed().toList()), TestDatabase.now());
    }

    private void put(Id<Workspace> workspace, Embedding embedding) {
        database().write(workspace, stores -> stores.of(MemoryEmbeddingStore.class).put(embedding));
    }

    private List<MemoryUnit> missing(Id<Workspace> workspace, String model, int dimension) {
        return database().read(workspace, stores -> stores.of(MemoryEmbeddingStore.class).missing(model, dimension, 5));
    }

    private List<Embedding> newest(Id<Workspace> workspace, MemoryPlace place, int limit) {
        return database().read(workspace, stores -> {
            List<Embedding> two = stores.of(MemoryEmbeddingStore.class).newest(place, "m", 2, Set.of(Status.APPROVED, Status.DRAFT), limit);
            return two.isEmpty() ? stores.of(MemoryEmbeddingStore.class).newest(place, "m", 1, Set.of(Status.APPROVED, Status.DRAFT), limit) : two;
        });
    }
}
