package dev.steward.http.orchestration;

import dev.steward.application.Page;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Values;
import dev.steward.application.orchestration.Checks;
import dev.steward.application.orchestration.Runs;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunCheck;
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

/** What was checked of a run, and the gate that it makes. */
@Controller("/api/v1/runs/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class CheckController {

    private final Api api;
    private final Runs runs;
    private final Checks checks;

    CheckController(Api api, Runs runs, Checks checks) {
        this.api = api;
        this.runs = runs;
        this.checks = checks;
    }

    @Get("/checks")
    @NonBlocking
    @Operation(value = "listChecks", answer = "run_check_summary", list = true, summary = "The checks of a run, newest first, without their output.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "check_type: Only these types, separated by commas.",
                "status: Only those that passed, failed or were skipped.", "assignment_id: Only those of these assignments."})
    CompletionStage<HttpResponse<?>> list(HttpRequest<?> request, String id) {
        Query asked = checks.query(Requests.parameters(request));
        return api.view(request, unit -> {
            OrchestrationRun run = runs.get(unit, id);
            Query query = asked.and(Filter.in("project_id", run.details().projectId().value())).and(Filter.in("run_id", run.id().value()));
            Page<RunCheck> page = checks.page(unit, api.resumed(request, checks.shape(), query));
            return api.page(request, checks.shape(), query, page, check -> check, Checks.SUMMARY::render);
        });
    }

    @Post("/checks")
    @Operation(value = "reportCheck", answer = "run_check", body = "run_check_report", status = 201,
            summary = "Report the next attempt of a check that the run's policy requires. Of a long output the beginning and the end are kept.")
    CompletionStage<HttpResponse<?>> report(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Checks.REPORT.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            RunCheck check = checks.report(unit, runs.get(unit, id), values);
            return Answer.of(201, checks.render(unit, check)).version(check.version()).with("Location", request.getPath() + "/" + check.id());
        });
    }

    @Get("/checks/{check}")
    @NonBlocking
    @Operation(value = "getCheck", answer = "run_check", summary = "Read a check with its output.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String id, String check) {
        return api.one(request, checks, unit -> checks.ofRun(unit, runs.get(unit, id), check));
    }

    @Get("/gate")
    @NonBlocking
    @Operation(value = "getGate", answer = "run_gate", summary = "Whether a run's work may go into a pull request: each required check, how it stands and why.")
    CompletionStage<HttpResponse<?>> gate(HttpRequest<?> request, String id) {
        return api.view(request, unit -> Answer.ok(Checks.GATE.render(checks.gate(unit, runs.get(unit, id)))));
    }
}
