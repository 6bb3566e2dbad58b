package dev.steward.http.portfolio;

import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.Values;
import dev.steward.application.portfolio.TagStore.Target;
import dev.steward.application.portfolio.Tags;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.portfolio.Tag;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.IfAny;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import dev.steward.http.ResourceController;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/tags")
final class TagController extends ResourceController<Tag> {

    private static final Pattern POSITION = Pattern.compile("([a-z_]{1,50}):(.{36})");

    private final Tags tags;
    private final Units units;

    TagController(Api api, Tags tags, Units units) {
        super(api, tags);
        this.tags = tags;
        this.units = units;
    }

    @Post("/{id}/merge")
    @Operation(value = "merge", body = "merging", summary = "Give everything this tag is on to another tag, and delete this one. Answers the one that stays.")
    CompletionStage<HttpResponse<?>> merge(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Tags.MERGING.read(Requests.body(request, body));
        return api.change(request, body, tags, unit -> tags.get(unit, id), (unit, tag) -> tags.merge(unit, tag, values));
    }

    @Get("/{id}/links")
    @Operation(value = "listTagLinks", answer = "tag_link", list = true, summary = "What a tag is on.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before."})
    HttpResponse<?> links(HttpRequest<?> request, String id) {
        int limit = Requests.limit(request);
        Optional<Target> after = Optional.ofNullable(request.getParameters().get("cursor")).map(TagController::position);
        List<Target> targets = units.read(Requests.caller(request), unit -> tags.targets(unit, tags.get(unit, id), after, limit + 1));
        List<Target> page = targets.subList(0, Math.min(limit, targets.size()));
        Optional<String> next = targets.size() > limit ? Optional.of(page.getLast().type() + ":" + page.getLast().id()) : Optional.empty();
        return Api.page(request, page.stream().map(Tags.TARGET::render).toList(), next).toResponse();
    }

    @Put("/{id}/links/{type}/{target}")
    @Operation(value = "linkTag", status = 204, summary = "Put a tag on a thing, such as project, milestone or session. A second call does nothing.")
    CompletionStage<HttpResponse<?>> link(HttpRequest<?> request, String id, String type, String target) {
        return relate(request, id, (unit, tag) -> tags.link(unit, tag, tags.target(unit, type, target)));
    }

    @Delete("/{id}/links/{type}/{target}")
    @Operation(value = "unlinkTag", status = 204, summary = "Take a tag off a thing. A second call does nothing.")
    CompletionStage<HttpResponse<?>> unlink(HttpRequest<?> request, String id, String type, String target) {
        return relate(request, id, (unit, tag) -> tags.unlink(unit, tag, tags.target(unit, type, target)));
    }

    private CompletionStage<HttpResponse<?>> relate(HttpRequest<?> request, String id, BiConsumer<UnitOfWork, Tag> relating) {
        return api.write(request, null, unit -> {
            relating.accept(unit, tags.get(unit, id));
            return Answer.noContent();
        });
    }

    private static Target position(String cursor) {
        Matcher written = POSITION.matcher(cursor);
        return (written.matches() ? Id.parse(written.group(2)) : Optional.<Id<Object>>empty()).map(id -> new Target(written.group(1), id.value()))
                .orElseThrow(() -> new RefusedException(ErrorCode.INVALID_CURSOR, "This cursor was not made by this list; start again without it."));
    }
}
