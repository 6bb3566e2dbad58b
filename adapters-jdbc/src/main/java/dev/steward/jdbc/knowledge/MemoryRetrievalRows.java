package dev.steward.jdbc.knowledge;

import dev.steward.jdbc.Rows;

/** The table {@code memory_retrieval}. */
public interface MemoryRetrievalRows extends Rows<MemoryRetrievalRow> {
}
