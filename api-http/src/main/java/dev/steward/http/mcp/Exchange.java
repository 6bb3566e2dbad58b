package dev.steward.http.mcp;

import dev.steward.domain.Json;
import dev.steward.http.Patience;
import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One request of a client and the way back to it. */
final class Exchange {

    private static final long ANSWER_SECONDS = 300;

    private final HttpRequest<?> request;
    private final Wire wire;
    private final Message message;
    private final Profile profile;
    private final Questions questions;
    private final Patience patience = new Patience();
    private Consumer<Json.Obj> way = nobody -> { };

    Exchange(HttpRequest<?> request, Wire wire, Message message, Profile profile, Questions questions) {
        this.request = request;
        this.wire = wire;
        this.message = message;
        this.profile = profile;
        this.questions = questions;
    }

    HttpRequest<?> request() {
        return request;
    }

    Wire wire() {
        return wire;
    }

    Message message() {
        return message;
    }

    Profile profile() {
        return profile;
    }

    /** Ends when the client cancels the request or leaves. */
    Patience patience() {
        return patience;
    }

    /** From now on messages before the answer reach the client. */
    void streamTo(Consumer<Json.Obj> stream) {
        this.way = stream;
    }

    Optional<Json> progressToken() {
        return Optional.ofNullable(message.meta().get("progressToken"));
    }

    /** Tells how far it is, if the client asked for that. */
    void progress(long progress, Optional<Long> total, String text) {
        progressToken().ifPresent(token -> {
            Json.Obj params = Json.obj("progressToken", token).with("progress", Json.of(progress));
            params = total.isPresent() ? params.with("total", Json.of(total.get())) : params;
            way.accept(Message.notification("notifications/progress", params.with("message", Json.of(text))));
        });
    }

    /** Tells what happens, if the client wants to know: from 2026-07-28 on, a request says so itself. */
    void log(String level, Json data) {
        if (!wire.stateless() || message.meta().get(Wire.LOG_LEVEL_KEY) != null) {
            way.accept(Message.notification("notifications/message", Json.obj("level", Json.of(level)).with("data", data)));
        }
    }

    /** What the client says it can do: in each request, or in what {@code initialize} answered as the session. */
    boolean clientCan(String capability) {
        return wire.stateless()
                ? Message.object(message.meta(), Wire.CAPABILITIES_KEY).get(capability) != null
                : Session.of(request).can(capability);
    }

    /**
     * Asks the client while it waits for its answer; up to 2025-11-25 only, later the answer itself says what is missing.
     *
     * @return its result
     * @throws McpException when the client cannot be asked, refuses, or does not answer in time
     */
    Json.Obj ask(String capability, String method, Json.Obj params) {
        if (wire.stateless() || !clientCan(capability)) {
            throw McpException.missingCapability(capability);
        }
        try (Questions.Question question = questions.ask(request)) {
            patience.onEnd(question::giveUp);
            way.accept(Json.obj("jsonrpc", Json.of("2.0")).with("id", Json.of(question.id())).with("method", Json.of(method)).with("params", params));
            Message answer = question.answer().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (answer.members().get("result") instanceof Json.Obj result) {
                return result;
            }
            throw McpException.invalidRequest("The client refused " + method + ".");
        } catch (TimeoutException | java.util.concurrent.ExecutionException | java.util.concurrent.CancellationException e) {
            throw McpException.invalidRequest("The client did not answer " + method + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw McpException.invalidRequest("The wait for the answer to " + method + " was interrupted.");
        }
    }
}
