package dev.steward.jdbc.portfolio;

import dev.steward.application.portfolio.AreaStore;
import dev.steward.domain.portfolio.Area;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;

@Singleton
final class JdbcAreaStore extends JdbcStore<Area, AreaRow> implements AreaStore {

    JdbcAreaStore(Jdbc jdbc, AreaRows rows) {
        super(jdbc, rows, AreaRow.class, AreaRow::from, AreaRow::toArea);
    }
}
