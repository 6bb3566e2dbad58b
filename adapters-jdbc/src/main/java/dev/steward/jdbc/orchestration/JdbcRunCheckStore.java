package dev.steward.jdbc.orchestration;

import dev.steward.application.orchestration.RunCheckStore;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcRunCheckStore extends JdbcStore<RunCheck, RunCheckRow> implements RunCheckStore {

    JdbcRunCheckStore(Jdbc jdbc, RunCheckRows rows) {
        super(jdbc, rows, RunCheckRow.class, RunCheckRow::from, RunCheckRow::toRunCheck);
    }

    /** One end of the unique key for each type, however many attempts there were. */
    @Override
    public List<RunCheck> latest(Id<OrchestrationRun> run) {
        return Arrays.stream(CheckType.values())
                .map(type -> first("run_id = ? AND check_type = ? ORDER BY attempt DESC", run.value(), type.word()))
                .flatMap(Optional::stream).toList();
    }
}
