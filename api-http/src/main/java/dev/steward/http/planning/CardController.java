package dev.steward.http.planning;

import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Card;
import dev.steward.http.Api;
import dev.steward.http.IfAny;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/projects/{project}/cards")
final class CardController extends ProjectPartController<Card> {

    CardController(Api api, Planning planning, PlanParts parts, Projects projects) {
        super(api, planning, parts.cards(), projects);
    }

    @Post("/{id}/move")
    @Operation(value = "move", body = "card_move", summary = "Move a card to a place in its activity or in another one of the project; beyond the end is the last place.")
    CompletionStage<HttpResponse<?>> move(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Json json = Requests.body(request, body);
        return api.change(request, body, kind, unit -> locked(request, unit, id), (unit, card) -> planning.move(unit, card, json));
    }
}
