package dev.steward.http.portfolio;

import dev.steward.application.Page;
import dev.steward.application.Query;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.portfolio.Scores;
import dev.steward.application.portfolio.Scores.Scored;
import dev.steward.application.portfolio.Weeks;
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
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The scores of one project, week by week. */
@Controller("/api/v1/projects/{project}/scores")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class ScoreController {

    private final Api api;
    private final Projects projects;
    private final Scores scores;

    ScoreController(Api api, Projects projects, Scores scores) {
        this.api = api;
        this.projects = projects;
        this.scores = scores;
    }

    @Get
    @NonBlocking
    @Operation(value = "listProjectScores", answer = "score", list = true, summary = "A project's stored scores, newest week first, each with its trend and why.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "week_key: Only these weeks, separated by commas."})
    CompletionStage<HttpResponse<?>> history(HttpRequest<?> request, String project) {
        Query query = scores.query(Requests.parameters(request));
        return api.view(request, unit -> {
            Page<Scored> page = scores.history(unit, projects.get(unit, project), api.resumed(request, scores.shape(), query));
            return api.page(request, scores.shape(), query, page, Scored::score, Scores.VIEW::render);
        });
    }

    @Get("/{week}")
    @NonBlocking
    @Operation(value = "getProjectScore", answer = "score", summary = "A project's score in a week and why; computed for the answer while none is stored.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String project, String week) {
        return api.view(request, unit -> rendered(scores.get(unit, projects.get(unit, project), Weeks.named(unit, week))));
    }

    @Put("/{week}")
    @Operation(value = "overrideProjectScore", answer = "score", body = "score_override", summary = "Give the score by hand, with the reason; the computed one stays beside it.")
    CompletionStage<HttpResponse<?>> override(HttpRequest<?> request, String project, String week, @Body @IfAny byte @Nullable [] body) {
        Values values = Scores.OVERRIDE.read(Requests.body(request, body));
        return change(request, body, project, week, unit -> scores.override(unit, projects.get(unit, project), Weeks.named(unit, week), values));
    }

    @Delete("/{week}")
    @Operation(value = "liftProjectScoreOverride", answer = "score", summary = "Back to the computed score; without an override nothing changes.")
    CompletionStage<HttpResponse<?>> lift(HttpRequest<?> request, String project, String week) {
        return change(request, null, project, week, unit -> scores.liftOverride(unit, projects.get(unit, project), Weeks.named(unit, week)));
    }

    private CompletionStage<HttpResponse<?>> change(
            HttpRequest<?> request, byte @Nullable [] body, String project, String week, Function<UnitOfWork, Scored> changing) {
        return api.write(request, body, unit -> {
            Project found = projects.get(unit, project);
            Requests.requireMatch(request, version(scores.get(unit, found, Weeks.named(unit, week))));
            return rendered(changing.apply(unit));
        });
    }

    private static Answer rendered(Scored scored) {
        return Answer.ok(Scores.VIEW.render(scored)).version(version(scored));
    }

    /** 0 while it is not stored. */
    private static long version(Scored scored) {
        return scored.stored() ? scored.score().version() : 0;
    }
}
