package dev.steward.jdbc.orchestration;

import dev.steward.application.orchestration.OrchestrationRunStore;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;

@Singleton
final class JdbcOrchestrationRunStore extends JdbcStore<OrchestrationRun, OrchestrationRunRow> implements OrchestrationRunStore {

    JdbcOrchestrationRunStore(Jdbc jdbc, OrchestrationRunRows rows) {
        super(jdbc, rows, OrchestrationRunRow.class, OrchestrationRunRow::from, OrchestrationRunRow::toOrchestrationRun, LongTexts.NONE.andObjects("policy_snapshot", "input_snapshot"));
    }
}
