package dev.steward.http.planning;

import dev.steward.application.planning.StoryMaps;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.portfolio.Project;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletionStage;

@Controller("/api/v1/projects/{project}/map")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MapController {

    private final Api api;
    private final StoryMaps maps;
    private final Projects projects;

    MapController(Api api, StoryMaps maps, Projects projects) {
        this.api = api;
        this.maps = maps;
        this.projects = projects;
    }

    @Get
    @NonBlocking
    @Operation(value = "getStoryMap", answer = "story_map", summary = "The whole story map: workflows, activities and cards by position, each card with what is missing.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String project) {
        return api.view(request, unit -> {
            Project found = projects.get(unit, project);
            String tag = maps.tag(unit, found);
            return Requests.hasTag(request, tag) ? Answer.notModified(tag) : Answer.ok(StoryMaps.MAP.render(maps.map(unit, found))).tag(tag);
        });
    }
}
