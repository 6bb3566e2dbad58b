package dev.steward.http.planning;

import dev.steward.application.Query.Filter;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.planning.ActionRejected;
import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.portfolio.Project;
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
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Changes of a story map in batches, and their log. */
@Controller("/api/v1/projects/{project}/actions")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class ActionController {

    private final Api api;
    private final Planning planning;
    private final PlanParts parts;
    private final Projects projects;

    ActionController(Api api, Planning planning, PlanParts parts, Projects projects) {
        this.api = api;
        this.planning = planning;
        this.parts = parts;
        this.projects = projects;
    }

    @Get
    @NonBlocking
    @Operation(value = "listPlanningActions", answer = "planning_action", list = true, summary = "The log of a story map, newest first; rejected batches are in it by their rejected action.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "outcome: Only `accepted` or `rejected` ones.",
                    "action_type: Only these, separated by commas.", "sort: `id` for oldest first."})
    CompletionStage<HttpResponse<?>> list(HttpRequest<?> request, String project) {
        return api.list(request, parts.actions(), (unit, query) -> query.and(Filter.in("project_id", projects.get(unit, project).id().value())));
    }

    @Get("/{id}")
    @NonBlocking
    @Operation(value = "getPlanningAction", answer = "planning_action", summary = "One entry of the log.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String project, String id) {
        return api.one(request, parts.actions(), unit -> parts.actions().getWithin(unit, projects.get(unit, project).id(), id));
    }

    @Post
    @Operation(value = "applyPlanningActions", body = "planning_batch", answer = "planning_result", status = 201,
            summary = "Apply a batch of actions to a story map, all of them or none.")
    CompletionStage<HttpResponse<?>> apply(HttpRequest<?> request, String project, @Body @IfAny byte @Nullable [] body) {
        Values values = Planning.BATCH.read(Requests.body(request, body));
        return api.afterwards(request, api.write(request, body, unit -> applied(unit, project, values, 201)), ActionRejected.class, planning::logRejection);
    }

    @Post("/preview")
    @Operation(value = "previewPlanningActions", body = "planning_batch", answer = "planning_result",
            summary = "What a batch would do: applied by the same code and taken back. Nothing of it stays, nothing is logged.")
    CompletionStage<HttpResponse<?>> preview(HttpRequest<?> request, String project, @Body @IfAny byte @Nullable [] body) {
        Values values = Planning.BATCH.read(Requests.body(request, body));
        return api.rehearse(request, unit -> applied(unit, project, values, 200));
    }

    private Answer applied(UnitOfWork unit, String key, Values values, int status) {
        Project project = projects.get(unit, key);
        Answer answer = Answer.of(status, Planning.APPLIED.render(planning.apply(unit, project, values)));
        return status == 201 ? answer.with("Location", "/api/v1/projects/" + project.id() + "/map") : answer;
    }
}
