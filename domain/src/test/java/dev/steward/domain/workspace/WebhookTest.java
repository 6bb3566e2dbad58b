package dev.steward.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.WebhookDelivery.Outcome;
import dev.steward.domain.workspace.WebhookDelivery.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WebhookTest {

    private static final Instant NOW = Instant.parse("2026-04-06T09:00:00Z");
    private static final Outcome FAILED = new Outcome(500, Duration.ofMillis(7), "The endpoint answered 500.", "", null, false);

    private static <E> Meta<E> meta() {
        return Meta.first(new Id<>(UUID.randomUUID()), NOW);
    }

    private static Webhook webhook(@Nullable UUID project, String... types) {
        return Webhook.create(meta(), new Webhook.Details("https://example.com/", "", List.of(types).stream().map(EventPattern::new).toList(), project, true), "sealed");
    }

    private static Event event(String type, UUID subject, @Nullable UUID project) {
        return new Event(1, NOW, Actor.SYSTEM, type, type.split("\\.")[0], subject, project, null, Json.EMPTY, "");
    }

    @Test
    void itWantsWhatItNamesAndNothingOfItself() {
        UUID project = UUID.randomUUID();
        UUID subject = UUID.randomUUID();
        assertThat(webhook(null).wants(event("session.created", subject, null))).isTrue();
        assertThat(webhook(null, "session.*").wants(event("session.created", subject, project))).isTrue();
        assertThat(webhook(null, "session.*").wants(event("session_note.created", subject, project))).isFalse();
        assertThat(webhook(null, "session.created").wants(event("session.created", subject, null))).isTrue();
        assertThat(webhook(null, "session.created").wants(event("session.created_twice", subject, null))).isFalse();
        assertThat(webhook(project).wants(event("session.created", subject, project))).isTrue();
        assertThat(webhook(project).wants(event("session.created", subject, null))).isFalse();
        Webhook all = webhook(null);
        assertThat(all.wants(event("webhook.dead", all.id().value(), null))).isFalse();
        assertThat(all.wants(event("webhook.dead", subject, null))).isTrue();
        for (String wrong : List.of("", "*", "session", "session.", ".*", "Session.*", "session.*.x", "se ssion.*", "session.cre*")) {
            assertThat(EventPattern.isOne(wrong)).as(wrong).isFalse();
        }
    }

    @Test
    void anOldSecretSignsForADay() {
        Webhook rotated = webhook(null).rotate(NOW, "second");
        assertThat(rotated.secrets().signing(NOW.plus(Duration.ofHours(24)).minusMillis(1))).containsExactly("second", "sealed");
        assertThat(rotated.secrets().signing(NOW.plus(Duration.ofHours(24)))).containsExactly("second");
        assertThat(rotated.rotate(NOW, "third").secrets().signing(NOW)).containsExactly("third", "second");
        assertThat(rotated.toString()).doesNotContain("second").doesNotContain("sealed");
        assertThat(rotated.secrets().toString()).doesNotContain("second").doesNotContain("sealed");
    }

    @Test
    void whatIsDisabledIsActiveAgainWhenSomebodySaysSo() {
        Webhook disabled = webhook(null).disable(NOW, "The endpoint answered 410 Gone.");
        assertThatThrownBy(disabled::requireActive).isInstanceOf(RefusedException.class).hasMessageContaining("410 Gone").hasMessageContaining("is_active");
        Webhook.Details details = disabled.details();
        assertThat(disabled.revise(NOW, details).disabledReason()).isNotEmpty();
        Webhook active = disabled.revise(NOW, new Webhook.Details(details.url(), "", List.of(), null, true));
        assertThat(active.disabledReason()).isEmpty();
        active.requireActive();
    }

    @Test
    void aFailedDeliveryIsAttemptedTenTimesInThreeDays() {
        WebhookDelivery delivery = WebhookDelivery.of(meta(), new Id<>(UUID.randomUUID()), 7L, "session.created");
        List<Duration> pauses = new ArrayList<>();
        Instant now = NOW;
        while (delivery.status() != Status.DEAD) {
            delivery = delivery.take(now, Duration.ofMinutes(1)).finish(now, FAILED, WebhookRetries.STANDARD, 0);
            if (delivery.nextAttemptAt() != null) {
                pauses.add(Duration.between(now, delivery.nextAttemptAt()));
                now = delivery.nextAttemptAt();
            }
        }
        assertThat(pauses).containsExactly(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(5), Duration.ofHours(10),
                Duration.ofHours(14), Duration.ofHours(20), Duration.ofHours(24));
        assertThat(delivery.attempts()).isEqualTo(10);
        assertThat(delivery.nextAttemptAt()).isNull();
    }

    @Test
    void aPauseIsLongerByAtMostATenthAndAsLongAsTheEndpointAsksForADayAtMost() {
        WebhookDelivery taken = WebhookDelivery.of(meta(), new Id<>(UUID.randomUUID()), 7L, "session.created").take(NOW, Duration.ofMinutes(1));
        assertThat(taken.finish(NOW, FAILED, WebhookRetries.STANDARD, 1).nextAttemptAt()).isEqualTo(NOW.plusMillis(5_500));
        assertThat(taken.finish(NOW, asking(Duration.ofSeconds(1)), WebhookRetries.STANDARD, 0).nextAttemptAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(taken.finish(NOW, asking(Duration.ofHours(3)), WebhookRetries.STANDARD, 0).nextAttemptAt()).isEqualTo(NOW.plus(Duration.ofHours(3)));
        assertThat(taken.finish(NOW, asking(Duration.ofDays(300)), WebhookRetries.STANDARD, 0).nextAttemptAt()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    }

    private static Outcome asking(Duration pause) {
        return new Outcome(503, Duration.ZERO, "The endpoint answered 503.", "", pause, false);
    }

    @Test
    void itsMessageKeepsItsId() {
        Id<Webhook> webhook = new Id<>(UUID.fromString("0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b"));
        WebhookDelivery delivery = WebhookDelivery.of(meta(), webhook, 42L, "session.created");
        assertThat(delivery.messageId()).isEqualTo("msg_0199a3f01c2d7e4f8a5b6c7d8e9f0a1b_42").isEqualTo(WebhookDelivery.of(meta(), webhook, 42L, "session.created").replay(NOW).messageId());
        assertThat(WebhookDelivery.of(meta(), webhook, null, WebhookDelivery.TEST).messageId()).isNotEqualTo(WebhookDelivery.of(meta(), webhook, null, WebhookDelivery.TEST).messageId());
    }

    @Test
    void anAddressIsOneOrIsRefused() {
        for (String url : List.of("https://example.com", "https://example.com/", "https://example.com:8443/a/b?c=d&e=%20", "HTTPS://[2001:db8::1]:1024/x", "http://a_b.example/~x",
                "https://xn--bcher-kva.example/@x")) {
            assertThat(WebhookUrl.violation("/url", url)).as(url).isEmpty();
        }
        for (String url : List.of("", "example.com", "ftp://example.com/", "https://", "https:///x", "https://a b/", "https://example.com/ x", "https://example.com/#x", "https://bücher.example/",
                "https://example.com:0/", "https://example.com:80/", "http://example.com:443/", "https://example.com:99999/", "https://u@example.com/", "https://u:p@example.com/", "https://example.com\\@evil/",
                "https://example.com/\n", "https://example.com/" + "x".repeat(2_000), "javascript:alert(1)", "https://.example.com/")) {
            assertThat(WebhookUrl.violation("/url", url)).as(url).isPresent();
        }
        assertThat(WebhookUrl.violation("/url", "https://u:geheim@example.com/").orElseThrow().message()).doesNotContain("geheim");
        assertThatThrownBy(() -> new Webhook.Details("x", "d".repeat(501), List.of(), null, true)).isInstanceOf(InvalidException.class);
        WebhookUrl url = new WebhookUrl("HTTPS://[2001:db8::1]:1024/x");
        assertThat(url.host()).isEqualTo("2001:db8::1");
        assertThat(url.port()).isEqualTo(1_024);
        assertThat(url.isEncrypted()).isTrue();
        assertThat(new WebhookUrl("http://a/").port()).isEqualTo(80);
    }
}
