package dev.steward.http.app.doctor;

import dev.steward.application.workspace.SecretBox;
import dev.steward.application.workspace.Webhooks;
import dev.steward.domain.Id;
import dev.steward.http.app.SecretKeys;
import dev.steward.jdbc.inspect.JdbcInspection;
import dev.steward.jdbc.inspect.JdbcInspection.SealedSecret;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Whether messages to webhooks get out, and whether what signs them can be opened. */
final class WebhookChecks {

    private static final Duration OVERDUE = Duration.ofMinutes(15);
    private static final Duration LATELY = Duration.ofDays(7);

    private final JdbcInspection database;
    private final Path dataDir;
    private final Map<String, String> environment;
    private final Instant now;

    WebhookChecks(JdbcInspection database, Path dataDir, Map<String, String> environment, Instant now) {
        this.database = database;
        this.dataDir = dataDir;
        this.environment = environment;
        this.now = now;
    }

    List<Finding> queue() throws SQLException {
        List<Finding> findings = new ArrayList<>();
        long overdue = database.deliveriesDueBefore(now.minus(OVERDUE));
        if (overdue > 0) {
            findings.add(Finding.warning("webhooks", overdue + " messages to webhooks should have been sent more than " + OVERDUE.toMinutes() + " minutes ago.",
                    "No server sends them, or they come faster than an endpoint takes them.", "If a server runs, look at its log and at the metric steward_webhook_lag; else start one."));
        }
        long dead = database.deliveriesDeadSince(now.minus(LATELY));
        if (dead > 0) {
            findings.add(Finding.warning("webhooks", dead + " messages to webhooks were given up within a week.", "Their endpoints do not know of what happened.",
                    "GET /api/v1/webhooks/{id}/deliveries?status=dead says why; POST /api/v1/webhooks/{id}/replay sends them again."));
        }
        List<String> disabled = database.webhooksDisabled();
        if (!disabled.isEmpty()) {
            findings.add(Finding.warning("webhooks", "Turned off, because their endpoints failed: " + FileChecks.some(disabled) + ".", "Nothing is sent to them.",
                    "Mend the endpoint and PATCH the webhook with {\"is_active\": true}, or delete it."));
        }
        return Check.orElse(findings, Finding.ok("webhooks", "No message to a webhook is overdue or was given up within a week."));
    }

    List<Finding> secrets() throws SQLException {
        List<SealedSecret> sealed = database.sealedSecrets();
        Optional<SecretKeys> keys = SecretKeys.existing(dataDir, environment, count -> {
            throw new IllegalStateException("The doctor seals nothing");
        });
        List<String> locked = sealed.stream().filter(secret -> keys.isEmpty() || !opens(keys.get(), secret)).map(secret -> secret.webhook() + " of " + secret.workspace()).toList();
        return List.of(locked.isEmpty() ? Finding.ok("secrets", sealed.isEmpty() ? "No secrets are sealed." : "All " + sealed.size() + " sealed secrets can be opened.")
                : Finding.problem("secrets", "The secrets of webhooks cannot be opened with the keys of this machine: " + FileChecks.some(locked) + ".",
                        "Nothing can be signed for them, so nothing is sent. That is so after a restore or a move without " + SecretKeys.FILE + ".",
                        "Bring " + dataDir.resolve(SecretKeys.FILE) + " or " + SecretKeys.VARIABLE + " back as it was; else POST /api/v1/webhooks/{id}/rotate-secret and give each endpoint its new secret."));
    }

    private static boolean opens(SecretKeys keys, SealedSecret secret) {
        try {
            keys.open(secret.sealed(), Webhooks.secretContext(new Id<>(UUID.fromString(secret.workspace())), new Id<>(UUID.fromString(secret.webhook()))));
            return true;
        } catch (SecretBox.CannotOpen e) {
            return false;
        }
    }
}
