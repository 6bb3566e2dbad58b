package dev.steward.http.planning;

import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.http.Api;
import io.micronaut.http.annotation.Controller;

@Controller("/api/v1/cards/{card}/knowledge")
final class KnowledgeController extends CardPartController<KnowledgeItem> {

    KnowledgeController(Api api, Planning planning, PlanParts parts) {
        super(api, planning, parts.knowledge(), parts.cards());
    }
}
