package dev.steward.http.workspace;

import dev.steward.application.DbAdapter;
import dev.steward.application.StoreException;
import dev.steward.http.Open;
import dev.steward.http.Operation;
import io.micronaut.http.HttpResponse;
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

    HealthController(DbAdapter database) {
        this.database = database;
    }

    @Get(value = "/live", produces = MediaType.APPLICATION_JSON)
    @Operation(value = "getLiveness", summary = "Whether the process answers at all; if not, restart it.")
    String live() {
        return "{\"status\":\"up\"}";
    }

    @Get(value = "/ready", produces = MediaType.APPLICATION_JSON)
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Operation(value = "getReadiness", summary = "Whether the database answers; if not, send no requests here: 503.")
    HttpResponse<String> ready() {
        try {
            database.ping();
            return HttpResponse.ok("{\"status\":\"up\"}");
        } catch (StoreException.Unavailable e) {
            return HttpResponse.<String>status(io.micronaut.http.HttpStatus.SERVICE_UNAVAILABLE).body("{\"status\":\"down\"}");
        }
    }
}
