package dev.steward.application.planning;

import dev.steward.domain.Id;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.CardCounts;
import dev.steward.domain.portfolio.Project;
import java.util.Map;
import java.util.Set;

/** The cards of a workspace, placed within their activity. A card is of its activity's project; the schema holds to it. */
public interface CardStore extends PlacedStore<Card> {

    /** The sum of the versions of a project's cards: another one whenever one of them changed. 0 without any. */
    long versions(Id<Project> project);

    /** How much each card of a project has; one that has nothing is absent. */
    Map<Id<Card>, CardCounts> counts(Id<Project> project);

    /** The same for these cards. */
    Map<Id<Card>, CardCounts> counts(Set<Id<Card>> cards);
}
