package dev.steward.jdbc.orchestration;

import dev.steward.application.orchestration.RunCheckStore;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

@Singleton
final class JdbcRunCheckStore extends JdbcStore<RunCheck, RunCheckRow> implements RunCheckStore {

    JdbcRunCheckStore(Jdbc jdbc, RunCheckRows rows) {
        super(jdbc, rows, RunCheckRow.class, RunCheckRow::from, RunCheckRow::toRunCheck, Set.of("output"), LongTexts.NONE);
    }

    /** Type by type, so that both sides of the comparison are ranges of the unique key. */
    @Override
    public List<RunCheck> standing(Id<OrchestrationRun> run) {
        return Arrays.stream(CheckType.values()).flatMap(type -> outlines("""
                run_id = ? AND check_type = ? AND NOT EXISTS (
                  SELECT 1 FROM run_check AS later
                  WHERE later.workspace_id = run_check.workspace_id AND later.run_id = run_check.run_id AND later.check_type = run_check.check_type
                    AND later.attempt > run_check.attempt AND (later.assignment_id IS NULL OR later.assignment_id = run_check.assignment_id))
                ORDER BY attempt""", run.value(), type.word()).stream()).toList();
    }
}
