package dev.steward.http;

import dev.steward.application.Caller;
import dev.steward.application.Page;
import dev.steward.application.Query;
import dev.steward.application.Resource;
import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.Values;
import dev.steward.domain.Entity;
import dev.steward.domain.Json;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.uri.UriBuilder;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a controller carries out a request: it parses, calls one use case in a unit of work, and renders. */
@Singleton
public final class Api {

    private final Units units;

    Api(Units units) {
        this.units = units;
    }

    /** A page of a resource's list. */
    public <E extends Entity<E>> HttpResponse<?> list(HttpRequest<?> request, Resource<E> resource) {
        return list(request, resource, Function.identity());
    }

    /** The same, with more asked of the query than the caller did. */
    public <E extends Entity<E>> HttpResponse<?> list(HttpRequest<?> request, Resource<E> resource, Function<Query, Query> narrowed) {
        Map<String, String> parameters = Requests.parameters(request);
        Query query = narrowed.apply(resource.query(parameters));
        String cursor = parameters.get("cursor");
        Query positioned = cursor == null ? query : Cursor.resume(cursor, resource.shape(), query);
        Page<E> page = units.read(Requests.caller(request), unit -> resource.page(unit, positioned));
        Optional<String> next = page.next().map(position -> Cursor.after(page.items().getLast(), resource.shape(), query));
        return page(request, page.items().stream().map(resource.shape()::render).toList(), next).toResponse();
    }

    /** The form of every list. */
    static Answer page(HttpRequest<?> request, List<? extends Json> items, Optional<String> next) {
        Map<String, Json> body = new LinkedHashMap<>();
        body.put("items", Json.of(items));
        body.put("next", next.<Json>map(Json.Text::new).orElse(Json.NULL));
        Answer answer = Answer.ok(new Json.Obj(body));
        return next.map(cursor -> answer.with("Link", "<" + UriBuilder.of(request.getUri()).replaceQueryParam("cursor", cursor).build() + ">; rel=\"next\""))
                .orElse(answer);
    }

    /** One entity, or 304 when the caller has this version already. */
    public <E extends Entity<E>> HttpResponse<?> one(HttpRequest<?> request, Shape<E> shape, Function<UnitOfWork, E> reading) {
        E entity = units.read(Requests.caller(request), reading);
        if (Requests.hasVersion(request, entity.version())) {
            return HttpResponse.status(HttpStatus.NOT_MODIFIED).header("ETag", "\"" + entity.version() + "\"");
        }
        return rendered(shape, entity).toResponse();
    }

    /** Something that is put together from several reads, all of one state. */
    public HttpResponse<?> view(HttpRequest<?> request, Function<UnitOfWork, Answer> reading) {
        return units.snapshot(Requests.caller(request), reading).toResponse();
    }

    /** A new entity: 201 with its address. */
    public <E extends Entity<E>> CompletionStage<HttpResponse<?>> create(
            HttpRequest<?> request, byte @Nullable [] body, Shape<E> shape, BiFunction<UnitOfWork, Values, E> creating) {
        Json json = Requests.body(request, body);
        return write(request, body, unit -> {
            E created = creating.apply(unit, shape.read(json));
            Answer answer = rendered(shape, created);
            return new Answer(201, answer.headers(), answer.mediaType(), answer.body())
                    .with("Location", request.getPath() + "/" + created.id());
        });
    }

    /** A merge patch of an entity. */
    public <E extends Entity<E>> CompletionStage<HttpResponse<?>> patch(
            HttpRequest<?> request, byte @Nullable [] body, Resource<E> resource, Function<UnitOfWork, E> reading) {
        Json patch = Requests.body(request, body);
        return change(request, body, resource.shape(), reading,
                (unit, current) -> resource.update(unit, current, resource.shape().merge(current, patch)));
    }

    /** Any other change of an entity, such as a verb. */
    public <E extends Entity<E>> CompletionStage<HttpResponse<?>> change(
            HttpRequest<?> request, byte @Nullable [] body, Shape<E> shape, Function<UnitOfWork, E> reading, BiFunction<UnitOfWork, E, E> changing) {
        return write(request, body, unit -> {
            E current = reading.apply(unit);
            Requests.requireMatch(request, current.version());
            return rendered(shape, changing.apply(unit, current));
        });
    }

    /** Removes an entity: 204. */
    public <E extends Entity<E>> CompletionStage<HttpResponse<?>> delete(
            HttpRequest<?> request, Resource<E> resource, Function<UnitOfWork, E> reading) {
        boolean cascade = Requests.flag(request, "cascade");
        return write(request, null, unit -> {
            E current = reading.apply(unit);
            Requests.requireMatch(request, current.version());
            resource.delete(unit, current, cascade);
            return Answer.noContent();
        });
    }

    /** Any writing request; with an Idempotency-Key its answer is kept and repeated. */
    public CompletionStage<HttpResponse<?>> write(HttpRequest<?> request, byte @Nullable [] body, Function<UnitOfWork, Answer> work) {
        Caller caller = Requests.caller(request);
        Optional<String> key = Requests.idempotencyKey(request);
        if (key.isEmpty()) {
            return units.write(caller, work).thenApply(Answer::toResponse);
        }
        String hash = Idempotency.hash(request, body);
        return units.write(caller, unit -> Idempotency.once(unit, key.get(), hash, work)).thenApply(Answer::toResponse);
    }

    private static <E extends Entity<E>> Answer rendered(Shape<E> shape, E entity) {
        return Answer.ok(shape.render(entity)).version(entity.version());
    }
}
