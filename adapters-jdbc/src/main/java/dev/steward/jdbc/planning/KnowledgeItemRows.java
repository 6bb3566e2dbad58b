package dev.steward.jdbc.planning;

import dev.steward.jdbc.Rows;

/** The table {@code knowledge_item}. */
public interface KnowledgeItemRows extends Rows<KnowledgeItemRow> {
}
