package dev.steward.http.planning;

import dev.steward.application.UnitOfWork;
import dev.steward.application.planning.PlanParts;
import dev.steward.application.planning.Planning;
import dev.steward.application.planning.StoryMaps;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.Needs;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletionStage;

/** The approval of plans and of cards. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class ApprovalController {

    private final Api api;
    private final Planning planning;
    private final PlanParts parts;
    private final StoryMaps maps;
    private final Projects projects;

    ApprovalController(Api api, Planning planning, PlanParts parts, StoryMaps maps, Projects projects) {
        this.api = api;
        this.planning = planning;
        this.parts = parts;
        this.maps = maps;
        this.projects = projects;
    }

    @Get("/projects/{project}/finalize")
    @NonBlocking
    @Operation(value = "getProjectApproval", answer = "project_approval", summary = "What approving the plan would be of, and everything that is missing.")
    CompletionStage<HttpResponse<?>> project(HttpRequest<?> request, String project) {
        return api.view(request, unit -> answer(unit, projects.get(unit, project)));
    }

    @Post("/projects/{project}/finalize")
    @Needs(Scope.APPROVE)
    @Operation(value = "finalizeProject", answer = "project_approval", summary = "Approve the plan as it is now. A second call changes nothing; a later change makes the approval stale.",
            parameters = "cards: true approves each of its cards, too, all or none.")
    CompletionStage<HttpResponse<?>> finalizeProject(HttpRequest<?> request, String project) {
        return api.write(request, null, unit -> {
            Project open = planning.open(unit, projects.get(unit, project).id());
            Requests.requireMatchIfGiven(request, open.version());
            return answer(unit, Requests.flag(request, "cards") ? planning.finalizeWithCards(unit, open) : planning.finalizeProject(unit, open));
        });
    }

    @Get("/cards/{card}/finalize")
    @NonBlocking
    @Operation(value = "getCardApproval", answer = "card_approval", summary = "What approving the card would be of, and everything that is missing.")
    CompletionStage<HttpResponse<?>> card(HttpRequest<?> request, String card) {
        return api.view(request, unit -> answer(unit, parts.cards().get(unit, card)));
    }

    @Post("/cards/{card}/finalize")
    @Needs(Scope.APPROVE)
    @Operation(value = "finalizeCard", answer = "card_approval", summary = "Approve the card as it is now. A second call changes nothing; a later change makes the approval stale.")
    CompletionStage<HttpResponse<?>> finalizeCard(HttpRequest<?> request, String card) {
        return api.write(request, null, unit -> {
            planning.open(unit, parts.cards().get(unit, card).projectId());
            Card open = parts.cards().get(unit, card);
            Requests.requireMatchIfGiven(request, open.version());
            return answer(unit, planning.finalizeCard(unit, open));
        });
    }

    private Answer answer(UnitOfWork unit, Project project) {
        return Answer.ok(StoryMaps.PROJECT_APPROVAL.render(maps.approval(unit, project))).version(project.version());
    }

    private Answer answer(UnitOfWork unit, Card card) {
        return Answer.ok(StoryMaps.CARD_APPROVAL.render(maps.approval(unit, projects.get(unit, card.projectId()), card))).version(card.version());
    }
}
