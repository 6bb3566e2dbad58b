package dev.steward.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How many requests a token may make on this server: a bucket that holds a minute's worth and refills evenly. */
@Singleton
final class RateLimits {

    private final long perMinute;
    /** Tidied by whoever asks: waking another thread for it takes longer than the tidying. */
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder().maximumSize(10_000).expireAfterAccess(Duration.ofMinutes(5)).executor(Runnable::run).build();

    RateLimits(@Value("${steward.rate-limit}") long perMinute) {
        this.perMinute = perMinute;
    }

    /** @param resetSeconds until the next request is certainly allowed; at least 1 */
    record Standing(boolean allowed, long remaining, long resetSeconds) {
    }

    long perMinute() {
        return perMinute;
    }

    Standing take(String token) {
        Bucket bucket = buckets.get(token, unseen -> Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1))).build());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        long wait = TimeUnit.NANOSECONDS.toSeconds(probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill());
        return new Standing(probe.isConsumed(), probe.getRemainingTokens(), Math.max(1, wait));
    }
}
