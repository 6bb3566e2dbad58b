package dev.steward.http.workspace;

import dev.steward.application.Caller;
import dev.steward.application.Page;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.portfolio.Projects;
import dev.steward.application.workspace.EventLog;
import dev.steward.application.workspace.EventLog.Look;
import dev.steward.application.workspace.EventStore.Filter;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Event;
import dev.steward.http.Api;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import dev.steward.http.Waits;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The event log: as a list, and as a stream for those who accept {@code text/event-stream}. */
@Controller("/api/v1/events")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventController {

    private static final Set<String> PARAMETERS = Set.of("after", "before", "cursor", "limit", "type", "project_id", "run_id", "wait_seconds");

    private final Units units;
    private final EventLog log;
    private final EventStreams streams;
    private final Waits waits;
    private final Projects projects;

    EventController(Units units, EventLog log, EventStreams streams, Waits waits, Projects projects) {
        this.units = units;
        this.log = log;
        this.streams = streams;
        this.waits = waits;
        this.projects = projects;
    }

    @Get(produces = {MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM})
    @Operation(value = "listEvents", answer = "event", list = true,
            summary = "The event log, newest first; with `after`, oldest first from there, and `position` says from where to go on. With `Accept: text/event-stream`, "
                    + "a stream that resumes after `Last-Event-ID` or `after`, without gap or duplicate.",
            parameters = {
                "after: Sequence number; only later events, oldest first.",
                "wait_seconds: With `after`: how long to wait while there is none, 0 to 30.",
                "before: Sequence number; only earlier events, newest first.",
                "cursor: The `next` of the page before.",
                "limit: How many at most, 1 to 200.",
                "type: Only events of these types, separated by commas.",
                "project_id: Only events of this project, id or slug.",
                "run_id: Only events of this run."})
    HttpResponse<?> events(HttpRequest<?> request) {
        for (String parameter : Requests.parameters(request).keySet()) {
            if (!PARAMETERS.contains(parameter)) {
                throw Requests.invalidParameter(parameter, "Events have no parameter '" + parameter + "'; they have " + String.join(", ", PARAMETERS.stream().sorted().toList()) + ".");
            }
        }
        Filter filter = units.read(Requests.caller(request), unit -> filter(request, unit));
        boolean stream = request.accept().stream().anyMatch(type -> type.getName().equals(MediaType.TEXT_EVENT_STREAM));
        return stream ? stream(request, filter) : list(request, filter);
    }

    private HttpResponse<?> stream(HttpRequest<?> request, Filter filter) {
        if (request.getParameters().contains("wait_seconds")) {
            throw Requests.invalidParameter("wait_seconds", "A stream waits by itself; leave it out.");
        }
        OptionalLong resumed = request.getHeaders().contains("Last-Event-ID")
                ? number("Last-Event-ID", request.getHeaders().get("Last-Event-ID"))
                : number("after", request.getParameters().get("after"));
        return HttpResponse.ok(streams.open(Requests.caller(request), Requests.credential(request), filter, resumed))
                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                .header("Cache-Control", "no-store");
    }

    private HttpResponse<?> list(HttpRequest<?> request, Filter filter) {
        OptionalLong after = number("after", request.getParameters().get("after"));
        OptionalLong before = number("before", request.getParameters().get("before"));
        OptionalLong cursor = number("cursor", request.getParameters().get("cursor"));
        int limit = Requests.limit(request);
        Duration wait = Waits.asked(request);
        if (after.isPresent()) {
            return looked(request, look(request, cursor.orElse(after.getAsLong()), filter, limit, wait));
        }
        if (wait.isPositive()) {
            throw Requests.invalidParameter("wait_seconds", "Waiting needs 'after', the number to wait from; 'position' of each answer is the next one.");
        }
        Page<Event> page = units.read(Requests.caller(request), unit -> log.before(unit, cursor.orElse(before.orElse(Long.MAX_VALUE)), filter, limit));
        Optional<String> next = page.next().map(position -> String.valueOf(position.getFirst()));
        return Api.page(request, page.items().stream().map(EventLog.SHAPE::render).toList(), next).toResponse();
    }

    /** Each look begins where the one before ended, so that what the log forgets meanwhile is missed only by who has not looked at it. */
    private Look look(HttpRequest<?> request, long from, Filter filter, int limit, Duration wait) {
        Caller caller = Requests.caller(request);
        Look[] look = {new Look(List.of(), from, false)};
        BooleanSupplier found = () -> {
            look[0] = units.read(caller, unit -> log.look(unit, look[0].position(), filter, limit));
            return !look[0].events().isEmpty();
        };
        if (!found.getAsBoolean() && wait.isPositive()) {
            waits.until(request, wait, found);
        }
        return look[0];
    }

    private static HttpResponse<?> looked(HttpRequest<?> request, Look look) {
        return Api.page(request, look.events().stream().map(EventLog.SHAPE::render).toList(),
                look.more() ? Optional.of(String.valueOf(look.position())) : Optional.empty(), Map.of("position", Json.of(look.position()))).toResponse();
    }

    private Filter filter(HttpRequest<?> request, UnitOfWork unit) {
        String types = request.getParameters().get("type");
        String project = request.getParameters().get("project_id");
        return new Filter(
                types == null ? Set.of() : Set.of(types.split(",", 50)),
                project == null ? null : projects.get(unit, project).id().value(),
                run(request.getParameters().get("run_id")));
    }

    private static @Nullable UUID run(@Nullable String id) {
        return id == null ? null : Id.parse(id).orElseThrow(() -> Requests.invalidParameter("run_id", "A run is named by its id.")).value();
    }

    private static OptionalLong number(String name, @Nullable String text) {
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Requests.invalidParameter(name, "'" + name + "' is a sequence number: 0 or a positive whole number.");
    }
}
