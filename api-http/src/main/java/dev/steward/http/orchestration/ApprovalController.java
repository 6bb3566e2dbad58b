package dev.steward.http.orchestration;

import dev.steward.application.Query.Filter;
import dev.steward.application.Units;
import dev.steward.application.Values;
import dev.steward.application.orchestration.Approvals;
import dev.steward.application.orchestration.Runs;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.IfAny;
import dev.steward.http.Needs;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import dev.steward.http.Waits;
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
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What persons are asked to approve, and their answers. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class ApprovalController {

    private final Api api;
    private final Units units;
    private final Waits waits;
    private final Runs runs;
    private final Approvals approvals;

    ApprovalController(Api api, Units units, Waits waits, Runs runs, Approvals approvals) {
        this.api = api;
        this.units = units;
        this.waits = waits;
        this.runs = runs;
        this.approvals = approvals;
    }

    @Get("/approvals")
    @NonBlocking
    @Operation(value = "listApprovals", answer = "approval_request", list = true, summary = "What is or was to be approved, newest first; status=pending is what waits for a person.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "status: Only those in one of these states, separated by commas.",
                "approval_type: Only create_pr or merge_pr.", "project_id: Only of this project, id or slug.", "run_id: Only of this run."})
    CompletionStage<HttpResponse<?>> list(HttpRequest<?> request) {
        return api.list(request, approvals);
    }

    @Get("/runs/{id}/approvals")
    @NonBlocking
    @Operation(value = "listRunApprovals", answer = "approval_request", list = true, summary = "What is or was to be approved of a run, newest first.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "status: Only those in one of these states, separated by commas.",
                "approval_type: Only create_pr or merge_pr."})
    CompletionStage<HttpResponse<?>> ofRun(HttpRequest<?> request, String id) {
        return api.list(request, approvals, (unit, query) -> {
            OrchestrationRun run = runs.get(unit, id);
            return query.and(Filter.in("project_id", run.details().projectId().value())).and(Filter.in("run_id", run.id().value()));
        });
    }

    @Post("/runs/{id}/approvals")
    @Operation(value = "createApproval", answer = "approval_request", body = "approval_request", status = 201,
            summary = "Ask for an approval of what a run has brought about so far. Needs a green gate.")
    CompletionStage<HttpResponse<?>> create(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Approvals.SHAPE.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            ApprovalRequest made = approvals.create(unit, runs.get(unit, id), values);
            return Answer.of(201, approvals.render(unit, made)).version(made.version()).with("Location", "/api/v1/approvals/" + made.id());
        });
    }

    @Get("/approvals/{id}")
    @Operation(value = "getApproval", answer = "approval_request", summary = "Read an approval; with wait_seconds, wait for its answer.",
            parameters = "wait_seconds: How long to wait while it is pending, 0 to 30.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String id) {
        Duration wait = Waits.asked(request);
        if (wait.isPositive()) {
            waits.until(request, wait, () -> !units.read(Requests.caller(request), unit -> approvals.isPending(unit, id)));
        }
        return api.one(request, approvals, unit -> approvals.get(unit, id));
    }

    @Post("/approvals/{id}/resolve")
    @Needs(Scope.APPROVE)
    @Operation(value = "resolveApproval", answer = "approval_request", body = "approval_resolution",
            summary = "Approve or reject, once. Refused with superseded when what it is about has changed since it was asked for.")
    CompletionStage<HttpResponse<?>> resolve(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Approvals.RESOLUTION.read(Requests.body(request, body));
        return api.change(request, body, approvals, unit -> approvals.get(unit, id), (unit, found) -> approvals.resolve(unit, found, values));
    }
}
