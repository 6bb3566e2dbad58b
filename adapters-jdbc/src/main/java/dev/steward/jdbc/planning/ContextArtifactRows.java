package dev.steward.jdbc.planning;

import dev.steward.jdbc.Rows;

/** The table {@code context_artifact}. */
public interface ContextArtifactRows extends Rows<ContextArtifactRow> {
}
