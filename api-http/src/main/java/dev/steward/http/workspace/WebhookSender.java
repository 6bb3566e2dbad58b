package dev.steward.http.workspace;

import dev.steward.application.Clock;
import dev.steward.domain.TextRule;
import dev.steward.domain.workspace.WebhookDelivery;
import dev.steward.domain.workspace.WebhookDelivery.Outcome;
import dev.steward.domain.workspace.WebhookUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Posts one message. The address that was checked is the one that is connected to; TLS and the Host header still name the host. Redirects,
 * proxies, cookies and credentials there are none, connections are not used again, and of an answer only the beginning is read.
 */
final class WebhookSender implements AutoCloseable {

    private static final int MAX_ADDRESSES = 4;
    private static final int MAX_AT_ONCE = 1_000;
    private static final int READ = 4 * WebhookDelivery.MAX_ANSWER;
    private static final DnsResolver NOBODY_ASKS = new DnsResolver() {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException("Webhooks are connected to by address");
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    };

    private final WebhookAddresses addresses;
    private final Clock clock;
    private final Duration timeout;
    private final String userAgent;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("webhook-timeouts").factory());

    /**
     * @param connect how long a connection may take to be made
     * @param timeout how long all of it may take
     */
    WebhookSender(WebhookAddresses addresses, Clock clock, SSLContext trust, Duration connect, Duration timeout, String userAgent) {
        this.addresses = addresses;
        this.clock = clock;
        this.timeout = timeout;
        this.userAgent = userAgent;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(NOBODY_ASKS)
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                        .setMaxConnTotal(MAX_AT_ONCE).setMaxConnPerRoute(MAX_AT_ONCE)
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(connect)).setSocketTimeout(Timeout.of(timeout)).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(Timeout.of(timeout)).setConnectionRequestTimeout(Timeout.of(timeout))
                        .setProtocolUpgradeEnabled(false).build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableRedirectHandling().disableAutomaticRetries().disableCookieManagement().disableAuthCaching().disableContentCompression().disableDefaultUserAgent()
                .build();
    }

    /** Sends it, and says what came of that; never throws. Blocks for as long as the timeout at most. */
    Outcome send(WebhookUrl url, String messageId, String body, List<byte[]> secrets) {
        Instant begun = clock.now();
        Attempt attempt = new Attempt(url, messageId, body, secrets, begun);
        ScheduledFuture<?> end = timers.schedule(attempt::cutOff, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return attempt.post();
        } catch (IOException | RuntimeException e) {
            return new Outcome(null, Duration.between(begun, clock.now()), shortened(attempt.isCutOff() ? late() : reason(e)), "", null, false);
        } finally {
            end.cancel(false);
        }
    }

    private final class Attempt {
        private final WebhookUrl url;
        private final String messageId;
        private final String body;
        private final List<byte[]> secrets;
        private final Instant begun;
        private @Nullable HttpPost request;
        private boolean isCutOff;

        Attempt(WebhookUrl url, String messageId, String body, List<byte[]> secrets, Instant begun) {
            this.url = url;
            this.messageId = messageId;
            this.body = body;
            this.secrets = secrets;
            this.begun = begun;
        }

        synchronized void cutOff() {
            isCutOff = true;
            if (request != null) {
                request.cancel();
            }
        }

        synchronized boolean isCutOff() {
            return isCutOff;
        }

        private synchronized HttpPost next() throws IOException {
            if (isCutOff) {
                throw new SocketTimeoutException();
            }
            HttpPost post = new HttpPost(URI.create(url.text()));
            long timestamp = begun.getEpochSecond();
            post.setHeader("User-Agent", userAgent);
            post.setHeader("webhook-id", messageId);
            post.setHeader("webhook-timestamp", Long.toString(timestamp));
            post.setHeader("webhook-signature", WebhookSignature.of(messageId, timestamp, body, secrets));
            post.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
            request = post;
            return post;
        }

        /** A host with several addresses is tried at each, as long as none of them answers at all. */
        Outcome post() throws IOException {
            List<InetAddress> all = addresses.reachable(url);
            IOException last = new UnknownHostException(url.host());
            for (InetAddress address : all.subList(0, Math.min(MAX_ADDRESSES, all.size()))) {
                try {
                    return post(new HttpHost(url.isEncrypted() ? "https" : "http", address, url.host(), url.port()));
                } catch (HttpHostConnectException | ConnectTimeoutException e) {
                    last = e;
                }
            }
            throw last;
        }

        private Outcome post(HttpHost host) throws IOException {
            HttpPost post = next();
            ClassicHttpResponse response = client.executeOpen(host, post, null);
            try {
                int status = response.getCode();
                String answer = "";
                String error = status >= 200 && status < 300 ? "" : status >= 300 && status < 400
                        ? "The endpoint answered " + status + ", which leads elsewhere; that is not followed. Set the url to where it leads." : "The endpoint answered " + status + ".";
                try {
                    answer = beginning(response.getEntity());
                } catch (IOException e) {
                    if (isCutOff()) {
                        error = late();
                    }
                }
                return new Outcome(status, Duration.between(begun, clock.now()), error, answer, retryAfter(response.getFirstHeader("Retry-After")), false);
            } finally {
                post.cancel(); // closing alone would read the rest, however much that is
                try {
                    response.close();
                } catch (IOException e) {
                    // what was read is all that was wanted
                }
            }
        }
    }

    private String late() {
        return "No whole answer came within " + timeout.toSeconds() + " s.";
    }

    /** For people; what is in it of the other side is bounded and has no control characters. */
    private static String reason(Exception e) {
        return switch (e) {
            case WebhookAddresses.ForbiddenAddress forbidden -> String.valueOf(forbidden.getMessage());
            case UnknownHostException unknown -> "The host has no address.";
            case ConnectTimeoutException slow -> "No connection could be made in time.";
            case HttpHostConnectException refused -> "The connection was refused.";
            case SocketTimeoutException slow -> "No answer came in time.";
            case SSLException tls -> "TLS failed: " + tls.getMessage();
            default -> "The connection broke: " + e.getMessage();
        };
    }

    private static String beginning(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return "";
        }
        InputStream in = entity.getContent();
        return cleaned(new String(in.readNBytes(READ), StandardCharsets.UTF_8), WebhookDelivery.MAX_ANSWER);
    }

    private static String shortened(String error) {
        return cleaned(error, WebhookDelivery.MAX_ERROR);
    }

    /** At most so many characters, all of which both databases hold. */
    static String cleaned(String text, int max) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(max).filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c) && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                .forEach(clean::appendCodePoint);
        String cleaned = clean.toString();
        return TextRule.wellFormed(cleaned) ? cleaned : "";
    }

    /** RFC 9110: seconds, or a date. */
    private @Nullable Duration retryAfter(@Nullable Header header) {
        if (header == null || header.getValue() == null) {
            return null;
        }
        String value = header.getValue().strip();
        try {
            Duration asked = value.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(clock.now(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return asked.isNegative() ? null : asked;
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public void close() {
        timers.shutdownNow();
        try {
            client.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
