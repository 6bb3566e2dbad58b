package dev.steward.jdbc.planning;

import dev.steward.application.planning.WorkflowStore;
import dev.steward.domain.Id;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;

@Singleton
final class JdbcWorkflowStore extends JdbcPlacedStore<Workflow, WorkflowRow> implements WorkflowStore {

    JdbcWorkflowStore(Jdbc jdbc, WorkflowRows rows) {
        super(jdbc, rows, WorkflowRow.class, WorkflowRow::from, WorkflowRow::toWorkflow, "workflow", "project_id", LongTexts.of("description"));
    }

    @Override
    public long versions(Id<Project> project) {
        return sumOfVersions(project);
    }
}
