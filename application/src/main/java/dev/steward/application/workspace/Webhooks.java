package dev.steward.application.workspace;

import dev.steward.application.CompactJson;
import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.References;
import dev.steward.application.Resource;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.workspace.WebhookStore.Progress;
import dev.steward.domain.Entity;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violation;
import dev.steward.domain.Violations;
import dev.steward.domain.workspace.EventPattern;
import dev.steward.domain.workspace.Webhook;
import dev.steward.domain.workspace.WebhookUrl;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that are told of events. Their secrets are made here, kept sealed, and shown when they are made. Besides what every resource
 * records: {@code webhook.secret_rotated}, {@code replayed}, {@code tested}, {@code disabled}, {@code dead} for a message that was given up,
 * {@code missed} for events that were forgotten before they could be sent.
 */
public final class Webhooks extends Resource<Webhook> {

    /** So many in a workspace. */
    public static final int MAX = 100;
    private static final int SECRET_BYTES = 32;
    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);
    private static final String URL_RULE = "Must be https://host/path, http only where private addresses are allowed.";

    private static final Field<String> URL = Field.text("url", TextRule.required(WebhookUrl.MAX)).mandatory()
            .doc("Where messages are posted to. " + URL_RULE).example("https://example.com/hooks/steward");
    private static final Field<String> URL_HASH = Field.text("url_hash", ANY_TEXT)
            .doc("SHA-256 of the url as a JSON string. Events have it instead of the url, which may hold a token of the endpoint's.")
            .example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    private static final Field<String> DESCRIPTION = Field.text("description", Webhook.DESCRIPTION).orElse("").example("Tells the build room");
    private static final Field<List<EventPattern>> EVENT_TYPES = Field.of("event_types", Type.list(Type.ofText(Webhooks::pattern, EventPattern::text,
            "A type of events, such as session.completed, or all of a subject, such as card_assignment.*"), Webhook.MAX_TYPES)).orElse(List.of())
            .doc("Which events it is told of; empty for all.").example(List.of(new EventPattern("card_assignment.*"), new EventPattern("approval_request.created")));
    private static final Field<String> PROJECT_ID = Field.text("project_id", TextRule.required(200)).optional()
            .doc("Only events of this project; takes the id or the slug, answers show the id.");
    private static final Field<Boolean> IS_ACTIVE = Field.bool("is_active").orElse(true).filter()
            .doc("What happens while it is not active is not sent later, unless it is replayed. Steward turns it off when the endpoint answers 410, or fails for five days.");
    private static final Field<Long> POSITION = Shape.whole("position").doc("The number of the newest event that it has come to.").example(42L);
    private static final Field<Instant> FAILING_SINCE = Field.instant("failing_since").optional()
            .doc("When the first delivery failed after which none was taken; null while all is well.");
    private static final Field<String> SECRET = Field.text("secret", ANY_TEXT).doc("What signs; shown here and never again.")
            .example("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    public static final Shape<Webhook> SHAPE = members("webhook").build();
    /** The answer of a create and of a rotation: with the new secret. */
    public static final Shape<Webhook> WITH_SECRET = members("webhook_with_secret").extra(SECRET).build();

    private static final Field<Long> AFTER = Shape.whole("after").mandatory().doc("Every event after this number that the webhook wants is sent, again if it was sent already.")
            .example(0L);
    /** The body of {@link #replay}. */
    public static final Shape<Void> REPLAY = Shape.<Void>of("webhook_replay").input(AFTER, none -> null).build();

    private static Shape.Builder<Webhook> members(String name) {
        return Shape.<Webhook>ofEntity(name)
                .unrecorded(URL, webhook -> webhook.details().url())
                .output(URL_HASH, webhook -> CompactJson.sha256(Json.of(webhook.details().url())))
                .input(DESCRIPTION, webhook -> webhook.details().description())
                .input(EVENT_TYPES, webhook -> webhook.details().eventTypes())
                .input(PROJECT_ID, webhook -> webhook.details().projectId() == null ? null : webhook.details().projectId().toString())
                .input(IS_ACTIVE, webhook -> webhook.details().isActive())
                .output(Field.text("disabled_reason", ANY_TEXT).doc("Why Steward turned it off; empty while it has not."), Webhook::disabledReason)
                .output(Field.instant("previous_secret_until").optional().doc("Until when the secret before the last rotation signs as well."),
                        webhook -> webhook.secrets().previousUntil())
                .extra(POSITION)
                .extra(FAILING_SINCE);
    }

    private static EventPattern pattern(String text) {
        if (!EventPattern.isOne(text)) {
            throw new InvalidException(List.of(new Violation("", "invalid_pattern",
                    "Is not a type of events; write subject.verb, such as session.completed, or subject.* for all of a subject.")));
        }
        return new EventPattern(text);
    }

    private final Entities<?> projects;
    private final EventLog log;
    private final Secrets random;
    private final SecretBox box;

    /** @param projects by which {@code project_id} is looked up */
    public Webhooks(Entities<?> projects, EventLog log, Secrets random, SecretBox box) {
        super(SHAPE, WebhookStore.class);
        this.projects = projects;
        this.log = log;
        this.random = random;
        this.box = box;
    }

    @Override
    protected @Nullable UUID projectOf(Webhook webhook) {
        return webhook.details().projectId();
    }

    @Override
    public List<Json.Obj> render(UnitOfWork unit, List<Webhook> webhooks) {
        Map<Id<Webhook>, Progress> progress = unit.store(WebhookStore.class).progress(webhooks.stream().map(Webhook::id).collect(Collectors.toSet()));
        return webhooks.stream().map(webhook -> {
            Progress known = progress.getOrDefault(webhook.id(), new Progress(0, null));
            return SHAPE.render(webhook).with(POSITION.name(), Json.of(known.position()))
                    .with(FAILING_SINCE.name(), known.failingSince() == null ? Json.NULL : FAILING_SINCE.type().render(known.failingSince()));
        }).toList();
    }

    /** With the newest secret. Only for the answer to who had it made just now. */
    public Json.Obj renderWithSecret(UnitOfWork unit, Webhook webhook) {
        return render(unit, webhook).with(SECRET.name(), Json.of(text(box.open(webhook.secrets().current(), secretContext(unit.caller().workspace(), webhook.id())))));
    }

    /** A secret as the specification writes it. */
    private static String text(byte[] secret) {
        return "whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    @Override
    protected Webhook make(UnitOfWork unit, Meta<Webhook> meta, Values values) {
        Violations.check().rule(store(unit).count(Query.all(1)) < MAX, "", "too_many",
                "The workspace has " + MAX + " webhooks already; delete one that nobody needs first.").done();
        return Webhook.create(meta, details(unit, values, null), newSecret(unit, meta.id()));
    }

    @Override
    protected Webhook revise(UnitOfWork unit, Webhook current, Values values) {
        Webhook revised = current.revise(unit.now(), details(unit, values, current.details().projectId()));
        if (revised.details().isActive() && !current.details().isActive()) {
            unit.store(WebhookStore.class).progressed(current.id(), new Progress(log.last(unit), null));
        }
        return revised;
    }

    private Webhook.Details details(UnitOfWork unit, Values values, @Nullable UUID currentProject) {
        String key = values.orNull(PROJECT_ID);
        UUID project = key == null || currentProject != null && key.equals(currentProject.toString()) ? currentProject : project(unit, key);
        return new Webhook.Details(values.get(URL), values.get(DESCRIPTION), values.get(EVENT_TYPES), key == null ? null : project, values.get(IS_ACTIVE));
    }

    private UUID project(UnitOfWork unit, String key) {
        References references = new References(unit);
        Entity<?> found = references.find(PROJECT_ID.name(), projects, key);
        references.done();
        return Objects.requireNonNull(found).id().value();
    }

    private String newSecret(UnitOfWork unit, Id<Webhook> webhook) {
        return box.seal(random.random(SECRET_BYTES), secretContext(unit.caller().workspace(), webhook));
    }

    /** A sealed secret opens in its own row only. */
    public static String secretContext(Id<Workspace> workspace, Id<Webhook> webhook) {
        return "webhook.secret " + workspace + " " + webhook;
    }

    /** A new secret; the one until now signs beside it for a day. */
    public Webhook rotate(UnitOfWork unit, Webhook webhook) {
        Webhook rotated = webhook.rotate(unit.now(), newSecret(unit, webhook.id()));
        store(unit).update(webhook, rotated);
        record(unit, rotated, "secret_rotated", Json.obj("changes", SHAPE.changes(webhook, rotated)));
        return rotated;
    }

    /**
     * What signs now, the newest first; without the one before when that cannot be opened.
     *
     * @throws SecretBox.CannotOpen when the newest cannot be opened
     */
    public List<byte[]> secrets(UnitOfWork unit, Webhook webhook) {
        String context = secretContext(unit.caller().workspace(), webhook.id());
        List<byte[]> secrets = new ArrayList<>();
        for (String sealed : webhook.secrets().signing(unit.now())) {
            try {
                secrets.add(box.open(sealed, context));
            } catch (SecretBox.CannotOpen e) {
                if (secrets.isEmpty()) {
                    throw e;
                }
            }
        }
        return secrets;
    }

    /**
     * Seals by the key of now what an older one sealed, so that this one is no longer needed. What cannot be opened stays as it is.
     *
     * @return how many webhooks that changed
     */
    public int sealAgain(UnitOfWork unit) {
        int changed = 0;
        for (Webhook webhook : all(unit)) {
            Webhook.Secrets old = webhook.secrets();
            String context = secretContext(unit.caller().workspace(), webhook.id());
            Webhook.Secrets fresh = new Webhook.Secrets(sealedAgain(old.current(), context), old.previous() == null ? null : sealedAgain(old.previous(), context), old.previousUntil());
            if (!fresh.equals(old)) {
                store(unit).update(webhook, new Webhook(webhook.meta().next(unit.now()), webhook.details(), fresh, webhook.disabledReason()));
                changed++;
            }
        }
        return changed;
    }

    private String sealedAgain(String sealed, String context) {
        try {
            return box.isCurrent(sealed) ? sealed : box.seal(box.open(sealed, context), context);
        } catch (SecretBox.CannotOpen e) {
            return sealed;
        }
    }

    /** Those whose secret this server cannot open; somebody has to rotate it, or bring the key back. */
    public List<Webhook> locked(UnitOfWork unit) {
        return all(unit).stream().filter(webhook -> {
            try {
                return secrets(unit, webhook).isEmpty();
            } catch (SecretBox.CannotOpen e) {
                return true;
            }
        }).toList();
    }

    /** Those that are delivered to. */
    public List<Webhook> active(UnitOfWork unit) {
        return store(unit).list(Query.where(IS_ACTIVE.name(), MAX, true));
    }

    /**
     * Goes back to a position, so that what came after it is sent, again if it was sent already.
     *
     * @throws dev.steward.domain.RefusedException {@code gone} when the log has not all of that; {@code invalid_transition} when it is not active
     */
    public Webhook replay(UnitOfWork unit, Webhook webhook, Values values) {
        webhook.requireActive();
        long after = values.get(AFTER);
        Violations.check().rule(after >= 0, AFTER.name(), "out_of_range", "Must be 0 or the number of an event.").done();
        log.requireKeptAfter(unit, after);
        WebhookStore store = unit.store(WebhookStore.class);
        store.lockProgress(webhook.id()).ifPresent(now -> store.progressed(webhook.id(), new Progress(Math.min(after, now.position()), now.failingSince())));
        record(unit, webhook, "replayed", Json.obj("after", Json.of(after)));
        return webhook;
    }

    /** Steward gives up on the endpoint. */
    void disable(UnitOfWork unit, Webhook webhook, String reason) {
        save(unit, webhook, webhook.disable(unit.now(), reason), "disabled");
    }

    /** Something happened to a message of the webhook. */
    void tell(UnitOfWork unit, Webhook webhook, String verb, Json.Obj payload) {
        record(unit, webhook, verb, payload);
    }
}
