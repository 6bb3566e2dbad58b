package dev.steward.http.portfolio;

import dev.steward.application.portfolio.Organizations;
import dev.steward.domain.portfolio.Organization;
import dev.steward.http.Api;
import dev.steward.http.ResourceController;
import io.micronaut.http.annotation.Controller;

@Controller("/api/v1/organizations")
final class OrganizationController extends ResourceController<Organization> {

    OrganizationController(Api api, Organizations organizations) {
        super(api, organizations);
    }
}
