package dev.steward.application.planning;

import dev.steward.domain.Id;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;

/** The cards of a workspace, placed within their activity. A card is of its activity's project; the schema holds to it. */
public interface CardStore extends PlacedStore<Card> {

    /** The sum of the versions of a project's cards: another one whenever one of them changed. 0 without any. */
    long versions(Id<Project> project);
}
