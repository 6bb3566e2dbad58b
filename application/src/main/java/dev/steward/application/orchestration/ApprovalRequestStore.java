package dev.steward.application.orchestration;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.portfolio.Project;
import java.util.List;

/** What persons are asked to approve. */
public interface ApprovalRequestStore extends Store<ApprovalRequest> {

    /** Those of a run that a change of its content would supersede: pending or approved, oldest first. */
    List<ApprovalRequest> standing(Id<Project> project, Id<OrchestrationRun> run);
}
