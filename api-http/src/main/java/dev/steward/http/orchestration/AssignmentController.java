package dev.steward.http.orchestration;

import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.orchestration.Assignments;
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

/** What agents do with assignments. The fence of the claim says from what a call was made, so none needs If-Match. */
@Controller("/api/v1/assignments")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class AssignmentController {

    private final Api api;
    private final Assignments assignments;
    private final ClaimQueues queues;
    private final ClaimAnswers answers;

    AssignmentController(Api api, Assignments assignments, ClaimQueues queues, ClaimAnswers answers) {
        this.api = api;
        this.assignments = assignments;
        this.queues = queues;
        this.answers = answers;
    }

    @Get("/{id}")
    @NonBlocking
    @Operation(value = "getAssignment", answer = "card_assignment", summary = "Read an assignment; blocked_by says what it waits for.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String id) {
        return api.one(request, assignments, unit -> assignments.get(unit, id));
    }

    @Post("/claim")
    @Operation(value = "claimNextAssignment", answer = "claimed_assignment", body = "claim",
            summary = "Take the next assignment that fits, of the lowest priority number, then the oldest; with wait_seconds, wait for one. 204 when there is none. Each call gives another one.")
    CompletionStage<HttpResponse<?>> claimNext(HttpRequest<?> request, @Body @IfAny byte @Nullable [] body) {
        Values values = Assignments.CLAIM.read(Requests.body(request, body));
        return queues.claim(request, body, values);
    }

    @Post("/{id}/claim")
    @Operation(value = "claimAssignment", answer = "claimed_assignment", body = "claim_this",
            summary = "Take this assignment. Who holds it already keeps its fence and gets a new lease.")
    CompletionStage<HttpResponse<?>> claim(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Assignments.CLAIM_THIS.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            CardAssignment claimed = assignments.claim(unit, found(request, unit, id), values);
            return Answer.ok(assignments.render(unit, claimed)).version(claimed.version());
        }, answers.completed(Requests.caller(request), Assignments.maxTokens(values)));
    }

    @Post("/{id}/heartbeat")
    @Operation(value = "heartbeatAssignment", answer = "card_assignment", body = "holding",
            summary = "Extend the lease. cancel_requested tells to stop. Refused with lease_lost once the lease has ended.")
    CompletionStage<HttpResponse<?>> heartbeat(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        return step(request, id, body, Assignments.HOLDING, assignments::heartbeat);
    }

    @Post("/{id}/release")
    @Operation(value = "releaseAssignment", answer = "card_assignment", body = "holding",
            summary = "Give an assignment back, for others to claim; the attempt does not count. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> release(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        return step(request, id, body, Assignments.HOLDING, assignments::release);
    }

    @Post("/{id}/block")
    @Operation(value = "blockAssignment", answer = "card_assignment", body = "assignment_block",
            summary = "Put an assignment aside until a person resumes it. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> block(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        return step(request, id, body, Assignments.BLOCK, assignments::block);
    }

    @Post("/{id}/resume")
    @Operation(value = "resumeAssignment", answer = "card_assignment", summary = "Let a blocked assignment be claimed again.")
    CompletionStage<HttpResponse<?>> resume(HttpRequest<?> request, String id) {
        return api.change(request, null, assignments, unit -> assignments.get(unit, id), assignments::resume);
    }

    @Post("/{id}/complete")
    @Operation(value = "completeAssignment", answer = "card_assignment", body = "assignment_completion",
            summary = "Finish an assignment: knowledge is added to its card, learnings are kept with it. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> complete(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        return step(request, id, body, Assignments.COMPLETION, assignments::complete);
    }

    @Post("/{id}/fail")
    @Operation(value = "failAssignment", answer = "card_assignment", body = "assignment_failure",
            summary = "Give an assignment up for good. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> fail(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        return step(request, id, body, Assignments.FAILURE, assignments::fail);
    }

    /** A call of the agent that holds it. */
    private interface Step {
        CardAssignment take(UnitOfWork unit, CardAssignment found, Values values);
    }

    private CompletionStage<HttpResponse<?>> step(HttpRequest<?> request, String id, byte @Nullable [] body, Shape<Void> shape, Step step) {
        Values values = shape.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            CardAssignment after = step.take(unit, found(request, unit, id), values);
            return Answer.ok(assignments.render(unit, after)).version(after.version());
        });
    }

    private CardAssignment found(HttpRequest<?> request, UnitOfWork unit, String id) {
        CardAssignment found = assignments.get(unit, id);
        Requests.requireMatchIfGiven(request, found.version());
        return found;
    }
}
