package dev.steward.http.cli;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import dev.steward.http.app.FirstStart;
import dev.steward.http.app.Housekeeping;
import dev.steward.http.app.Installation;
import dev.steward.http.app.LeaseSweeper;
import dev.steward.http.app.SecretKeys;
import dev.steward.http.app.MemoryVectors;
import dev.steward.http.app.backup.ScheduledBackups;
import dev.steward.http.workspace.Readiness;
import dev.steward.http.workspace.WebhookAddresses;
import dev.steward.http.workspace.WebhookDispatcher;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "serve", mixinStandardHelpOptions = true,
        description = "Start the API. Brings the schema up to date by itself; the very first start makes a workspace and prints its admin token.")
final class ServeCommand implements Callable<Integer> {

    @Mixin
    DataOptions data = new DataOptions();

    @Option(names = "--host", paramLabel = "H", defaultValue = "${env:STEWARD_HOST:-127.0.0.1}", description = "Address to listen on (STEWARD_HOST). Default: 127.0.0.1")
    String host = "";

    @Option(names = "--port", paramLabel = "N", defaultValue = "${env:STEWARD_PORT:-8484}", description = "Port to listen on, 0 for any free one (STEWARD_PORT). Default: 8484")
    int port;

    @Option(names = "--rate-limit", paramLabel = "N", defaultValue = "${env:STEWARD_RATE_LIMIT:-12000}",
            description = "Requests a minute that one token may make (STEWARD_RATE_LIMIT). Default: 12000")
    long rateLimit;

    @Option(names = "--jwt-jwks-url", paramLabel = "URL", defaultValue = "${env:STEWARD_JWT_JWKS_URL:-}",
            description = "Also accept JWTs signed with these keys (STEWARD_JWT_JWKS_URL). Default: none")
    String jwksUrl = "";

    @Option(names = "--jwt-issuer", paramLabel = "ISS", defaultValue = "${env:STEWARD_JWT_ISSUER:-}", description = "The issuer those JWTs must name (STEWARD_JWT_ISSUER)")
    String jwtIssuer = "";

    @Option(names = "--jwt-audience", paramLabel = "AUD", defaultValue = "${env:STEWARD_JWT_AUDIENCE:-steward}",
            description = "The audience those JWTs must name (STEWARD_JWT_AUDIENCE). Default: steward")
    String jwtAudience = "";

    @Option(names = "--allowed-hosts", paramLabel = "NAMES", defaultValue = "${env:STEWARD_ALLOWED_HOSTS:-}",
            description = "Names, separated by commas, by which browsers and MCP clients may call this server beside localhost (STEWARD_ALLOWED_HOSTS). Default: none")
    String allowedHosts = "";

    @Option(names = "--embedder-url", paramLabel = "URL", defaultValue = "${env:STEWARD_EMBEDDER_URL:-}",
            description = "Also find memory by meaning, with vectors of this /v1/embeddings (STEWARD_EMBEDDER_URL; its key in STEWARD_EMBEDDER_KEY). Default: none")
    String embedderUrl = "";

    @Option(names = "--embedder-model", paramLabel = "NAME", defaultValue = "${env:STEWARD_EMBEDDER_MODEL:-}", description = "The model to ask for (STEWARD_EMBEDDER_MODEL)")
    String embedderModel = "";

    @Option(names = "--embedder-dimension", paramLabel = "N", defaultValue = "${env:STEWARD_EMBEDDER_DIMENSION:-0}",
            description = "How many numbers its vectors have (STEWARD_EMBEDDER_DIMENSION)")
    int embedderDimension;

    @Option(names = "--backup-schedule", paramLabel = "on|off", defaultValue = "${env:STEWARD_BACKUP_SCHEDULE:-on}",
            description = "Make a verified backup every day and keep 7 daily and 4 weekly ones (STEWARD_BACKUP_SCHEDULE). Default: on")
    String backupSchedule = "";

    @Option(names = "--webhooks-allow-private", paramLabel = "RANGES", defaultValue = "${env:STEWARD_WEBHOOKS_ALLOW_PRIVATE:-}",
            description = "Addresses that webhooks may reach besides public ones: true for all, or ranges such as 10.0.0.0/8,fd00::/8 (STEWARD_WEBHOOKS_ALLOW_PRIVATE). Default: none")
    String allowPrivate = "";

    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (!Set.of("on", "off").contains(backupSchedule)) {
            throw new ParameterException(command.commandLine(), "--backup-schedule is on or off, not '" + backupSchedule + "'");
        }
        try {
            WebhookAddresses.of(allowPrivate);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--webhooks-allow-private: " + e.getMessage(), e);
        }
        PrintWriter out = command.commandLine().getOut();
        Installation installation = data.installation();
        SecretKeys.require(installation.dataDir(), System.getenv());
        Map<String, Object> settings = new HashMap<>(Map.of(
                "micronaut.metrics.enabled", true, "micronaut.lifecycle.graceful-shutdown.enabled", true, "micronaut.server.host", host, "micronaut.server.port", port == 0 ? -1 : port, "steward.rate-limit", rateLimit,
                "steward.jwt.jwks-url", jwksUrl, "steward.jwt.issuer", jwtIssuer, "steward.jwt.audience", jwtAudience));
        settings.put("steward.webhooks.allow-private", allowPrivate);
        settings.putAll(Map.of("steward.allowed-hosts", allowedHosts, "steward.embedder.url", embedderUrl, "steward.embedder.model", embedderModel, "steward.embedder.dimension", embedderDimension,
                "steward.embedder.key", System.getenv().getOrDefault("STEWARD_EMBEDDER_KEY", "")));
        ApplicationContext context = data.open(settings);
        Readiness readiness = context.getBean(Readiness.class);
        readiness.starting();
        EmbeddedServer server = start(context);
        // Only now: a start that fails makes no token, which nobody would be shown.
        Optional<String> adminToken = context.getBean(FirstStart.class).prepare();
        readiness.started();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            Shutdown.gracefully(context);
            stopped.countDown();
        }, "shutdown"));
        context.getBean(LeaseSweeper.class).start();
        context.getBean(WebhookDispatcher.class).start();
        context.getBean(Housekeeping.class).start();
        context.getBean(MemoryVectors.class).start();
        if (backupSchedule.equals("on")) {
            context.getBean(ScheduledBackups.class).start();
        }
        out.println("Steward " + Version.current() + " listens on http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort());
        out.println("Data: " + installation.location());
        adminToken.ifPresent(token -> out.println("Admin token (also in " + installation.dataDir().resolve(FirstStart.TOKEN_FILE) + "): " + token));
        out.flush();
        stopped.await();
        return 0;
    }

    private EmbeddedServer start(ApplicationContext context) {
        try {
            return context.getBean(EmbeddedServer.class).start();
        } catch (ServerStartupException e) {
            context.close();
            String reason = e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")";
            throw new RefusedException(ErrorCode.UNAVAILABLE, "Cannot listen on " + host + ", port " + port + reason + "; choose others with --host and --port.");
        }
    }
}
