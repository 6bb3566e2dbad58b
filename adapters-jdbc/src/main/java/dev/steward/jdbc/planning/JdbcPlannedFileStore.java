package dev.steward.jdbc.planning;

import dev.steward.application.planning.PlannedFileStore;
import dev.steward.domain.planning.PlannedFile;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;

@Singleton
final class JdbcPlannedFileStore extends JdbcPlacedStore<PlannedFile, PlannedFileRow> implements PlannedFileStore {

    JdbcPlannedFileStore(Jdbc jdbc, PlannedFileRows rows) {
        super(jdbc, rows, PlannedFileRow.class, PlannedFileRow::from, PlannedFileRow::toPlannedFile, "planned_file", "card_id", LongTexts.of("intent_summary", "contract_notes"));
    }
}
