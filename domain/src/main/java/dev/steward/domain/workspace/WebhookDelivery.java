package dev.steward.domain.workspace;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Word;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message to one webhook, and what became of it. Who attempts it takes it first, which raises {@code attempts} and moves
 * {@code nextAttemptAt} behind the attempt; so a server that dies in the middle leaves it to be attempted again.
 *
 * @param eventSequence of the event that it tells; null for a test
 * @param attempts begun since it was made or replayed
 * @param nextAttemptAt null when there will be none
 * @param lastStatusCode of the last answer; null when there was none
 */
public record WebhookDelivery(
        Meta<WebhookDelivery> meta,
        Id<Webhook> webhookId,
        @Nullable Long eventSequence,
        String eventType,
        Status status,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant lastAttemptAt,
        @Nullable Integer lastStatusCode,
        @Nullable Long lastDurationMs,
        String lastError,
        String lastAnswer) implements Entity<WebhookDelivery> {

    /** The event type of a test. */
    public static final String TEST = "webhook.test";
    /** How much of an answer is kept, in characters. */
    public static final int MAX_ANSWER = 2_000;
    public static final int MAX_ERROR = 500;
    /** Deliveries are forgotten after this. */
    public static final Duration KEPT = Duration.ofDays(30);
    /** The longest pause that an endpoint can ask for. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);

    public enum Status implements Word {
        /** Not attempted yet. */
        PENDING,
        /** The endpoint took it. */
        DELIVERED,
        /** The last attempt failed, and there will be another. */
        FAILED,
        /** Given up. */
        DEAD
    }

    /**
     * What an attempt brought.
     *
     * @param statusCode null when there was no answer
     * @param error empty when it was taken
     * @param answer the beginning of the answer's body
     * @param retryAfter how long the endpoint asks to be left alone; null when it does not
     * @param isFinal there is no use in another attempt
     */
    public record Outcome(@Nullable Integer statusCode, Duration duration, String error, String answer, @Nullable Duration retryAfter, boolean isFinal) {

        private static final int GONE = 410;

        public boolean isDelivered() {
            return error.isEmpty();
        }

        /** The endpoint says that it does not want any more, at all. */
        public boolean isGone() {
            return statusCode != null && statusCode == GONE;
        }
    }

    public static WebhookDelivery of(Meta<WebhookDelivery> meta, Id<Webhook> webhook, @Nullable Long sequence, String eventType) {
        return new WebhookDelivery(meta, webhook, sequence, eventType, Status.PENDING, 0, meta.createdAt(), null, null, null, "", "");
    }

    /** Begins an attempt; nobody else begins one before {@code lease} has passed. */
    public WebhookDelivery take(Instant now, Duration lease) {
        return new WebhookDelivery(meta.next(now), webhookId, eventSequence, eventType, status, attempts + 1, now.plus(lease), now, lastStatusCode, lastDurationMs,
                lastError, lastAnswer);
    }

    /**
     * Ends the attempt that was begun.
     *
     * @param jitter 0 to 1: how much of a tenth of the pause is added, so that what failed together does not come back together
     */
    public WebhookDelivery finish(Instant now, Outcome outcome, WebhookRetries retries, double jitter) {
        Status next = outcome.isDelivered() ? Status.DELIVERED : outcome.isFinal() || outcome.isGone() || retries.isLast(attempts) ? Status.DEAD : Status.FAILED;
        Instant again = next == Status.FAILED ? now.plus(pause(outcome, retries, jitter)) : null;
        return new WebhookDelivery(meta.next(now), webhookId, eventSequence, eventType, next, attempts, again, lastAttemptAt, outcome.statusCode(),
                outcome.duration().toMillis(), outcome.error(), outcome.answer());
    }

    private Duration pause(Outcome outcome, WebhookRetries retries, double jitter) {
        Duration pause = retries.after(attempts);
        Duration asked = outcome.retryAfter();
        Duration longer = asked != null && asked.compareTo(pause) > 0 ? asked : pause;
        Duration bounded = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        return bounded.plusMillis(Math.round(bounded.toMillis() / 10.0 * jitter));
    }

    /** Sent once more, from the first attempt on, whatever became of it. */
    public WebhookDelivery replay(Instant now) {
        return new WebhookDelivery(meta.next(now), webhookId, eventSequence, eventType, Status.PENDING, 0, now, lastAttemptAt, lastStatusCode, lastDurationMs, lastError, lastAnswer);
    }

    /** The {@code webhook-id} of its message. */
    public String messageId() {
        return eventSequence == null ? "msg_" + id().value().toString().replace("-", "") : Webhook.messageId(webhookId, eventSequence);
    }
}
