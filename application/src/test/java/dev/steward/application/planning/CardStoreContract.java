package dev.steward.application.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.StoreException;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Id;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

public interface CardStoreContract extends PlacedStoreContract<Card> {

    @Override
    default Class<CardStore> port() {
        return CardStore.class;
    }

    @Override
    default Card sample(Id<Workspace> workspace) {
        return PlanningSamples.aCard(PlanningSamples.activity(database(), workspace), 2);
    }

    @Override
    default Card sibling(Card one, int position) {
        return Card.create(PortfolioSamples.meta(), one.projectId(), one.workflowActivityId(), one.details(), position);
    }

    @Override
    default Card changed(Card card) {
        return card.revise(TestDatabase.now(), new Card.Details(PortfolioSamples.FOREIGN, PortfolioSamples.FOREIGN, Card.Status.QUESTIONS, 0, PortfolioSamples.FOREIGN));
    }

    @Override
    default List<Card> edges(Id<Workspace> workspace) {
        WorkflowActivity activity = PlanningSamples.activity(database(), workspace);
        return List.of(
                new Card(PortfolioSamples.meta(), activity.projectId(), activity.id(), new Card.Details("x", "", Card.Status.PRODUCTION, 0, ""), 0,
                        new Card.Build(BuildState.COMPLETED, PortfolioSamples.LATE, PortfolioSamples.FOREIGN, ""), Long.MAX_VALUE,
                        new Card.Finalized(PortfolioSamples.EARLY, PortfolioSamples.FOREIGN, Long.MAX_VALUE)),
                new Card(PortfolioSamples.meta(), activity.projectId(), activity.id(),
                        new Card.Details(PortfolioSamples.text(500), PortfolioSamples.text(100_000), Card.Status.REVIEW, 1_000_000, PortfolioSamples.text(20_000)),
                        Integer.MAX_VALUE, new Card.Build(BuildState.FAILED, null, "", PortfolioSamples.text(20_000)), 1, null));
    }

    @Test
    default void theirVersionsAreSummedUpByProject() {
        Id<Workspace> workspace = newWorkspace();
        Card one = insert(workspace);
        insert(workspace, sibling(one, 4));
        Card next = changed(one);
        database().write(workspace, stores -> stores.of(port()).update(one, next));
        Card stranger = insert(workspace);

        assertThat(versions(workspace, one)).isEqualTo(3);
        assertThat(versions(workspace, stranger)).isEqualTo(1);
        assertThat(versions(newWorkspace(), one)).isZero();
    }

    @Test
    default void aCardCannotHangBelowAnotherProjectsActivity() {
        Id<Workspace> workspace = newWorkspace();
        Card one = insert(workspace);
        WorkflowActivity elsewhere = PlanningSamples.activity(database(), workspace);

        assertThatThrownBy(() -> database().write(workspace, stores -> stores.of(port()).update(one, one.below(TestDatabase.now(), elsewhere.id(), 0))))
                .isInstanceOf(StoreException.Fault.class);
        assertThat(find(workspace, one)).contains(one);
    }

    private long versions(Id<Workspace> workspace, Card one) {
        return database().read(workspace, stores -> stores.of(port()).versions(one.projectId()));
    }
}
