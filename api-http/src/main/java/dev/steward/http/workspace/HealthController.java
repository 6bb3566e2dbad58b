package dev.steward.http.workspace;

import dev.steward.application.DbAdapter;
import dev.steward.application.StoreException;
import dev.steward.http.Open;
import dev.steward.http.Operation;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** For a load balancer or a service manager. */
@Open
@Controller("/health")
final class HealthController {

    private final DbAdapter database;
    private final Readiness readiness;

    HealthController(DbAdapter database, Readiness readiness) {
        this.database = database;
        this.readiness = readiness;
    }

    @Get(value = "/live", produces = MediaType.APPLICATION_JSON)
    @Operation(value = "getLiveness", summary = "Whether the process answers at all; if not, restart it.")
    String live() {
        return "{\"status\":\"up\"}";
    }

    @Get(value = "/ready", produces = MediaType.APPLICATION_JSON)
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Operation(value = "getReadiness", summary = "Whether the server has started and the database answers; if not, send no requests here: 503.")
    HttpResponse<String> ready() {
        if (readiness.isStarting()) {
            return unavailable("starting");
        }
        try {
            database.ping();
            return HttpResponse.ok("{\"status\":\"up\"}");
        } catch (StoreException.Unavailable e) {
            return unavailable("down");
        }
    }

    private static HttpResponse<String> unavailable(String status) {
        return HttpResponse.<String>status(HttpStatus.SERVICE_UNAVAILABLE).body("{\"status\":\"" + status + "\"}");
    }
}
