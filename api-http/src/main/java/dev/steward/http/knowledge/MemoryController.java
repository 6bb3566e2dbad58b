package dev.steward.http.knowledge;

import dev.steward.application.Caller;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.Values;
import dev.steward.application.knowledge.Memory;
import dev.steward.application.knowledge.MemoryRetrievals;
import dev.steward.application.knowledge.MemorySearch;
import dev.steward.domain.Json;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.IfAny;
import dev.steward.http.Needs;
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
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The memory: written, searched, judged. Nothing of it is deleted; what does not hold any more is rejected or superseded. */
@Controller("/api/v1/memory")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class MemoryController {

    private final Api api;
    private final Units units;
    private final Memory memory;
    private final MemorySearch search;
    private final MemoryRetrievals retrievals;

    MemoryController(Api api, Units units, Memory memory, MemorySearch search, MemoryRetrievals retrievals) {
        this.api = api;
        this.units = units;
        this.memory = memory;
        this.search = search;
        this.retrievals = retrievals;
    }

    @Get
    @NonBlocking
    @Operation(value = "listMemory", answer = "memory_unit", list = true, summary = "The memory, newest first.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "project_id: Only of this project, id or slug; null for that of the workspace.",
                "card_id: Only of this card.", "kind: Only of these kinds, separated by commas.", "status: Only those in one of these states, separated by commas.",
                "source: Only what came here in one of these ways.", "subject_id: Only what was made from this, or is about it."})
    CompletionStage<HttpResponse<?>> list(HttpRequest<?> request) {
        return api.list(request, memory);
    }

    @Post
    @Operation(value = "createMemory", answer = "memory_unit", body = "memory_unit", status = 201,
            summary = "Write a memory by hand. Refused with duplicate when one of the same place says nearly the same.",
            parameters = "allow_duplicate: true writes it beside what is nearly the same.")
    CompletionStage<HttpResponse<?>> create(HttpRequest<?> request, @Body @IfAny byte @Nullable [] body) {
        boolean allowDuplicate = Requests.flag(request, "allow_duplicate");
        Values values = memory.shape().read(Requests.body(request, body));
        return api.write(request, body, unit -> api.created(request, unit, memory, memory.write(unit, values, allowDuplicate)));
    }

    @Get("/{id}")
    @NonBlocking
    @Operation(value = "getMemory", answer = "memory_unit", summary = "Read a memory.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String id) {
        return api.one(request, memory, unit -> memory.get(unit, id));
    }

    @Patch("/{id}")
    @Operation(value = "updateMemory", answer = "memory_unit", body = "memory_unit", summary = "Change the text or the link of a memory by a merge patch.")
    CompletionStage<HttpResponse<?>> update(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Json patch = Requests.body(request, body);
        return change(request, id, body, (unit, current) -> memory.update(unit, current, patch));
    }

    @Post("/{id}/approve")
    @Operation(value = "approveMemory", answer = "memory_unit", summary = "Stand for a memory; also brings back what was rejected or superseded. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> approve(HttpRequest<?> request, String id) {
        return change(request, id, null, memory::approve);
    }

    @Post("/{id}/reject")
    @Operation(value = "rejectMemory", answer = "memory_unit", summary = "Hide a memory that does not hold from searches. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> reject(HttpRequest<?> request, String id) {
        return change(request, id, null, memory::reject);
    }

    @Post("/{id}/supersede")
    @Operation(value = "supersedeMemory", answer = "memory_unit", body = "memory_superseding", summary = "Let another memory take the place of this one. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> supersede(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Memory.SUPERSEDING.read(Requests.body(request, body));
        return change(request, id, body, (unit, current) -> memory.supersede(unit, current, values));
    }

    private CompletionStage<HttpResponse<?>> change(HttpRequest<?> request, String id, byte @Nullable [] body, BiFunction<UnitOfWork, MemoryUnit, MemoryUnit> changing) {
        return api.change(request, body, memory, unit -> memory.get(unit, id), changing);
    }

    @Get("/{id}/relations")
    @NonBlocking
    @Operation(value = "listMemoryRelations", answer = "memory_relation", list = true, summary = "What a memory has to do with other things; all of it, without pages.")
    CompletionStage<HttpResponse<?>> relations(HttpRequest<?> request, String id) {
        return api.view(request, unit -> Api.page(request, memory.relations(unit, memory.get(unit, id)).stream().map(Memory.RELATION::render).toList(), Optional.empty()));
    }

    @Post("/{id}/relations")
    @Operation(value = "createMemoryRelation", answer = "memory_relation", body = "memory_relation", status = 201, summary = "Relate a memory to something. A second call changes nothing.")
    CompletionStage<HttpResponse<?>> relate(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Memory.RELATION.read(Requests.body(request, body));
        return api.write(request, body, unit -> Answer.of(201, Memory.RELATION.render(memory.relate(unit, memory.get(unit, id), values))));
    }

    @Delete("/{id}/relations/{entity}/{target}/{role}")
    @Operation(value = "deleteMemoryRelation", status = 204, summary = "Remove a relation of a memory.")
    CompletionStage<HttpResponse<?>> unrelate(HttpRequest<?> request, String id, String entity, String target, String role) {
        Json.Obj named = Json.obj("entity_type", Json.of(entity)).with("entity_id", Json.of(target)).with("role", Json.of(role));
        return api.write(request, null, unit -> {
            memory.unrelate(unit, memory.get(unit, id), named);
            return Answer.noContent();
        });
    }

    @Post("/search")
    @Needs(Scope.READ)
    @Operation(value = "searchMemory", answer = "memory_answer", body = "memory_query",
            summary = "Find memory by words, and by meaning when an embedder is configured; each hit says why it is there. Question and answer are kept.")
    CompletionStage<HttpResponse<?>> search(HttpRequest<?> request, @Body @IfAny byte @Nullable [] body) {
        Values values = MemorySearch.ASKING.read(Requests.body(request, body));
        MemorySearch.Found found = search.find(Requests.caller(request), values);
        return api.write(request, body, unit -> Answer.ok(search.keep(unit, found)));
    }

    @Get("/retrievals")
    @NonBlocking
    @Operation(value = "listMemoryRetrievals", answer = "memory_retrieval", list = true, summary = "What the memory was asked and answered, newest first.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "project_id: Only about this project, id or slug.", "card_id: Only about this card."})
    CompletionStage<HttpResponse<?>> retrievals(HttpRequest<?> request) {
        return api.list(request, retrievals);
    }

    @Get("/retrievals/{id}")
    @NonBlocking
    @Operation(value = "getMemoryRetrieval", answer = "memory_retrieval_with_feedback", summary = "Read a question with its answer, and what was thought of the hits.")
    CompletionStage<HttpResponse<?>> retrieval(HttpRequest<?> request, String id) {
        return api.view(request, unit -> {
            MemoryRetrieval found = retrievals.get(unit, id);
            return Answer.ok(retrievals.renderDetailed(unit, found));
        });
    }

    @Post("/retrievals/{id}/replay")
    @Needs(Scope.READ)
    @Operation(value = "replayMemoryRetrieval", answer = "memory_replay", summary = "Ask a question again, and see what has moved since; keeps nothing.")
    HttpResponse<?> replay(HttpRequest<?> request, String id) {
        Caller caller = Requests.caller(request);
        MemoryRetrieval kept = units.read(caller, unit -> retrievals.get(unit, id));
        return Answer.ok(search.replay(caller, kept)).toResponse();
    }

    @Put("/retrievals/{id}/hits/{hit}/feedback")
    @Operation(value = "judgeMemoryHit", answer = "memory_feedback", body = "memory_feedback",
            summary = "Say whether a hit was useful, not useful or wrong; in place of what the same token said before.")
    CompletionStage<HttpResponse<?>> judge(HttpRequest<?> request, String id, String hit, @Body @IfAny byte @Nullable [] body) {
        Values values = MemoryRetrievals.FEEDBACK.read(Requests.body(request, body));
        return api.write(request, body, unit -> Answer.ok(MemoryRetrievals.FEEDBACK.render(retrievals.judge(unit, retrievals.get(unit, id), hit, values))));
    }
}
