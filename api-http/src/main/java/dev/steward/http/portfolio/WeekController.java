package dev.steward.http.portfolio;

import dev.steward.application.Values;
import dev.steward.application.portfolio.Scores;
import dev.steward.application.portfolio.Weeks;
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

/** Weeks: {@code {week}} is a week key such as 2026.15, or {@code current}. */
@Controller("/api/v1/weeks/{week}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class WeekController {

    private final Api api;
    private final Weeks weeks;
    private final Scores scores;

    WeekController(Api api, Weeks weeks, Scores scores) {
        this.api = api;
        this.weeks = weeks;
        this.scores = scores;
    }

    @Get
    @NonBlocking
    @Operation(value = "getWeek", answer = "week", summary = "Everything about a week in one answer: budget, sessions by day and project, scores, milestones, review.")
    CompletionStage<HttpResponse<?>> week(HttpRequest<?> request, String week) {
        return api.view(request, unit -> Answer.ok(weeks.render(weeks.week(unit, Weeks.named(unit, week)))));
    }

    @Post("/carry-over")
    @Operation(value = "carryOverWeek", body = "carry_over", bodyOptional = true, answer = "carry_over_result",
            summary = "Move what is unfinished to the same weekdays of another week; with dry_run, only tell what would move.")
    CompletionStage<HttpResponse<?>> carryOver(HttpRequest<?> request, String week, @Body @IfAny byte @Nullable [] body) {
        Values values = Weeks.CARRY_OVER.read(Requests.optionalBody(request, body));
        return api.write(request, body, unit -> Answer.ok(Weeks.CARRIED.render(weeks.carryOver(unit, Weeks.named(unit, week), values))));
    }

    @Get("/scores")
    @NonBlocking
    @Operation(value = "getWeekScores", answer = "week_scores", summary = "The scores of a week, each with its explanation, and the portfolio score.")
    CompletionStage<HttpResponse<?>> scores(HttpRequest<?> request, String week) {
        return api.view(request, unit -> Answer.ok(Scores.WEEK.render(scores.week(unit, Weeks.named(unit, week)))));
    }

    @Post("/scores")
    @Operation(value = "recomputeWeekScores", answer = "week_scores", summary = "Compute and keep the scores of a week as things are now; overrides stay.")
    CompletionStage<HttpResponse<?>> recompute(HttpRequest<?> request, String week) {
        return api.write(request, null, unit -> Answer.ok(Scores.WEEK.render(scores.recompute(unit, Weeks.named(unit, week)))));
    }
}
