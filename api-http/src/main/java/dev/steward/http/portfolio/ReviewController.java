package dev.steward.http.portfolio;

import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.portfolio.Reviews;
import dev.steward.application.portfolio.Weeks;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.portfolio.WeeklyReview;
import dev.steward.domain.workspace.Scope;
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
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Weekly reviews, one per week. */
@Controller("/api/v1/reviews")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class ReviewController {

    private static final String MARKDOWN = "text/markdown";

    private final Api api;
    private final Units units;
    private final Reviews reviews;

    ReviewController(Api api, Units units, Reviews reviews) {
        this.api = api;
        this.units = units;
        this.reviews = reviews;
    }

    @Get
    @NonBlocking
    @Operation(value = "listReviews", answer = "weekly_review", list = true, summary = "List reviews, newest week first.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "status: Only drafts, or only final ones."})
    CompletionStage<HttpResponse<?>> list(HttpRequest<?> request) {
        return api.list(request, reviews);
    }

    @Get("/{week}")
    @Operation(value = "getReview", answer = "weekly_review",
            summary = "The review of a week. The first call with the scope write stores an empty draft; without it, a week without a review is 404.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String week) {
        boolean there = units.read(Requests.caller(request), unit -> reviews.find(unit, Weeks.named(unit, week)).isPresent());
        if (there || !Scope.WRITE.allowedBy(Requests.caller(request).scopes())) {
            return read(request, week);
        }
        return api.write(request, null, unit -> rendered(unit, reviews.getOrCreate(unit, Weeks.named(unit, week))));
    }

    private CompletionStage<HttpResponse<?>> read(HttpRequest<?> request, String week) {
        return api.one(request, reviews, unit -> there(unit, week));
    }

    @Patch("/{week}")
    @Operation(value = "updateReview", answer = "weekly_review", body = "weekly_review", summary = "Change the texts of a draft by JSON Merge Patch (RFC 7396).")
    CompletionStage<HttpResponse<?>> update(HttpRequest<?> request, String week, @Body @IfAny byte @Nullable [] body) {
        Json patch = Requests.body(request, body);
        return api.change(request, body, reviews, unit -> reviews.getOrCreate(unit, Weeks.named(unit, week)),
                (unit, review) -> reviews.update(unit, review, Reviews.SHAPE.merge(review, patch)));
    }

    @Post("/{week}/draft")
    @Operation(value = "draftReview", answer = "weekly_review", summary = "Fill the empty texts from the week's events, each line naming the events it came from.")
    CompletionStage<HttpResponse<?>> draft(HttpRequest<?> request, String week) {
        return api.change(request, null, reviews, unit -> reviews.getOrCreate(unit, Weeks.named(unit, week)), reviews::draft);
    }

    @Post("/{week}/finalize")
    @Operation(value = "finalizeReview", answer = "weekly_review", summary = "Freeze the texts and numbers. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> finish(HttpRequest<?> request, String week) {
        return api.change(request, null, reviews, unit -> there(unit, week), reviews::finish);
    }

    @Get(value = "/{week}/markdown", produces = MARKDOWN)
    @NonBlocking
    @Operation(value = "exportReview", produces = MARKDOWN, summary = "The review as a Markdown document.")
    CompletionStage<HttpResponse<?>> markdown(HttpRequest<?> request, String week) {
        return api.view(request, unit -> Answer.text(MARKDOWN + ";charset=utf-8", reviews.markdown(unit, there(unit, week))));
    }

    private WeeklyReview there(UnitOfWork unit, String week) {
        return reviews.find(unit, Weeks.named(unit, week)).orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND,
                "The week '" + week + "' has no review yet; GET /api/v1/reviews/" + week + " with the scope write begins one."));
    }

    private Answer rendered(UnitOfWork unit, WeeklyReview review) {
        return Answer.ok(reviews.render(unit, review)).version(review.version());
    }
}
