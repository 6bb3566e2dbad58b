package dev.steward.jdbc.orchestration;

import dev.steward.application.orchestration.ApprovalRequestStore;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.List;

@Singleton
final class JdbcApprovalRequestStore extends JdbcStore<ApprovalRequest, ApprovalRequestRow> implements ApprovalRequestStore {

    JdbcApprovalRequestStore(Jdbc jdbc, ApprovalRequestRows rows) {
        super(jdbc, rows, ApprovalRequestRow.class, ApprovalRequestRow::from, ApprovalRequestRow::toApprovalRequest, LongTexts.of("note"));
    }

    @Override
    public List<ApprovalRequest> standing(Id<Project> project, Id<OrchestrationRun> run) {
        return select("project_id = ? AND run_id = ? AND status IN ('pending', 'approved') ORDER BY id", project.value(), run.value());
    }
}
