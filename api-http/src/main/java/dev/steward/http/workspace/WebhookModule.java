package dev.steward.http.workspace;

import dev.steward.application.Clock;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** How webhooks reach the network. */
@Factory
final class WebhookModule {

    @Singleton
    WebhookAddresses addresses(@Value("${steward.webhooks.allow-private}") String allowPrivate) {
        return WebhookAddresses.of(allowPrivate);
    }

    @Singleton
    @Bean(preDestroy = "close")
    WebhookSender sender(WebhookAddresses addresses, Clock clock, @Value("${steward.webhooks.connect-timeout}") Duration connect,
            @Value("${steward.webhooks.timeout}") Duration timeout) throws NoSuchAlgorithmException {
        return new WebhookSender(addresses, clock, SSLContext.getDefault(), connect, timeout, "Steward (webhooks)");
    }
}
