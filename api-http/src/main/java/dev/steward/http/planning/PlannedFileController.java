package dev.steward.http.planning;

import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.domain.planning.PlannedFile;
import dev.steward.http.Api;
import io.micronaut.http.annotation.Controller;

@Controller("/api/v1/cards/{card}/planned-files")
final class PlannedFileController extends CardPartController<PlannedFile> {

    PlannedFileController(Api api, Planning planning, PlanParts parts) {
        super(api, planning, parts.files(), parts.cards());
    }
}
