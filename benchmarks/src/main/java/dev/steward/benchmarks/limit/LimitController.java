package dev.steward.benchmarks.limit;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletionStage;

@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class LimitController {

    private final Limit limit;

    LimitController(Limit limit) {
        this.limit = limit;
    }

    @Get("/sessions/{id}")
    HttpResponse<?> get(String id) {
        return json(limit.get(id));
    }

    @Get("/sessions")
    HttpResponse<?> list(@QueryValue("week_key") String weekKey) {
        return json(limit.list(weekKey));
    }

    @Post("/sessions")
    CompletionStage<HttpResponse<?>> create(@Body byte[] body) {
        return limit.create(body).thenApply(LimitController::json);
    }

    @Post("/claims")
    CompletionStage<HttpResponse<?>> claim(@Body byte[] body) {
        return limit.claim(body).thenApply(LimitController::json);
    }

    @Get("/projects/{project}/map")
    HttpResponse<?> map(String project) {
        return json(limit.map(project));
    }

    @Post("/projects/{project}/actions")
    CompletionStage<HttpResponse<?>> batch(String project, @Body byte[] body) {
        return limit.batch(project, body).thenApply(LimitController::json);
    }

    private static HttpResponse<?> json(byte[] bytes) {
        return HttpResponse.ok(bytes).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
