package dev.steward.application.planning;

import dev.steward.domain.Id;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.ContextArtifact;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which cards need which artifacts. A link goes with its card and with its artifact. */
public interface ArtifactLinkStore {

    Optional<ArtifactLink> find(Id<Card> card, Id<ContextArtifact> artifact);

    /** Keeps the link, in the place of an older one of the same card and artifact. */
    void put(ArtifactLink link);

    /** Removes the link; false when there was none. */
    boolean remove(Id<Card> card, Id<ContextArtifact> artifact);

    /** The links of these cards, by card, then by artifact. */
    List<ArtifactLink> of(Set<Id<Card>> cards);

    /** The links of a card, by artifact. */
    default List<ArtifactLink> of(Id<Card> card) {
        return of(Set.of(card));
    }

    /** The links to an artifact, by card. */
    List<ArtifactLink> to(ContextArtifact artifact);
}
