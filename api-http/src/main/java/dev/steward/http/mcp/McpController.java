package dev.steward.http.mcp;

import dev.steward.application.Clock;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.IfAny;
import dev.steward.http.MaxBody;
import dev.steward.http.Needs;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import dev.steward.jdbc.JsonText;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP of the Model Context Protocol. Each message is a POST; its answer is JSON, or a stream when there may be something to
 * tell before it. There is nothing to GET, because this server sends nothing unasked, and nothing to DELETE, because it keeps no session.
 * The token needs {@code read} to speak at all; each tool needs what its route needs.
 */
@Controller("/mcp")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@MaxBody(10 * 1024 * 1024)
final class McpController {

    private final Dispatcher dispatcher;
    private final Profiles profiles;
    private final Questions questions;
    private final Hosts hosts;
    private final Clock clock;
    private final Duration heartbeat;

    McpController(Dispatcher dispatcher, Profiles profiles, Questions questions, Hosts hosts, Clock clock, @Value("${steward.heartbeat}") Duration heartbeat) {
        this.dispatcher = dispatcher;
        this.profiles = profiles;
        this.questions = questions;
        this.hosts = hosts;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    @Post(produces = {MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM})
    @Needs(Scope.READ)
    @Operation(value = "sendMcpMessage", body = "mcp_message", answer = "mcp_answer",
            summary = "A message of the Model Context Protocol; its tools need the scopes of the operations that they stand for.",
            parameters = "profile: Which tools are offered: default, planning, orchestration, portfolio, memory, admin or all.")
    HttpResponse<?> send(HttpRequest<?> request, @Body @IfAny byte @Nullable [] body) {
        Message message = null;
        try {
            hosts.check(request);
            message = Message.parse(Requests.requireJson(request, body));
            Wire wire = dispatcher.wire(request, message);
            if (message.isResponse() && wire.stateless()) {
                throw McpException.invalidRequest("From 2026-07-28 on a client sends no responses.");
            }
            Exchange exchange = new Exchange(request, wire, message, profiles.named(request.getParameters().get("profile")), questions);
            return message.isResponse() || message.isNotification() ? taken(request, message) : answered(exchange);
        } catch (McpException e) {
            return json(e.status(), Message.error(message == null ? null : message.id(), e));
        }
    }

    private HttpResponse<?> taken(HttpRequest<?> request, Message message) {
        if (message.isResponse()) {
            questions.answered(request, message);
        } else {
            dispatcher.take(request, message);
        }
        return HttpResponse.accepted();
    }

    private HttpResponse<?> answered(Exchange exchange) {
        boolean streamed = exchange.request().accept().stream().anyMatch(type -> type.getName().equals(MediaType.TEXT_EVENT_STREAM));
        if (streamed && dispatcher.streams(exchange)) {
            return HttpResponse.ok(new AnswerStream(exchange, () -> dispatcher.answer(exchange).body(), clock, heartbeat).open())
                    .contentType(MediaType.TEXT_EVENT_STREAM_TYPE).header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
        }
        Dispatcher.Outcome outcome = dispatcher.answer(exchange);
        MutableHttpResponse<?> response = json(outcome.status(), outcome.body());
        outcome.headers().forEach(response::header);
        return response;
    }

    private static MutableHttpResponse<?> json(int status, Json.Obj body) {
        return HttpResponse.status(HttpStatus.valueOf(status)).contentType(MediaType.APPLICATION_JSON_TYPE).body(JsonText.bytes(body));
    }
}
