package dev.steward.http.portfolio;

import dev.steward.application.portfolio.Projects;
import dev.steward.domain.portfolio.Project;
import dev.steward.http.Api;
import dev.steward.http.Operation;
import dev.steward.http.ResourceController;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import java.util.concurrent.CompletionStage;

@Controller("/api/v1/projects")
final class ProjectController extends ResourceController<Project> {

    private final Projects projects;

    ProjectController(Api api, Projects projects) {
        super(api, projects);
        this.projects = projects;
    }

    @Post("/{id}/archive")
    @Operation(value = "archive", summary = "Archive a project: it refuses edits and new parts until it is unarchived. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> archive(HttpRequest<?> request, String id) {
        return api.change(request, null, projects, unit -> projects.get(unit, id), projects::archive);
    }

    @Post("/{id}/unarchive")
    @Operation(value = "unarchive", summary = "Open an archived project again. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> unarchive(HttpRequest<?> request, String id) {
        return api.change(request, null, projects, unit -> projects.get(unit, id), projects::unarchive);
    }
}
