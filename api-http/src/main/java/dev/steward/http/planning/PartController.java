package dev.steward.http.planning;

import dev.steward.application.Query;
import dev.steward.application.UnitOfWork;
import dev.steward.application.planning.Parts;
import dev.steward.application.planning.Planning;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.planning.Part;
import dev.steward.domain.portfolio.Project;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.EntityRoutes;
import dev.steward.http.IfAny;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The five routes of a kind of part. Each change is an action on the map: it locks the project before it looks, so that a version that was
 * compared stays the one that is changed.
 *
 * @param <E> the part
 */
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
public abstract class PartController<E extends Part<E>> implements EntityRoutes {

    protected final Api api;
    protected final Planning planning;
    protected final Parts<E> kind;

    protected PartController(Api api, Planning planning, Parts<E> kind) {
        this.api = api;
        this.planning = planning;
        this.kind = kind;
    }

    @Override
    public final Parts<E> entities() {
        return kind;
    }

    /** The project that the path leads into. */
    abstract Id<Project> project(HttpRequest<?> request, UnitOfWork unit);

    /** What the path says that a new one hangs below. */
    abstract Json.Obj target(HttpRequest<?> request, UnitOfWork unit);

    /** The part that the path names. */
    abstract E found(HttpRequest<?> request, UnitOfWork unit, String id);

    /** The list that the path names. */
    abstract Query narrowed(HttpRequest<?> request, UnitOfWork unit, Query query);

    @Get
    @NonBlocking
    @Operation("list")
    public CompletionStage<HttpResponse<?>> list(HttpRequest<?> request) {
        return api.list(request, kind, (unit, query) -> narrowed(request, unit, query));
    }

    @Post
    @Operation("create")
    public CompletionStage<HttpResponse<?>> create(HttpRequest<?> request, @Body @IfAny byte @Nullable [] body) {
        Json json = Requests.body(request, body);
        return api.write(request, body, unit ->
                api.created(request, unit, kind, planning.create(unit, project(request, unit), kind, target(request, unit), json)));
    }

    @Get("/{id}")
    @NonBlocking
    @Operation("get")
    public CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String id) {
        return api.one(request, kind, unit -> found(request, unit, id));
    }

    @Patch("/{id}")
    @Operation("update")
    public CompletionStage<HttpResponse<?>> update(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Json patch = Requests.body(request, body);
        return api.change(request, body, kind, unit -> locked(request, unit, id), (unit, current) -> planning.update(unit, kind, current, patch));
    }

    @Delete("/{id}")
    @Operation("delete")
    public CompletionStage<HttpResponse<?>> delete(HttpRequest<?> request, String id) {
        boolean cascade = Requests.flag(request, "cascade");
        return api.write(request, null, unit -> {
            E current = locked(request, unit, id);
            Requests.requireMatch(request, current.version());
            planning.delete(unit, kind, current, cascade);
            return Answer.noContent();
        });
    }

    final E locked(HttpRequest<?> request, UnitOfWork unit, String id) {
        planning.open(unit, found(request, unit, id).projectId());
        return found(request, unit, id);
    }
}
