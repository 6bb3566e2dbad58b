package dev.steward.http;

import dev.steward.application.Caller;
import dev.steward.application.Entities;
import dev.steward.application.Page;
import dev.steward.application.Query;
import dev.steward.application.Resource;
import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.Values;
import dev.steward.application.workspace.SecretBox;
import dev.steward.domain.Entity;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a controller carries out a request: it parses, calls one use case in a unit of work, and renders. */
@Singleton
public final class Api {

    private final Units units;
    private final ExecutorService blocking;
    private final SecretBox box;

    Api(Units units, @Named(TaskExecutors.BLOCKING) ExecutorService blocking, SecretBox box) {
        this.units = units;
        this.blocking = blocking;
        this.box = box;
    }

    /** A page of a list. */
    public <E extends Entity<E>> CompletionStage<HttpResponse<?>> list(HttpRequest<?> request, Entities<E> entities) {
        return list(request, entities, (unit, query) -> query);
    }

    /** The same, with more asked of the query than the caller did. */
    public <E extends Entity<E>> CompletionStage<HttpResponse<?>> list(
            HttpRequest<?> request, Entities<E> entities, BiFunction<UnitOfWork, Query, Query> narrowed) {
        Query asked = entities.query(Requests.parameters(request));
        return units.readAsync(Requests.caller(request), unit -> {
            Query query = narrowed.apply(unit, asked);
            Page<E> page = entities.page(unit, resumed(request, entities.shape(), query));
            return page(request, entities.render(unit, page.items()), next(entities.shape(), query, page, item -> item));
        }).thenApply(Answer::toResponse);
    }

    /** The query from where the request's cursor says. */
    public Query resumed(HttpRequest<?> request, Shape<?> shape, Query query) {
        String cursor = request.getParameters().get("cursor");
        return cursor == null ? query : Cursor.resume(cursor, shape, query);
    }

    /** A page of views of entities. {@code query} is the one before {@link #resumed}. */
    public <E, V> Answer page(HttpRequest<?> request, Shape<E> shape, Query query, Page<V> page, Function<V, E> entity, Function<V, Json.Obj> rendering) {
        return page(request, page.items().stream().map(rendering).toList(), next(shape, query, page, entity));
    }

    private static <E, V> Optional<String> next(Shape<E> shape, Query query, Page<V> page, Function<V, E> entity) {
        return page.next().map(position -> Cursor.after(entity.apply(page.items().getLast()), shape, query));
    }

    /** The form of every list. */
    public static Answer page(HttpRequest<?> request, List<? extends Json> items, Optional<String> next) {
        return page(request, items, next, Map.of());
    }

    /** The same with further members. */
    public static Answer page(HttpRequest<?> request, List<? extends Json> items, Optional<String> next, Map<String, Json> more) {
        Map<String, Json> body = new LinkedHashMap<>();
        body.put("items", Json.of(items));
        body.put("next", next.<Json>map(Json.Text::new).orElse(Json.NULL));
        body.putAll(more);
        Answer answer = Answer.ok(new Json.Obj(body));
        return next.map(cursor -> answer.with("Link", "<" + UriBuilder.of(request.getUri()).replaceQueryParam("cursor", cursor).build() + ">; rel=\"next\""))
                .orElse(answer);
    }

    /**
     * One entity, or 304 when the caller has this version already. Called on the event loop: where a row is found faster than threads
     * are changed, it is read there.
     */
    public <E extends Entity<E>> CompletionStage<HttpResponse<?>> one(HttpRequest<?> request, Entities<E> entities, Function<UnitOfWork, E> reading) {
        Caller caller = Requests.caller(request);
        Function<UnitOfWork, Answer> work = unit -> {
            E entity = reading.apply(unit);
            return Requests.hasVersion(request, entity.version())
                    ? Answer.notModified(Long.toString(entity.version()))
                    : rendered(unit, entities, entity);
        };
        return units.readAtOnce(caller, work)
                .<CompletionStage<HttpResponse<?>>>map(answer -> CompletableFuture.completedStage(answer.toResponse()))
                .orElseGet(() -> units.readAsync(caller, work).thenApply(Answer::toResponse));
    }

    /** Something that is put together from several reads, all of one state. */
    public CompletionStage<HttpResponse<?>> view(HttpRequest<?> request, Function<UnitOfWork, Answer> reading) {
        return units.snapshotAsync(Requests.caller(request), reading).thenApply(Answer::toResponse);
    }

