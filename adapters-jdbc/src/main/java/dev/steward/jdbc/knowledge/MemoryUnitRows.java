package dev.steward.jdbc.knowledge;

import dev.steward.jdbc.Rows;

/** The table {@code memory_unit}. */
public interface MemoryUnitRows extends Rows<MemoryUnitRow> {
}
