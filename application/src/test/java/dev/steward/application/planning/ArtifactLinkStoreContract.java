package dev.steward.application.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.StoreException;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.CardCounts;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.KnowledgeItem.Kind;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

public interface ArtifactLinkStoreContract {

    TestDatabase database();

    @Test
    default void aLinkIsKeptOnceAndItsHintIsTheLastOne() {
        Id<Workspace> workspace = database().newWorkspace();
        Card card = PlanningSamples.card(database(), workspace);
        ContextArtifact artifact = PlanningSamples.insert(database(), workspace, ContextArtifactStore.class, PlanningSamples.anArtifact(card.projectId(), "Style"));
        ArtifactLink first = new ArtifactLink(card.projectId(), card.id(), artifact.id(), "Ada", "", TestDatabase.now());
        ArtifactLink second = new ArtifactLink(card.projectId(), card.id(), artifact.id(), "Bob", "Only chapter 2", TestDatabase.now().plusMillis(1));

        put(workspace, first);
        assertThat(of(workspace, card)).containsExactly(first);
        put(workspace, second);
        assertThat(of(workspace, card)).containsExactly(second);
        assertThat(database().<List<ArtifactLink>>read(workspace, stores -> stores.of(ArtifactLinkStore.class).to(artifact))).containsExactly(second);
        assertThat(database().<Object>read(workspace, stores -> stores.of(ArtifactLinkStore.class).find(card.id(), artifact.id()).orElseThrow())).isEqualTo(second);
        assertThat(of(database().newWorkspace(), card)).isEmpty();

        database().write(database().newWorkspace(), stores -> assertThat(stores.of(ArtifactLinkStore.class).remove(card.id(), artifact.id())).isFalse());
        database().write(workspace, stores -> assertThat(stores.of(ArtifactLinkStore.class).remove(card.id(), artifact.id())).isTrue());
        database().write(workspace, stores -> assertThat(stores.of(ArtifactLinkStore.class).remove(card.id(), artifact.id())).isFalse());
        assertThat(of(workspace, card)).isEmpty();
    }

    @Test
    default void aLinkGoesWithItsArtifactAndNeverLeavesItsProject() {
        Id<Workspace> workspace = database().newWorkspace();
        Card card = PlanningSamples.card(database(), workspace);
        ContextArtifact artifact = PlanningSamples.insert(database(), workspace, ContextArtifactStore.class, PlanningSamples.anArtifact(card.projectId(), "Style"));
        put(workspace, new ArtifactLink(card.projectId(), card.id(), artifact.id(), "", "", TestDatabase.now()));
        Card elsewhere = PlanningSamples.card(database(), workspace);

        assertThatThrownBy(() -> put(workspace, new ArtifactLink(elsewhere.projectId(), elsewhere.id(), artifact.id(), "", "", TestDatabase.now())))
                .isInstanceOf(StoreException.Fault.class);
        database().write(workspace, stores -> stores.of(ContextArtifactStore.class).delete(artifact));
        assertThat(of(workspace, card)).isEmpty();
    }

    @Test
    default void whatACardHasIsCounted() {
        Id<Workspace> workspace = database().newWorkspace();
        Card card = PlanningSamples.card(database(), workspace);
        Card bare = PlanningSamples.card(database(), workspace);
        KnowledgeItem rejected = PlanningSamples.anItem(card, Kind.REQUIREMENT, 1);
        KnowledgeItem question = PlanningSamples.anItem(card, Kind.QUESTION, 1);
        database().write(workspace, stores -> {
            KnowledgeItemStore items = stores.of(KnowledgeItemStore.class);
            items.insert(PlanningSamples.anItem(card, Kind.REQUIREMENT, 0));
            items.insert(rejected.revise(TestDatabase.now(), new KnowledgeItem.Details("x", KnowledgeItem.Status.REJECTED, KnowledgeItem.Source.USER, null, "", ""), ""));
            items.insert(PlanningSamples.anItem(card, Kind.FACT, 0));
            items.insert(PlanningSamples.anItem(card, Kind.ASSUMPTION, 0));
            items.insert(PlanningSamples.anItem(card, Kind.QUESTION, 0));
            items.insert(question.revise(TestDatabase.now(), new KnowledgeItem.Details("Who?", KnowledgeItem.Status.APPROVED, KnowledgeItem.Source.USER, null, "", "Ada"), "Ada"));
            stores.of(PlannedFileStore.class).insert(PlanningSamples.aFile(card, "a.md", 0));
            stores.of(PlannedFileStore.class).insert(PlanningSamples.aFile(card, "b.md", 1));
            ContextArtifact artifact = PlanningSamples.anArtifact(card.projectId(), "Style");
            stores.of(ContextArtifactStore.class).insert(artifact);
            stores.of(ArtifactLinkStore.class).put(new ArtifactLink(card.projectId(), card.id(), artifact.id(), "", "", TestDatabase.now()));
        });
        Map<Id<Card>, CardCounts> expected = Map.of(card.id(), new CardCounts(1, 1, 1, 2, 1, 1, 2, 1));

        assertThat(database().<Object>read(workspace, stores -> stores.of(CardStore.class).counts(card.projectId()))).isEqualTo(expected);
        assertThat(database().<Object>read(workspace, stores -> stores.of(CardStore.class).counts(Set.of(card.id(), bare.id())))).isEqualTo(expected);
        assertThat(database().<Object>read(workspace, stores -> stores.of(CardStore.class).counts(Set.<Id<Card>>of()))).isEqualTo(Map.of());
        assertThat(database().<Object>read(database().newWorkspace(), stores -> stores.of(CardStore.class).counts(card.projectId()))).isEqualTo(Map.of());
    }

    private void put(Id<Workspace> workspace, ArtifactLink link) {
        database().write(workspace, stores -> stores.of(ArtifactLinkStore.class).put(link));
    }

    private List<ArtifactLink> of(Id<Workspace> workspace, Card card) {
        return database().read(workspace, stores -> stores.of(ArtifactLinkStore.class).of(card.id()));
    }
}
