package dev.steward.http.planning;

import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.planning.Workflow;
import dev.steward.http.Api;
import io.micronaut.http.annotation.Controller;

@Controller("/api/v1/projects/{project}/workflows")
final class WorkflowController extends ProjectPartController<Workflow> {

    WorkflowController(Api api, Planning planning, PlanParts parts, Projects projects) {
        super(api, planning, parts.workflows(), projects);
    }
}
