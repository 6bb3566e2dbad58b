package dev.steward.domain.workspace;

import java.time.Duration;
import java.util.List;

/**
 * When a failed delivery is attempted again.
 *
 * @param pauses after the first failed attempt, the second, and so on; after one more than there are pauses it is given up
 * @param disableAfter a webhook that has failed for so long, without a success between, is disabled
 */
public record WebhookRetries(List<Duration> pauses, Duration disableAfter) {

    /** What the Standard Webhooks specification advises: over three days in all, and a webhook that fails for five is left alone. */
    public static final WebhookRetries STANDARD = new WebhookRetries(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2),
            Duration.ofHours(5), Duration.ofHours(10), Duration.ofHours(14), Duration.ofHours(20), Duration.ofHours(24)), Duration.ofDays(5));

    public WebhookRetries {
        pauses = List.copyOf(pauses);
    }

    /** Whether there is no attempt after attempt number {@code attempt}, counted from 1. */
    public boolean isLast(int attempt) {
        return attempt > pauses.size();
    }

    Duration after(int attempt) {
        return pauses.get(attempt - 1);
    }
}
