package dev.steward.jdbc.planning;

import dev.steward.application.planning.WorkflowActivityStore;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.jdbc.Jdbc;
import jakarta.inject.Singleton;

@Singleton
final class JdbcWorkflowActivityStore extends JdbcPlacedStore<WorkflowActivity, WorkflowActivityRow> implements WorkflowActivityStore {

    JdbcWorkflowActivityStore(Jdbc jdbc, WorkflowActivityRows rows) {
        super(jdbc, rows, WorkflowActivityRow.class, WorkflowActivityRow::from, WorkflowActivityRow::toWorkflowActivity, "workflow_activity", "workflow_id");
    }
}
