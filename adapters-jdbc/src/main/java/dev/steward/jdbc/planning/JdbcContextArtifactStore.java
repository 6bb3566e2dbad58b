package dev.steward.jdbc.planning;

import dev.steward.application.planning.ContextArtifactStore;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.Set;

@Singleton
final class JdbcContextArtifactStore extends JdbcStore<ContextArtifact, ContextArtifactRow> implements ContextArtifactStore {

    JdbcContextArtifactStore(Jdbc jdbc, ContextArtifactRows rows) {
        super(jdbc, rows, ContextArtifactRow.class, ContextArtifactRow::from, ContextArtifactRow::toContextArtifact, Set.of("content"), LongTexts.NONE);
    }
}
