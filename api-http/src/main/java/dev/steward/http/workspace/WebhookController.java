package dev.steward.http.workspace;

import dev.steward.application.Values;
import dev.steward.application.workspace.WebhookDeliveries;
import dev.steward.application.workspace.Webhooks;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.WebhookDelivery;
import dev.steward.domain.workspace.WebhookUrl;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.IfAny;
import dev.steward.http.Needs;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import dev.steward.http.ResourceController;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Webhooks, their secrets, and sending again. Addresses are looked up before the unit of work, because that asks the network. */
@Controller("/api/v1/webhooks")
@Needs(Scope.ADMIN)
final class WebhookController extends ResourceController<Webhook> {

    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final WebhookAddresses addresses;

    WebhookController(Api api, Webhooks webhooks, WebhookDeliveries deliveries, WebhookAddresses addresses) {
        super(api, webhooks);
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.addresses = addresses;
    }

    @Override
    @Post
    @Operation(value = "create", answer = "webhook_with_secret", summary = "Create a webhook. Its secret is in this answer and nowhere else.")
    public CompletionStage<HttpResponse<?>> create(HttpRequest<?> request, @Body @IfAny byte @Nullable [] body) {
        Json asked = Requests.body(request, body);
        Values values = Webhooks.SHAPE.read(asked);
        check(asked);
        return api.writeSecretly(request, body, unit -> {
            Webhook made = webhooks.create(unit, values);
            return Answer.of(201, webhooks.renderWithSecret(unit, made)).version(made.version()).with("Location", request.getPath() + "/" + made.id());
        });
    }

    @Override
    @Patch("/{id}")
    @Operation("update")
    public CompletionStage<HttpResponse<?>> update(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        check(Requests.body(request, body));
        return super.update(request, id, body);
    }

    private void check(Json asked) {
        if (asked instanceof Json.Obj members && members.get("url") instanceof Json.Text url && WebhookUrl.violation("/url", url.value()).isEmpty()) {
            addresses.check(new WebhookUrl(url.value()));
        }
    }

    @Post("/{id}/rotate-secret")
    @Operation(value = "rotateSecretOf", answer = "webhook_with_secret", summary = "Make a new secret, which is in this answer and nowhere else; the old one signs beside it for 24 hours.")
    CompletionStage<HttpResponse<?>> rotate(HttpRequest<?> request, String id) {
        return api.writeSecretly(request, null, unit -> {
            Webhook found = webhooks.get(unit, id);
            Requests.requireMatch(request, found.version());
            Webhook rotated = webhooks.rotate(unit, found);
            return Answer.ok(webhooks.renderWithSecret(unit, rotated)).version(rotated.version());
        });
    }

    @Post("/{id}/test")
    @Operation(value = "test", answer = "webhook_delivery", status = 201, summary = "Send a message of the type webhook.test; the delivery tells what came of it.")
    CompletionStage<HttpResponse<?>> test(HttpRequest<?> request, String id) {
        return api.write(request, null, unit -> {
            WebhookDelivery test = deliveries.test(unit, webhooks.get(unit, id));
            return Answer.of(201, deliveries.render(unit, test)).version(test.version()).with("Location", "/api/v1/webhooks/" + test.webhookId() + "/deliveries/" + test.id());
        });
    }

    @Post("/{id}/replay")
    @Operation(value = "replay", body = "webhook_replay", summary = "Send every event after a number, again if it was sent already. 410 when the log does not have all of them.")
    CompletionStage<HttpResponse<?>> replay(HttpRequest<?> request, String id, @Body @IfAny byte @Nullable [] body) {
        Values values = Webhooks.REPLAY.read(Requests.body(request, body));
        return api.change(request, body, webhooks, unit -> webhooks.get(unit, id), (unit, found) -> webhooks.replay(unit, found, values));
    }
}
