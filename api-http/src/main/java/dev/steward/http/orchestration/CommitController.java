package dev.steward.http.orchestration;

import dev.steward.application.Page;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Values;
import dev.steward.application.orchestration.AgentExecutions;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.Commits;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.AgentExecution;
import dev.steward.domain.orchestration.CardAssignment;
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

/** What the holder of an assignment reports of its work. */
@Controller("/api/v1/assignments/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class CommitController {

    private final Api api;
    private final Assignments assignments;
    private final AgentExecutions executions;
    private final Commits commits;

    CommitController(Api api, Assignments assignments, AgentExecutions executions, Commits commits) {
        this.api = api;
        this.assignments = assignments;
        this.executions = executions;
        this.commits = commits;
    }

    @Get("/executions")
    @NonBlocking
    @Operation(value = "listExecutions", answer = "agent_execution", list = true, summary = "The tries of an assignment, oldest first: one for each claim.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "status: Only those in one of these states, separated by commas."})
    CompletionStage<HttpResponse<?>> executions(HttpRequest<?> request, String id) {
        return api.list(request, executions, (unit, query) -> within(assignments.get(unit, id), query));
    }

    @Post("/executions")
    @Operation(value = "noteExecution", answer = "agent_execution", body = "execution_note", summary = "Say how far the running try is. The claim has begun it; completing, failing or releasing ends it.")
    CompletionStage<HttpResponse<?>> note(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = AgentExecutions.NOTED.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            AgentExecution noted = assignments.note(unit, assignments.get(unit, id), values);
            return Answer.ok(executions.render(unit, noted)).version(noted.version());
        });
    }

    @Get("/commits")
    @NonBlocking
    @Operation(value = "listCommits", answer = "agent_commit_summary", list = true, summary = "The commits of an assignment, newest first, without their files.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "sha: Only these, separated by commas."})
    CompletionStage<HttpResponse<?>> commits(HttpRequest<?> request, String id) {
        Query asked = commits.query(Requests.parameters(request));
        return api.view(request, unit -> {
            Query query = within(assignments.get(unit, id), asked);
            Page<AgentCommit> page = commits.page(unit, api.resumed(request, commits.shape(), query));
            return api.page(request, commits.shape(), query, page, commit -> commit, Commits.SUMMARY::render);
        });
    }

    @Post("/commits")
    @Operation(value = "reportCommit", answer = "agent_commit", body = "agent_commit_report", status = 201,
            summary = "Report a commit on the feature branch. What it should not have changed fails the run's check 'policy'; the commit is kept. A second report changes nothing.")
    CompletionStage<HttpResponse<?>> report(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Commits.REPORT.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            AgentCommit commit = commits.report(unit, assignments.get(unit, id), values);
            return Answer.of(201, commits.render(unit, commit)).version(commit.version()).with("Location", request.getPath() + "/" + commit.details().sha());
        });
    }

    @Get("/commits/{sha}")
    @NonBlocking
    @Operation(value = "getCommit", answer = "agent_commit", summary = "Read a commit by its sha, with the files that it changed.")
    CompletionStage<HttpResponse<?>> commit(HttpRequest<?> request, String id, String sha) {
        return api.one(request, commits, unit -> commits.ofAssignment(unit, assignments.get(unit, id), sha));
    }

    private static Query within(CardAssignment assignment, Query query) {
        return query.and(Filter.in("run_id", assignment.details().runId().value())).and(Filter.in("assignment_id", assignment.id().value()));
    }
}
