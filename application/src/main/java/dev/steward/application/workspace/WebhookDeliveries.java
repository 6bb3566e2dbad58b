package dev.steward.application.workspace;

import dev.steward.application.CompactJson;
import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.workspace.EventLog.Look;
import dev.steward.application.workspace.WebhookStore.Progress;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.WebhookDelivery;
import dev.steward.domain.workspace.WebhookDelivery.Outcome;
import dev.steward.domain.workspace.WebhookDelivery.Status;
import dev.steward.domain.workspace.WebhookRetries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The messages to webhooks. The event log is the outbox: each webhook has a position in it, and messages are made from there in the
 * transaction that moves the position, so none is lost and none made twice whenever a server dies. Writers of events pay nothing.
 */
public final class WebhookDeliveries extends Entities<WebhookDelivery> {

    /** Larger messages have no payload. */
    public static final int MAX_MESSAGE = 256 * 1024;
    private static final int PAGE = 200;
    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);
    private static final NumberRule COUNT = new NumberRule(0, Integer.MAX_VALUE);

    private static final Field<Id<Webhook>> WEBHOOK_ID = Field.<Webhook>id("webhook_id").filter();
    private static final Field<Status> STATUS = Field.word("status", Status.class).filter()
            .doc("pending before its first attempt, failed while there will be another, dead when given up.");

    public static final Shape<WebhookDelivery> SHAPE = Shape.<WebhookDelivery>ofEntity("webhook_delivery")
            .output(WEBHOOK_ID, WebhookDelivery::webhookId)
            .output(Field.text("message_id", ANY_TEXT).doc("Its webhook-id, the same at each attempt and replay.").example("msg_0199a3f01c2d7e4f8a5b6c7d8e9f0a1b_42"),
                    WebhookDelivery::messageId)
            .output(Shape.whole("event_sequence").optional().doc("The event that it tells; null for a test."), WebhookDelivery::eventSequence)
            .output(Field.text("event_type", ANY_TEXT).example("session.completed"), WebhookDelivery::eventType)
            .output(STATUS, WebhookDelivery::status)
            .output(Field.integer("attempts", COUNT).doc("Begun since it was made or replayed."), WebhookDelivery::attempts)
            .output(Field.instant("next_attempt_at").optional().doc("Null when there will be none."), WebhookDelivery::nextAttemptAt)
            .output(Field.instant("last_attempt_at").optional(), WebhookDelivery::lastAttemptAt)
            .output(Field.integer("last_status_code", COUNT).optional().doc("Null when there was no answer."), WebhookDelivery::lastStatusCode)
            .output(Shape.whole("last_duration_ms").optional(), WebhookDelivery::lastDurationMs)
            .output(Field.text("last_error", ANY_TEXT).doc("Why the last attempt failed; empty when it did not."), WebhookDelivery::lastError)
            .output(Field.text("last_answer", ANY_TEXT).doc("The beginning of the last answer's body."), WebhookDelivery::lastAnswer)
            .build();

    private final Webhooks webhooks;
    private final EventLog log;
    private final WebhookRetries retries;
    private final Duration lease;
    private final Secrets random;

    /** @param lease an attempt ends long before; after this, whoever took a message is taken for dead */
    public WebhookDeliveries(Webhooks webhooks, EventLog log, WebhookRetries retries, Duration lease, Secrets random) {
        super(SHAPE, WebhookDeliveryStore.class);
        this.webhooks = webhooks;
        this.log = log;
        this.retries = retries;
        this.lease = lease;
        this.random = random;
    }

    /** Newest first. */
    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("id", true, false));
    }

    /** Only those of this webhook. */
    public Query of(Webhook webhook, Query query) {
        return query.and(Filter.in(WEBHOOK_ID.name(), webhook.id().value()));
    }

    /** @throws RefusedException {@code not_found} when {@code key} names none of this webhook */
    public WebhookDelivery getOf(UnitOfWork unit, Webhook webhook, String key) {
        return find(unit, key).filter(delivery -> delivery.webhookId().equals(webhook.id())).orElseThrow(() -> notFound(key));
    }

    private WebhookDeliveryStore deliveries(UnitOfWork unit) {
        return unit.store(WebhookDeliveryStore.class);
    }

    /** Whether there are events that the webhook has not come to. Asks for little, so that nothing is written when there is nothing. */
    public boolean hasNews(UnitOfWork unit, Webhook webhook) {
        Progress progress = unit.store(WebhookStore.class).progress(Set.of(webhook.id())).get(webhook.id());
        return progress != null && progress.position() != log.last(unit);
    }

    /** When an attempt of the webhook's is due next, if one is to come. */
    public Optional<Instant> nextAttempt(UnitOfWork unit, Webhook webhook) {
        return deliveries(unit).nextAttempt(webhook.id());
    }

    /**
     * Makes messages of what happened since the webhook's position, and moves that.
     *
     * @return whether there is more
     */
    public boolean gather(UnitOfWork unit, Id<Webhook> id) {
        WebhookStore store = unit.store(WebhookStore.class);
        Optional<Progress> progress = store.lockProgress(id);
        Optional<Webhook> found = store.find(id).filter(webhook -> webhook.details().isActive());
        if (progress.isEmpty() || found.isEmpty()) {
            return false;
        }
        long position = progress.get().position();
        Webhook webhook = found.get();
        Look look;
        try {
            look = log.look(unit, position, EventStore.Filter.NONE, PAGE);
        } catch (RefusedException forgotten) {
            long kept = log.firstKept(unit) - 1;
            webhooks.tell(unit, webhook, "missed", Json.obj("after", Json.of(position)).with("through", Json.of(kept)));
            store.progressed(id, new Progress(kept, progress.get().failingSince()));
            return true;
        }
        if (look.position() != position) {
            deliveries(unit).enqueue(look.events().stream().filter(webhook::wants)
                    .map(event -> WebhookDelivery.of(unit.firstMeta(), id, event.sequence(), event.type())).toList());
            store.progressed(id, new Progress(look.position(), progress.get().failingSince()));
        }
        return look.more();
    }

    /** Begins attempts of messages that are due, at most {@code limit}; each is to be {@linkplain #finish finished} before its lease has passed. */
    public List<WebhookDelivery> take(UnitOfWork unit, Id<Webhook> id, int limit) {
        return deliveries(unit).due(id, unit.now(), limit).stream().map(delivery -> {
            WebhookDelivery taken = delivery.take(unit.now(), lease);
            store(unit).update(delivery, taken);
            return taken;
        }).toList();
    }

    /** The body of a message; empty when the event is no longer kept. */
    public Optional<String> message(UnitOfWork unit, WebhookDelivery delivery) {
        Long sequence = delivery.eventSequence();
        if (sequence == null) {
            return Optional.of(message(WebhookDelivery.TEST, delivery.meta().createdAt(),
                    Json.obj("webhook_id", Json.of(delivery.webhookId().toString())).with("delivery_id", Json.of(delivery.id().toString()))));
        }
        return unit.store(EventStore.class).after(sequence - 1, EventStore.Filter.NONE, 1).stream().filter(event -> event.sequence() == sequence).findFirst().map(event -> {
            Json.Obj data = EventLog.SHAPE.render(event);
            String whole = message(event.type(), event.at(), data);
            return whole.getBytes(StandardCharsets.UTF_8).length <= MAX_MESSAGE ? whole
                    : message(event.type(), event.at(), data.with("payload", Json.EMPTY).with("payload_omitted", Json.of(true)));
        });
    }

    private static String message(String type, Instant timestamp, Json.Obj data) {
        return CompactJson.write(Json.obj("type", Json.of(type)).with("timestamp", Type.instant().render(timestamp)).with("data", data));
    }

    /**
     * Ends an attempt: the message is delivered, waits for another attempt, or is dead. Ends nothing when somebody else has begun one
     * since, or somebody replayed it.
     *
     * @return what became of the message; empty when this changed nothing
     */
    public Optional<WebhookDelivery> finish(UnitOfWork unit, WebhookDelivery taken, Outcome outcome) {
        WebhookStore store = unit.store(WebhookStore.class);
        Optional<Progress> progress = store.lockProgress(taken.webhookId());
        Optional<WebhookDelivery> current = store(unit).find(taken.id()).filter(delivery -> delivery.version() == taken.version());
        Optional<Webhook> webhook = store.find(taken.webhookId());
        if (progress.isEmpty() || current.isEmpty() || webhook.isEmpty()) {
            return Optional.empty();
        }
        WebhookDelivery finished = taken.finish(unit.now(), outcome, retries, jitter());
        store(unit).update(current.get(), finished);
        if (finished.status() == Status.DEAD) {
            webhooks.tell(unit, webhook.get(), "dead", told(finished));
        }
        health(unit, webhook.get(), progress.get(), outcome);
        return Optional.of(finished);
    }

    private static Json.Obj told(WebhookDelivery delivery) {
        return Json.obj("delivery_id", Json.of(delivery.id().toString())).with("message_id", Json.of(delivery.messageId()))
                .with("event_type", Json.of(delivery.eventType())).with("attempts", Json.of(delivery.attempts())).with("last_error", Json.of(delivery.lastError()));
    }

    private void health(UnitOfWork unit, Webhook webhook, Progress progress, Outcome outcome) {
        WebhookStore store = unit.store(WebhookStore.class);
        Instant since = progress.failingSince();
        if (outcome.isDelivered()) {
            if (since != null) {
                store.progressed(webhook.id(), new Progress(progress.position(), null));
            }
        } else if (outcome.isGone() && webhook.details().isActive()) {
            webhooks.disable(unit, webhook, "The endpoint answered 410 Gone.");
        } else if (since == null) {
            store.progressed(webhook.id(), new Progress(progress.position(), unit.now()));
        } else if (webhook.details().isActive() && since.plus(retries.disableAfter()).isBefore(unit.now())) {
            webhooks.disable(unit, webhook, "Every delivery since " + since + " failed.");
        }
    }

    /** 0 to 1. */
    private double jitter() {
        return (random.random(1)[0] & 0xff) / 255.0;
    }

    /** A message that says nothing but that it arrives. Sent as all others are. */
    public WebhookDelivery test(UnitOfWork unit, Webhook webhook) {
        webhook.requireActive();
        WebhookDelivery test = WebhookDelivery.of(unit.firstMeta(), webhook.id(), null, WebhookDelivery.TEST);
        store(unit).insert(test);
        webhooks.tell(unit, webhook, "tested", Json.obj("delivery_id", Json.of(test.id().toString())));
        return test;
    }

    /** Sends a message once more, whatever became of it. */
    public WebhookDelivery replay(UnitOfWork unit, Webhook webhook, WebhookDelivery delivery) {
        webhook.requireActive();
        WebhookDelivery again = delivery.replay(unit.now());
        store(unit).update(delivery, again);
        webhooks.tell(unit, webhook, "replayed", Json.obj("delivery_id", Json.of(again.id().toString())));
        return again;
    }
}
