package dev.steward.http.planning;

import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.http.Api;
import io.micronaut.http.annotation.Controller;

@Controller("/api/v1/projects/{project}/activities")
final class ActivityController extends ProjectPartController<WorkflowActivity> {

    ActivityController(Api api, Planning planning, PlanParts parts, Projects projects) {
        super(api, planning, parts.activities(), projects);
    }
}
