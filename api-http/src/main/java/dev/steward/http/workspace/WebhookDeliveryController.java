package dev.steward.http.workspace;

import dev.steward.application.workspace.WebhookDeliveries;
import dev.steward.application.workspace.Webhooks;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.Api;
import dev.steward.http.Needs;
import dev.steward.http.Operation;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.concurrent.CompletionStage;

/** What was sent to webhooks, and what waits to be. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Needs(Scope.ADMIN)
final class WebhookDeliveryController {

    private final Api api;
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;

    WebhookDeliveryController(Api api, Webhooks webhooks, WebhookDeliveries deliveries) {
        this.api = api;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    @Get("/webhooks/{id}/deliveries")
    @NonBlocking
    @Operation(value = "listWebhookDeliveries", answer = "webhook_delivery", list = true, summary = "What was sent to a webhook, and what waits to be, newest first; kept for 30 days.",
            parameters = {"limit: How many at most, 1 to 200.", "cursor: The `next` of the page before.", "status: Only those in one of these states, separated by commas."})
    CompletionStage<HttpResponse<?>> list(HttpRequest<?> request, String id) {
        return api.list(request, deliveries, (unit, query) -> deliveries.of(webhooks.get(unit, id), query));
    }

    @Get("/webhooks/{id}/deliveries/{delivery}")
    @Operation(value = "getWebhookDelivery", answer = "webhook_delivery", summary = "Read what became of a message.")
    CompletionStage<HttpResponse<?>> get(HttpRequest<?> request, String id, String delivery) {
        return api.one(request, deliveries, unit -> deliveries.getOf(unit, webhooks.get(unit, id), delivery));
    }

    @Post("/webhooks/{id}/deliveries/{delivery}/replay")
    @Operation(value = "replayWebhookDelivery", answer = "webhook_delivery", summary = "Send a message once more, whatever became of it; it keeps its webhook-id.")
    CompletionStage<HttpResponse<?>> replay(HttpRequest<?> request, String id, String delivery) {
        return api.change(request, null, deliveries, unit -> deliveries.getOf(unit, webhooks.get(unit, id), delivery),
                (unit, found) -> deliveries.replay(unit, webhooks.get(unit, found.webhookId()), found));
    }
}
