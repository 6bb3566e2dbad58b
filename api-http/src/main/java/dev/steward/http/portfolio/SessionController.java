package dev.steward.http.portfolio;

import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.Sessions;
import dev.steward.domain.portfolio.Session;
import dev.steward.http.Api;
import dev.steward.http.IfAny;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import dev.steward.http.ResourceController;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/sessions")
final class SessionController extends ResourceController<Session> {

    private final Sessions sessions;

    SessionController(Api api, Sessions sessions) {
        super(api, sessions);
        this.sessions = sessions;
    }

    @Post("/{id}/start")
    @Operation(value = "start", summary = "Begin a session: backlog or planned becomes doing.")
    CompletionStage<HttpResponse<?>> start(HttpRequest<?> request, String id) {
        return change(request, id, null, sessions::start);
    }

    @Post("/{id}/complete")
    @Operation(value = "complete", body = "completion", bodyOptional = true, summary = "Finish a session, with notes if there are any.")
    CompletionStage<HttpResponse<?>> complete(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Sessions.COMPLETION.read(Requests.optionalBody(request, body));
        return change(request, id, body, (unit, session) -> sessions.complete(unit, session, values));
    }

    @Post("/{id}/reopen")
    @Operation(value = "reopen", summary = "Take a done or cancelled session back to planned.")
    CompletionStage<HttpResponse<?>> reopen(HttpRequest<?> request, String id) {
        return change(request, id, null, sessions::reopen);
    }

    @Post("/{id}/reschedule")
    @Operation(value = "reschedule", body = "rescheduling", summary = "Move a session to another day, and so maybe to another week.")
    CompletionStage<HttpResponse<?>> reschedule(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Sessions.RESCHEDULING.read(Requests.body(request, body));
        return change(request, id, body, (unit, session) -> sessions.reschedule(unit, session, values));
    }

    private CompletionStage<HttpResponse<?>> change(
            HttpRequest<?> request, String id, byte @Nullable [] body, BiFunction<UnitOfWork, Session, Session> verb) {
        return api.change(request, body, sessions, unit -> sessions.get(unit, id), verb);
    }
}
