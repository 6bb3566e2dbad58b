package dev.steward.http;

import dev.steward.application.Query;
import dev.steward.application.Resource;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.domain.Entity;
import dev.steward.domain.Json;
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
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The five routes of a uniform resource. A subclass says its path, and adds verbs.
 *
 * @param <E> the entity
 */
@Consumes(MediaType.ALL)
public abstract class ResourceController<E extends Entity<E>> implements EntityRoutes {

    protected final Api api;
    protected final Resource<E> resource;

    protected ResourceController(Api api, Resource<E> resource) {
        this.api = api;
        this.resource = resource;
    }

    @Override
    public final Resource<E> entities() {
        return resource;
    }

    @Get
    @NonBlocking
    @Operation("list")
    public CompletionStage<HttpResponse<?>> list(HttpRequest<?> request) {
        return api.list(request, resource, (unit, query) -> narrowed(request, unit, query));
    }

    @Post
    @Operation("create")
    public CompletionStage<HttpResponse<?>> create(HttpRequest<?> request, @Body @IfAny byte @Nullable [] body) {
        return api.create(request, body, resource, json -> completed(request, json), (unit, values) -> created(request, unit, values));
    }

    @Get("/{id}")
    @NonBlocking
    @Operation("get")
    public CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String id) {
        return api.one(request, resource, unit -> found(request, unit, id));
    }

    @Patch("/{id}")
    @Operation("update")
    public CompletionStage<HttpResponse<?>> update(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        return api.patch(request, body, resource, unit -> found(request, unit, id));
    }

    @Delete("/{id}")
    @Operation("delete")
    public CompletionStage<HttpResponse<?>> delete(HttpRequest<?> request, String id) {
        return api.delete(request, resource, unit -> found(request, unit, id));
    }

    /** The entity that the path names; a subclass under another entity's path looks there only. */
    protected E found(HttpRequest<?> request, UnitOfWork unit, String id) {
        return resource.get(unit, id);
    }

    /** The list that the path names. */
    protected Query narrowed(HttpRequest<?> request, UnitOfWork unit, Query query) {
        return query;
    }

    /** A new entity; a subclass under another entity's path makes it there only. */
    protected E created(HttpRequest<?> request, UnitOfWork unit, Values values) {
        return resource.create(unit, values);
    }

    /** The body of a create with what the path says already. */
    protected Json completed(HttpRequest<?> request, Json body) {
        return body;
    }
}
