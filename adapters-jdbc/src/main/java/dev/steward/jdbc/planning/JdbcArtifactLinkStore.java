package dev.steward.jdbc.planning;

import dev.steward.application.planning.ArtifactLinkStore;
import dev.steward.domain.Id;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcPort;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

@Singleton
final class JdbcArtifactLinkStore implements ArtifactLinkStore, JdbcPort {

    private static final String SELECT = """
            SELECT project_id, card_id, context_artifact_id, linked_by, usage_hint, linked_at FROM card_context_artifact
            WHERE workspace_id = ?""";

    private final Jdbc jdbc;

    JdbcArtifactLinkStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<ArtifactLink> find(Id<Card> card, Id<ContextArtifact> artifact) {
        return jdbc.first(SELECT + " AND card_id = ? AND context_artifact_id = ? LIMIT 1",
                List.of(jdbc.workspace(), card.value(), artifact.value()), this::link);
    }

    @Override
    public void put(ArtifactLink link) {
        jdbc.update("""
                INSERT INTO card_context_artifact (workspace_id, project_id, card_id, context_artifact_id, linked_by, usage_hint, linked_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (workspace_id, card_id, context_artifact_id) DO UPDATE
                SET linked_by = excluded.linked_by, usage_hint = excluded.usage_hint, linked_at = excluded.linked_at""",
                jdbc.workspace(), link.projectId().value(), link.cardId().value(), link.contextArtifactId().value(), link.linkedBy(),
                link.usageHint(), link.linkedAt());
    }

    @Override
    public boolean remove(Id<Card> card, Id<ContextArtifact> artifact) {
        return jdbc.update("DELETE FROM card_context_artifact WHERE workspace_id = ? AND card_id = ? AND context_artifact_id = ?",
                jdbc.workspace(), card.value(), artifact.value()) == 1;
    }

    @Override
    public List<ArtifactLink> of(Set<Id<Card>> cards) {
        return jdbc.queryIn(SELECT + " AND card_id IN (%s) ORDER BY card_id, context_artifact_id", List.of(jdbc.workspace()), Columns.uuids(cards), this::link);
    }

    @Override
    public List<ArtifactLink> to(ContextArtifact artifact) {
        return jdbc.query(SELECT + " AND project_id = ? AND context_artifact_id = ? ORDER BY card_id",
                List.of(jdbc.workspace(), artifact.projectId().value(), artifact.id().value()), this::link);
    }

    private ArtifactLink link(ResultSet row) throws SQLException {
        return new ArtifactLink(new Id<>(UUID.fromString(row.getString("project_id"))), new Id<>(UUID.fromString(row.getString("card_id"))),
                new Id<>(UUID.fromString(row.getString("context_artifact_id"))), row.getString("linked_by"), row.getString("usage_hint"),
                jdbc.dialect().instant(row, "linked_at"));
    }
}
