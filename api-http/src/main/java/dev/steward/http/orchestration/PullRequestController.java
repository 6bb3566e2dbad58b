package dev.steward.http.orchestration;

import dev.steward.application.Values;
import dev.steward.application.orchestration.PullRequests;
import dev.steward.application.orchestration.PullRequests.Effective;
import dev.steward.application.orchestration.Runs;
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
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The pull request that comes of a run. */
@Controller("/api/v1/runs/{id}/pull-request")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class PullRequestController {

    private final Api api;
    private final Runs runs;
    private final PullRequests pullRequests;

    PullRequestController(Api api, Runs runs, PullRequests pullRequests) {
        this.api = api;
        this.runs = runs;
        this.pullRequests = pullRequests;
    }

    @Get
    @NonBlocking
    @Operation(value = "getPullRequest", answer = "pull_request_candidate", summary = "The pull request of a run, and what its status can become.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String id) {
        return api.view(request, unit -> rendered(pullRequests.of(unit, runs.get(unit, id))));
    }

    @Put
    @Operation(value = "putPullRequest", answer = "pull_request_candidate", body = "pull_request_candidate_input",
            summary = "Say what the pull request of a run is and how far. Opening it needs a green gate and an approved create_pr, merging it an approved merge_pr.")
    CompletionStage<HttpResponse<?>> put(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = PullRequests.INPUT.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            OrchestrationRun run = runs.get(unit, id);
            Requests.requireMatch(request, pullRequests.of(unit, run).version());
            return rendered(pullRequests.put(unit, run, values));
        });
    }

    private static Answer rendered(Effective pullRequest) {
        return Answer.ok(PullRequests.VIEW.render(pullRequest)).version(pullRequest.version());
    }
}
