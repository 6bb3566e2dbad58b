package dev.steward.http.portfolio;

import dev.steward.application.portfolio.Areas;
import dev.steward.domain.portfolio.Area;
import dev.steward.http.Api;
import dev.steward.http.ResourceController;
import io.micronaut.http.annotation.Controller;

@Controller("/api/v1/areas")
final class AreaController extends ResourceController<Area> {

    AreaController(Api api, Areas areas) {
        super(api, areas);
    }
}
