package dev.steward.jdbc.planning;

import dev.steward.application.planning.CardStore;
import dev.steward.domain.Id;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Jdbc;
import jakarta.inject.Singleton;

@Singleton
final class JdbcCardStore extends JdbcPlacedStore<Card, CardRow> implements CardStore {

    JdbcCardStore(Jdbc jdbc, CardRows rows) {
        super(jdbc, rows, CardRow.class, CardRow::from, CardRow::toCard, "card", "workflow_activity_id");
    }

    @Override
    public long versions(Id<Project> project) {
        return sumOfVersions(project);
    }
}
