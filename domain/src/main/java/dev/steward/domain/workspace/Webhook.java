package dev.steward.domain.workspace;

import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told of events, by the Standard Webhooks specification.
 *
 * @param disabledReason why Steward stopped delivering; empty while it has not
 */
public record Webhook(Meta<Webhook> meta, Details details, Secrets secrets, String disabledReason) implements Entity<Webhook> {

    public static final TextRule DESCRIPTION = TextRule.optional(500);
    public static final int MAX_TYPES = 50;
    /** How long a replaced secret goes on signing beside the new one. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    /**
     * @param eventTypes empty for all
     * @param projectId only events of this project; also when the project is gone, so that its deletion is told
     */
    public record Details(String url, String description, List<EventPattern> eventTypes, @Nullable UUID projectId, boolean isActive) {
        public Details {
            Violations check = Violations.check();
            WebhookUrl.violation("/url", url).ifPresent(check::add);
            check.text("description", description, DESCRIPTION).done();
            eventTypes = List.copyOf(eventTypes);
        }
    }

    /**
     * What signs, sealed: in this form they are kept.
     *
     * @param previous what signs beside {@code current} until {@code previousUntil}; both null when there is none
     */
    public record Secrets(String current, @Nullable String previous, @Nullable Instant previousUntil) {

        public static Secrets first(String sealed) {
            return new Secrets(sealed, null, null);
        }

        /** Those that sign now, the newest first. */
        public List<String> signing(Instant now) {
            List<String> signing = new ArrayList<>(List.of(current));
            if (previous != null && previousUntil != null && now.isBefore(previousUntil)) {
                signing.add(previous);
            }
            return signing;
        }

        @Override
        public String toString() {
            return "Secrets[" + (previous == null ? 1 : 2) + "]";
        }
    }

    public static Webhook create(Meta<Webhook> meta, Details details, String sealedSecret) {
        return new Webhook(meta, details, Secrets.first(sealedSecret), "");
    }

    /** Made active again, it is no longer disabled. */
    public Webhook revise(Instant now, Details details) {
        return new Webhook(meta.next(now), details, secrets, details.isActive() ? "" : disabledReason);
    }

    /** A new secret; the one until now signs as well for {@link #OVERLAP}, and an older one no more. */
    public Webhook rotate(Instant now, String sealedSecret) {
        return new Webhook(meta.next(now), details, new Secrets(sealedSecret, secrets.current(), now.plus(OVERLAP)), disabledReason);
    }

    /** Steward delivers no more until somebody makes it active again. */
    public Webhook disable(Instant now, String reason) {
        return new Webhook(meta.next(now), new Details(details.url(), details.description(), details.eventTypes(), details.projectId(), false), secrets, reason);
    }

    /** Whether it is to be told of an event: never of its own, because telling that telling failed would not end. */
    public boolean wants(Event event) {
        return !event.subjectId().equals(id().value())
                && (details.projectId() == null || details.projectId().equals(event.projectId()))
                && (details.eventTypes().isEmpty() || details.eventTypes().stream().anyMatch(pattern -> pattern.matches(event.type())));
    }

    /** @throws RefusedException {@code invalid_transition} */
    public void requireActive() {
        if (!details.isActive()) {
            throw new RefusedException(ErrorCode.INVALID_TRANSITION, "The webhook is not active"
                    + (disabledReason.isEmpty() ? "" : " (" + disabledReason + ")") + ", so nothing would be sent; PATCH it with {\"is_active\": true} first.",
                    Map.of("is_active", Json.of(false)));
        }
    }

    /** The identifier of the message about an event, the same at each attempt and each replay: receivers know by it what they have seen. */
    public static String messageId(Id<Webhook> webhook, long sequence) {
        return "msg_" + webhook.value().toString().replace("-", "") + "_" + sequence;
    }

    @Override
    public String toString() {
        return "Webhook[" + id() + "]";
    }
}
