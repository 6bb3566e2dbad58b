package dev.steward.application.planning;

import dev.steward.application.UnitOfWork;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.portfolio.Project;
import java.util.List;
import java.util.Map;

/** What other contexts keep of cards and workflows, which planning cannot know: the runs and assignments of orchestration, and the memory. */
public interface CardWatch {

    /** Nobody keeps anything. */
    CardWatch NONE = new CardWatch() {
        @Override
        public Map<String, Long> dependents(UnitOfWork unit, List<Card> cards) {
            return Map.of();
        }

        @Override
        public void beforeDelete(UnitOfWork unit, List<Card> cards) {
        }

        @Override
        public void beforeDelete(UnitOfWork unit, Workflow workflow) {
        }
    };

    /** How many rows of those contexts, by their plural names, go with a project. */
    default Map<String, Long> dependents(UnitOfWork unit, Project project) {
        return Map.of();
    }

    /** Called before a project goes, before the same for its cards. */
    default void beforeDelete(UnitOfWork unit, Project project) {
    }

    /** Called after cards were approved as they are, in their order. */
    default void finalized(UnitOfWork unit, List<Card> cards) {
    }

    /** How many rows, by their plural names, depend on these cards; only cascade deletes cards that have some. */
    Map<String, Long> dependents(UnitOfWork unit, List<Card> cards);

    /** Called before cards go, one by one or with what they hang below: lets go what may stay, or refuses by throwing. */
    void beforeDelete(UnitOfWork unit, List<Card> cards);

    /** Called before a workflow goes, and before the same for its cards: what becomes of them is nothing to show on it any more. */
    void beforeDelete(UnitOfWork unit, Workflow workflow);
}
