package dev.steward.http.portfolio;

import dev.steward.application.portfolio.Milestones;
import dev.steward.domain.portfolio.Milestone;
import dev.steward.http.Api;
import dev.steward.http.ResourceController;
import io.micronaut.http.annotation.Controller;

@Controller("/api/v1/milestones")
final class MilestoneController extends ResourceController<Milestone> {

    MilestoneController(Api api, Milestones milestones) {
        super(api, milestones);
    }
}
