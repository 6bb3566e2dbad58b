package dev.steward.http.planning;

import dev.steward.application.UnitOfWork;
import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.application.planning.StoryMaps;
import dev.steward.application.planning.StoryMaps.Linked;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Card;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.IfAny;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Which artifacts a card needs, and what it should take from them. */
@Controller("/api/v1/cards/{card}/artifacts")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class CardArtifactController {

    private final Api api;
    private final Planning planning;
    private final PlanParts parts;
    private final StoryMaps maps;

    CardArtifactController(Api api, Planning planning, PlanParts parts, StoryMaps maps) {
        this.api = api;
        this.planning = planning;
        this.parts = parts;
        this.maps = maps;
    }

    @Get
    @NonBlocking
    @Operation(value = "listCardArtifacts", answer = "linked_artifact", list = true, summary = "The artifacts that are linked to a card, all of them, by name.")
    CompletionStage<HttpResponse<?>> list(HttpRequest<?> request, String card) {
        return api.view(request, unit -> Api.page(request,
                maps.linked(unit, parts.cards().get(unit, card)).stream().map(StoryMaps.LINKED::render).toList(), Optional.empty()));
    }

    @Post
    @Operation(value = "linkCardArtifact", body = "artifact_linking", answer = "linked_artifact", status = 201,
            summary = "Link an artifact of the project to a card. What is linked already gets the new hint.")
    CompletionStage<HttpResponse<?>> link(HttpRequest<?> request, String card, @Body @IfAny byte @Nullable [] body) {
        Json json = Requests.body(request, body);
        return api.write(request, body, unit -> {
            Card found = parts.cards().get(unit, card);
            Linked linked = maps.linked(unit, found, planning.link(unit, found, json).contextArtifactId().toString());
            return Answer.of(201, StoryMaps.LINKED.render(linked)).with("Location", request.getPath() + "/" + linked.artifact().id());
        });
    }

    @Get("/{artifact}")
    @NonBlocking
    @Operation(value = "getCardArtifact", answer = "linked_artifact", summary = "How an artifact is linked to a card.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String card, String artifact) {
        return api.view(request, unit -> Answer.ok(StoryMaps.LINKED.render(linked(unit, card, artifact))));
    }

    @Patch("/{artifact}")
    @Operation(value = "relinkCardArtifact", body = "artifact_linking", answer = "linked_artifact", summary = "Change the hint of a link.")
    CompletionStage<HttpResponse<?>> relink(HttpRequest<?> request, String card, String artifact, @Body @IfAny byte @Nullable [] body) {
        Json json = Requests.body(request, body);
        return api.write(request, body, unit -> {
            Linked before = linked(unit, card, artifact);
            Json named = json instanceof Json.Obj object ? object.with("context_artifact_id", Json.of(before.artifact().id().toString())) : json;
            planning.link(unit, parts.cards().get(unit, card), named);
            return Answer.ok(StoryMaps.LINKED.render(linked(unit, card, artifact)));
        });
    }

    @Delete("/{artifact}")
    @Operation(value = "unlinkCardArtifact", status = 204, summary = "Take an artifact from a card; the artifact stays.")
    CompletionStage<HttpResponse<?>> unlink(HttpRequest<?> request, String card, String artifact) {
        return api.write(request, null, unit -> {
            planning.unlink(unit, linked(unit, card, artifact).link());
            return Answer.noContent();
        });
    }

    private Linked linked(UnitOfWork unit, String card, String artifact) {
        return maps.linked(unit, parts.cards().get(unit, card), artifact);
    }
}
