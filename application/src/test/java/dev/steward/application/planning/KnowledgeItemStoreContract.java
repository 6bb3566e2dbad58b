package dev.steward.application.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.KnowledgeItem.Kind;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

public interface KnowledgeItemStoreContract extends PlacedStoreContract<KnowledgeItem> {

    @Override
    default Class<KnowledgeItemStore> port() {
        return KnowledgeItemStore.class;
    }

    @Override
    default KnowledgeItem sample(Id<Workspace> workspace) {
        return PlanningSamples.anItem(PlanningSamples.card(database(), workspace), Kind.REQUIREMENT, 1);
    }

    @Override
    default KnowledgeItem sibling(KnowledgeItem one, int position) {
        return new KnowledgeItem(PortfolioSamples.meta(), one.projectId(), one.cardId(), one.kind(), one.details(), one.answered(), position);
    }

    @Override
    default KnowledgeItem changed(KnowledgeItem item) {
        return item.revise(TestDatabase.now(), new KnowledgeItem.Details(PortfolioSamples.FOREIGN, KnowledgeItem.Status.REJECTED,
                KnowledgeItem.Source.IMPORTED, 0.125, "", ""), "Ada");
    }

    @Override
    default List<KnowledgeItem> edges(Id<Workspace> workspace) {
        Card card = PlanningSamples.card(database(), workspace);
        return List.of(
                KnowledgeItem.create(PortfolioSamples.meta(), card.projectId(), card.id(), Kind.FACT, new KnowledgeItem.Details(PortfolioSamples.text(20_000),
                        KnowledgeItem.Status.APPROVED, KnowledgeItem.Source.AGENT, 0.1, PortfolioSamples.text(2_000), ""), "", 0),
                new KnowledgeItem(PortfolioSamples.meta(), card.projectId(), card.id(), Kind.QUESTION, new KnowledgeItem.Details("x",
                        KnowledgeItem.Status.DRAFT, KnowledgeItem.Source.USER, 1.0, "", PortfolioSamples.text(20_000)),
                        new KnowledgeItem.Answered(PortfolioSamples.LATE, PortfolioSamples.FOREIGN), Integer.MAX_VALUE),
                KnowledgeItem.create(PortfolioSamples.meta(), card.projectId(), card.id(), Kind.ASSUMPTION, new KnowledgeItem.Details("x",
                        KnowledgeItem.Status.DRAFT, KnowledgeItem.Source.USER, 0.0, "", ""), "", 0));
    }

    @Test
    default void itemsOfAnotherKindAreNoSiblings() {
        Id<Workspace> workspace = newWorkspace();
        Card card = PlanningSamples.card(database(), workspace);
        KnowledgeItem fact = insert(workspace, PlanningSamples.anItem(card, Kind.FACT, 0));
        KnowledgeItem question = insert(workspace, PlanningSamples.anItem(card, Kind.QUESTION, 0));

        int siblings = database().read(workspace, stores -> stores.of(port()).siblings(fact));
        assertThat(siblings).isEqualTo(1);
        database().write(workspace, stores -> stores.of(port()).shift(fact, 0, 9, 1, TestDatabase.now()));
        assertThat(find(workspace, question)).contains(question);
        assertThat(find(workspace, fact).orElseThrow().position()).isEqualTo(1);
    }
}