    /** A new entity: 201 with its address. */
    public <E extends Entity<E>> CompletionStage<HttpResponse<?>> create(
            HttpRequest<?> request, byte @Nullable [] body, Entities<E> entities, UnaryOperator<Json> completed, BiFunction<UnitOfWork, Values, E> creating) {
        Values values = entities.shape().read(completed.apply(Requests.body(request, body))); // here, not on the thread that all writers share
        return write(request, body, unit -> created(request, unit, entities, creating.apply(unit, values)));
    }

    /** A merge patch of an entity. */
    public <E extends Entity<E>> CompletionStage<HttpResponse<?>> patch(
            HttpRequest<?> request, byte @Nullable [] body, Resource<E> resource, Function<UnitOfWork, E> reading) {
        Json patch = Requests.body(request, body);
        return change(request, body, resource, reading,
                (unit, current) -> resource.update(unit, current, resource.shape().merge(current, patch)));
    }

    /** Any other change of an entity, such as a verb. */
    public <E extends Entity<E>> CompletionStage<HttpResponse<?>> change(
            HttpRequest<?> request, byte @Nullable [] body, Entities<E> entities, Function<UnitOfWork, E> reading, BiFunction<UnitOfWork, E, E> changing) {
        return write(request, body, unit -> {
            E current = reading.apply(unit);
            Requests.requireMatch(request, current.version());
            return rendered(unit, entities, changing.apply(unit, current));
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

    /** What a writing request would do; nothing of it stays. */
    public CompletionStage<HttpResponse<?>> rehearse(HttpRequest<?> request, Function<UnitOfWork, Answer> work) {
        return units.rehearse(Requests.caller(request), work).thenApply(Answer::toResponse);
    }

    /** A refusal that leaves something behind, written in a unit of its own; the caller gets the refusal in any case. */
    public <R extends RefusedException> CompletionStage<HttpResponse<?>> afterwards(
            HttpRequest<?> request, CompletionStage<HttpResponse<?>> answer, Class<R> refusal, BiConsumer<UnitOfWork, R> work) {
        return answer.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (!refusal.isInstance(cause)) {
                return CompletableFuture.failedFuture(cause);
            }
            return units.write(Requests.caller(request), unit -> {
                work.accept(unit, refusal.cast(cause));
                return true;
            }).handle((done, ignored) -> done).thenCompose(done -> CompletableFuture.failedFuture(cause));
        });
    }

    /** The answer to a create: 201 with the address. */
    public <E extends Entity<E>> Answer created(HttpRequest<?> request, UnitOfWork unit, Entities<E> entities, E created) {
        Answer answer = rendered(unit, entities, created);
        return new Answer(201, answer.headers(), answer.mediaType(), answer.body()).with("Location", request.getPath() + "/" + created.id());
    }

    /** Any writing request; with an Idempotency-Key its answer is kept and repeated. */
    public CompletionStage<HttpResponse<?>> write(HttpRequest<?> request, byte @Nullable [] body, Function<UnitOfWork, Answer> work) {
        return once(request, body, work, Optional.empty()).thenApply(Answer::toResponse);
    }

    /** The same for an answer with a secret in it: no cache keeps it, and what is kept for a repetition is sealed. */
    public CompletionStage<HttpResponse<?>> writeSecretly(HttpRequest<?> request, byte @Nullable [] body, Function<UnitOfWork, Answer> work) {
        return once(request, body, unit -> work.apply(unit).with("Cache-Control", "no-store"), Optional.of(box)).thenApply(Answer::toResponse);
    }

    /** The same, with something added to the answer, kept ones too, that needs units of its own after the change is committed. */
    public CompletionStage<HttpResponse<?>> write(HttpRequest<?> request, byte @Nullable [] body, Function<UnitOfWork, Answer> work, UnaryOperator<Answer> after) {
        return once(request, body, work, Optional.empty()).thenApplyAsync(answer -> after.apply(answer).toResponse(), blocking);
    }

    private CompletionStage<Answer> once(HttpRequest<?> request, byte @Nullable [] body, Function<UnitOfWork, Answer> work, Optional<SecretBox> sealing) {
        Idempotency idempotency = Idempotency.of(request, body, sealing);
        return units.write(Requests.caller(request), unit -> idempotency.once(unit, work));
    }

    private static <E extends Entity<E>> Answer rendered(UnitOfWork unit, Entities<E> entities, E entity) {
        return Answer.ok(entities.render(unit, entity)).version(entity.version());
    }
}
