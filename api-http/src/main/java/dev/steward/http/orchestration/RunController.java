package dev.steward.http.orchestration;

import dev.steward.application.Query.Filter;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.Orchestration;
import dev.steward.application.orchestration.Runs;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
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

/** Runs and their assignments. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class RunController {

    private final Api api;
    private final Projects projects;
    private final Runs runs;
    private final Orchestration orchestration;
    private final Assignments assignments;

    RunController(Api api, Projects projects, Runs runs, Orchestration orchestration, Assignments assignments) {
        this.api = api;
        this.projects = projects;
        this.runs = runs;
        this.orchestration = orchestration;
        this.assignments = assignments;
    }

    @Get("/projects/{project}/runs")
    @NonBlocking
    @Operation(value = "listRuns", answer = "orchestration_run", list = true, summary = "The runs of a project, newest first.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "sort: id or -id.",
                "status: Only those in one of these states, separated by commas.", "scope: Only those for a card, or for a workflow.",
                "workflow_id: Only those of this workflow.", "card_id: Only those of this card."})
    CompletionStage<HttpResponse<?>> list(HttpRequest<?> request, String project) {
        return api.list(request, runs, (unit, query) -> query.and(Filter.in("project_id", projects.get(unit, project).id().value())));
    }

    @Post("/projects/{project}/runs")
    @Operation(value = "createRun", answer = "orchestration_run", body = "run_creation", status = 201,
            summary = "Make a run of a workflow or a card, with a snapshot of the project's policy; with start, also start it.")
    CompletionStage<HttpResponse<?>> create(HttpRequest<?> request, String project, @Body @IfAny byte @Nullable [] body) {
        Values values = Runs.CREATION.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            OrchestrationRun made = runs.create(unit, projects.get(unit, project), values);
            return created(unit, Runs.asksForStart(values) ? orchestration.start(unit, made) : made);
        });
    }

    @Get("/runs/{id}")
    @NonBlocking
    @Operation(value = "getRun", answer = "orchestration_run", summary = "Read a run.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String id) {
        return api.one(request, runs, unit -> runs.get(unit, id));
    }

    @Post("/runs/{id}/start")
    @Operation(value = "startRun", answer = "orchestration_run",
            summary = "Let agents claim its assignments. A run without any gets one for each card: a coder's, on a branch of its own, with the card's planned files as allowed paths.")
    CompletionStage<HttpResponse<?>> start(HttpRequest<?> request, String id) {
        return api.change(request, null, runs, unit -> runs.get(unit, id), orchestration::start);
    }

    @Post("/runs/{id}/cancel")
    @Operation(value = "cancelRun", answer = "orchestration_run", summary = "End a run and all that is open of it. Agents learn of it at their next heartbeat.")
    CompletionStage<HttpResponse<?>> cancel(HttpRequest<?> request, String id) {
        return api.change(request, null, runs, unit -> runs.get(unit, id), orchestration::cancel);
    }

    @Post("/runs/{id}/rerun")
    @Operation(value = "rerunRun", answer = "orchestration_run", status = 201,
            summary = "Make the next attempt of a run that failed or was cancelled: a new queued run with the assignments that were not completed, under today's policy.")
    CompletionStage<HttpResponse<?>> rerun(HttpRequest<?> request, String id) {
        return api.write(request, null, unit -> {
            OrchestrationRun run = runs.get(unit, id);
            Requests.requireMatch(request, run.version());
            return created(unit, orchestration.rerun(unit, run));
        });
    }

    @Get("/runs/{id}/assignments")
    @NonBlocking
    @Operation(value = "listAssignments", answer = "card_assignment", list = true, summary = "The assignments of a run, oldest first.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "sort: id or -id.",
                "status: Only those in one of these states, separated by commas.", "agent_role: Only those for these roles.",
                "agent_profile: Only those for these profiles.", "card_id: Only those of this card.", "claimed_by: Only those of this agent."})
    CompletionStage<HttpResponse<?>> assignments(HttpRequest<?> request, String id) {
        return api.list(request, assignments, (unit, query) -> {
            OrchestrationRun run = runs.get(unit, id);
            return query.and(Filter.in("project_id", run.details().projectId().value())).and(Filter.in("run_id", run.id().value()));
        });
    }

    @Post("/runs/{id}/assignments")
    @Operation(value = "createAssignment", answer = "card_assignment", body = "card_assignment", status = 201,
            summary = "Add an assignment to a run that has not ended; it can be claimed at once when the run has started.")
    CompletionStage<HttpResponse<?>> assign(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Assignments.SHAPE.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            CardAssignment made = assignments.create(unit, runs.get(unit, id), values);
            return Answer.of(201, assignments.render(unit, made)).version(made.version()).with("Location", "/api/v1/assignments/" + made.id());
        });
    }

    private Answer created(UnitOfWork unit, OrchestrationRun run) {
        return Answer.of(201, runs.render(unit, run)).version(run.version()).with("Location", "/api/v1/runs/" + run.id());
    }
}
