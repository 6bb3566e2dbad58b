package dev.steward.http;

import dev.steward.application.Resource;
import dev.steward.domain.Entity;
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
 * The five routes of a uniform resource. A subclass says its path, and adds verbs.
 *
 * @param <E> the entity
 */
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
public abstract class ResourceController<E extends Entity<E>> {

    protected final Api api;
    protected final Resource<E> resource;

    protected ResourceController(Api api, Resource<E> resource) {
        this.api = api;
        this.resource = resource;
    }

    public final Resource<E> resource() {
        return resource;
    }

    @Get
    @Operation("list")
    public HttpResponse<?> list(HttpRequest<?> request) {
        return api.list(request, resource);
    }

    @Post
    @Operation("create")
    public CompletionStage<HttpResponse<?>> create(HttpRequest<?> request, @Body byte @Nullable [] body) {
        return api.create(request, body, resource, resource::create);
    }

    @Get("/{id}")
    @Operation("get")
    public HttpResponse<?> get(HttpRequest<?> request, String id) {
        return api.one(request, resource, unit -> resource.get(unit, id));
    }

    @Patch("/{id}")
    @Operation("update")
    public CompletionStage<HttpResponse<?>> update(HttpRequest<?> request, String id, @Body byte @Nullable [] body) {
        return api.patch(request, body, resource, unit -> resource.get(unit, id));
    }

    @Delete("/{id}")
    @Operation("delete")
    public CompletionStage<HttpResponse<?>> delete(HttpRequest<?> request, String id) {
        return api.delete(request, resource, unit -> resource.get(unit, id));
    }
}
