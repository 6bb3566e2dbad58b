package dev.steward.application.planning;

import dev.steward.domain.planning.KnowledgeItem;

/** What is known of the cards of a workspace; the items of one kind of one card are siblings. */
public interface KnowledgeItemStore extends PlacedStore<KnowledgeItem> {
}
