package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.app.Installation;
import dev.steward.http.workspace.WebhookDispatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Webhooks: what is sent, how often, to whom, and what becomes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WebhookSuite extends Suite {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Four attempts, and days that are short. */
    static final Map<String, Object> QUICK = Map.of("steward.webhooks.allow-private", "127.0.0.0/8", "steward.webhooks.interval", "200ms",
            "steward.webhooks.retries", "50ms,50ms,50ms", "steward.webhooks.lease", "3s", "steward.webhooks.timeout", "2s");

    private @Nullable Server own;
    private Client admin;

    WebhookSuite(Engine engine) {
        super(engine);
    }

    static Server serving(Server server) {
        server.context().getBean(WebhookDispatcher.class).start();
        return server;
    }

    /** One of its own, because it sends. */
    @Override
    Server server() {
        Server sending = own == null ? serving(engine.fresh(QUICK)) : own;
        own = sending;
        return sending;
    }

    @AfterAll
    void close() {
        if (own != null) {
            own.close();
        }
    }

    @BeforeEach
    final void employ() {
        admin = server.client(person.workspace(), Scope.ADMIN);
    }

    static void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Reply webhook(Endpoint endpoint, String more) {
        return admin.post("/webhooks", "{'url':'" + endpoint.url() + "'" + more + "}").is(201);
    }

    private Reply delivery(Reply webhook, String status) {
        String path = "/webhooks/" + webhook.text("/id") + "/deliveries?status=" + status;
        await("a message that is " + status, () -> !admin.get(path).is(200).items("/items").isEmpty());
        return admin.get("/webhooks/" + webhook.text("/id") + "/deliveries/" + admin.get(path).text("/items/0/id")).is(200);
    }

    @Test
    void aMessageIsTheEventSignedForAStockLibrary() {
        try (Endpoint endpoint = new Endpoint()) {
            Reply webhook = webhook(endpoint, "").has("/is_active", true).has("/failing_since", "null").has("/previous_secret_until", "null");
            String secret = webhook.text("/secret");
            assertThat(secret).startsWith("whsec_");
            String project = project("Novel");
            Endpoint.Message message = endpoint.next(PATIENCE);
            assertThat(message.isSignedBy(secret)).isTrue();
            assertThat(message.isSignedBy(secret, message.body().replace("Novel", "Hovel"))).isFalse();
            assertThat(message.isSignedBy("whsec_" + "A".repeat(43) + "=")).isFalse();
            assertThat(message.type()).isEqualTo("project.created");
            Reply event = person.get("/events?limit=1&type=project.created").is(200);
            assertThat(message.data()).isEqualTo(event.items("/items").getFirst());
            assertThat(message.json().members().get("timestamp")).isEqualTo(event.json("/items/0/at"));
            assertThat(message.headers().firstValue("content-type").orElse("")).startsWith("application/json");
            assertThat(message.headers().firstValue("host")).contains("127.0.0.1:" + endpoint.port());
            assertThat(message.headers().map()).doesNotContainKeys("Authorization", "Cookie");
            delivery(webhook, "delivered").has("/event_type", "project.created").has("/attempts", 1).has("/last_status_code", 204).has("/next_attempt_at", "null")
                    .has("/message_id", message.id());
            assertThat(project).isNotEmpty();
        }
    }

    @Test
    void onlyWhatIsWantedIsSent() {
        try (Endpoint endpoint = new Endpoint()) {
            String novel = project("Novel");
            String other = project("Other");
            webhook(endpoint, ",'project_id':'novel','event_types':['session.*','milestone.created']").has("/project_id", novel);
            session(other, "2026-04-07");
            milestone(novel, "Draft");
            String session = session(novel, "2026-04-07");
            person.patch("/projects/" + novel, "{'notes':'x'}").is(200);
            person.post("/sessions/" + session + "/start").is(200);
            assertThat(List.of(endpoint.next(PATIENCE).type(), endpoint.next(PATIENCE).type(), endpoint.next(PATIENCE).type()))
                    .containsExactlyInAnyOrder("milestone.created", "session.created", "session.started");
            assertThat(endpoint.received).hasSize(3);
        }
    }

    @Test
    void whatFailsIsSentAgainUnderTheSameId() {
        try (Endpoint endpoint = new Endpoint().answers(500, 429)) {
            Reply webhook = webhook(endpoint, "");
            project("Novel");
            List<Endpoint.Message> all = List.of(endpoint.next(PATIENCE), endpoint.next(PATIENCE), endpoint.next(PATIENCE));
            assertThat(all).extracting(Endpoint.Message::id).containsOnly(all.getFirst().id());
            assertThat(all).extracting(Endpoint.Message::body).containsOnly(all.getFirst().body());
            assertThat(all).allMatch(message -> message.isSignedBy(webhook.text("/secret")));
            delivery(webhook, "delivered").has("/attempts", 3).has("/last_error", "");
            admin.get("/webhooks/" + webhook.text("/id")).has("/failing_since", "null");
        }
    }

    @Test
    void whatFailsForGoodIsDeadToldAndSentAgainWhenAsked() {
        try (Endpoint endpoint = new Endpoint().answers(500, 500, 500, 500)) {
            Reply webhook = webhook(endpoint, ",'event_types':['project.created']");
            project("Novel");
            Reply dead = delivery(webhook, "dead").has("/attempts", 4).has("/last_status_code", 500).has("/last_error", "The endpoint answered 500.").has("/last_answer", "It is 500");
            assertThat(endpoint.received).hasSize(4);
            await("it is told", () -> !person.get("/events?type=webhook.dead").items("/items").isEmpty());
            person.get("/events?type=webhook.dead").has("/items/0/payload/delivery_id", dead.text("/id")).has("/items/0/payload/message_id", dead.text("/message_id"));
            assertThat(admin.get("/webhooks/" + webhook.text("/id")).is(200).text("/failing_since")).startsWith("20");
            assertThat(admin.get("/metrics").body()).contains("steward_webhook_attempts_seconds_count{outcome=\"dead\"}");

            admin.post("/webhooks/" + webhook.text("/id") + "/deliveries/" + dead.text("/id") + "/replay").is(200).has("/status", "pending").has("/attempts", 0);
            delivery(webhook, "delivered").has("/id", dead.text("/id")).has("/message_id", dead.text("/message_id")).has("/attempts", 1);
            assertThat(endpoint.received).extracting(Endpoint.Message::id).hasSize(5).containsOnly(dead.text("/message_id"));
        }
    }

    @Test
    void whoAnswersGoneIsLeftAlone() {
        try (Endpoint endpoint = new Endpoint().answers(410)) {
            Reply webhook = webhook(endpoint, "");
            project("Novel");
            delivery(webhook, "dead").has("/attempts", 1).has("/last_status_code", 410);
            String path = "/webhooks/" + webhook.text("/id");
            await("it is off", () -> admin.get(path).json("/is_active").equals(Json.of(false)));
            admin.get(path).has("/disabled_reason", "The endpoint answered 410 Gone.");
            person.get("/events?type=webhook.disabled").has("/items/0/subject_id", webhook.text("/id"));
            project("Unheard");
            admin.post(path + "/test").refused(ErrorCode.INVALID_TRANSITION);
            admin.post(path + "/replay", "{'after':0}").refused(ErrorCode.INVALID_TRANSITION);

            admin.patch(path, "{'is_active':true}").is(200).has("/disabled_reason", "").has("/failing_since", "null");
            String heard = project("Heard");
            endpoint.next(PATIENCE);
            assertThat(((Json.Obj) endpoint.next(PATIENCE).data()).members().get("subject_id")).isEqualTo(Json.of(heard));
        }
    }

    @Test
    void whoFailsTooLongIsLeftAlone() {
        try (Server server = serving(Server.start(Databases.fresh(engine), with("steward.webhooks.disable-after", "1ms"))); Endpoint endpoint = new Endpoint().answers(500, 500, 500)) {
            Client someone = server.client(server.newWorkspace(), Scope.ADMIN);
            String path = "/webhooks/" + someone.create("/webhooks", "{'url':'" + endpoint.url() + "'}");
            someone.create("/projects", "{'name':'Novel'}");
            await("it is off", () -> someone.get(path).json("/is_active").equals(Json.of(false)));
            assertThat(someone.get(path).text("/disabled_reason")).startsWith("Every delivery since 20").endsWith(" failed.");
        }
    }

    private static Map<String, Object> with(String name, String value) {
        Map<String, Object> more = new java.util.HashMap<>(QUICK);
        more.put(name, value);
        return more;
    }

    @Test
    void aRotatedSecretSignsBesideTheNewOne() {
        try (Endpoint endpoint = new Endpoint()) {
            Reply webhook = webhook(endpoint, "");
            Reply rotated = admin.post("/webhooks/" + webhook.text("/id") + "/rotate-secret").is(200).header("cache-control", "no-store");
            assertThat(rotated.text("/secret")).isNotEqualTo(webhook.text("/secret"));
            assertThat(rotated.text("/previous_secret_until")).startsWith("20");
            project("Novel");
            Endpoint.Message message = endpoint.next(PATIENCE);
            assertThat(message.isSignedBy(webhook.text("/secret"))).isTrue();
            assertThat(message.isSignedBy(rotated.text("/secret"))).isTrue();
            assertThat(message.headers().firstValue("webhook-signature").orElse("").split(" ")).hasSize(2);
            admin.get("/webhooks/" + webhook.text("/id")).is(200).has("/secret", "null");
            person.get("/events?type=webhook.secret_rotated").has("/items", "1 items");
        }
    }

    @Test
    void aSecretIsShownOnceAndKeptSealed() {
        try (Endpoint endpoint = new Endpoint()) {
            Client repeating = admin.with("Idempotency-Key", "hook");
            String body = "{'url':'" + endpoint.url() + "'}";
            Reply made = repeating.post("/webhooks", body).is(201).header("cache-control", "no-store");
            Reply again = repeating.post("/webhooks", body).is(201).header("idempotency-replayed", "true");
            assertThat(again.bytes()).isEqualTo(made.bytes());
            String secret = made.text("/secret").substring("whsec_".length());
            assertThat(Databases.dump(server.installation())).doesNotContain(secret).contains("v1.");
            assertThat(admin.get("/webhooks").is(200).body() + admin.get("/events?limit=200").body()).doesNotContain(secret).doesNotContain("v1.");
        }
    }

    /** Whoever may read events may not read webhooks, and the address of an endpoint is often its only password. */
    @Test
    void anAddressIsInNoEvent() {
        String id = admin.create("/webhooks", "{'url':'https://8.8.8.8/T0K3N-one','is_active':false}");
        Reply before = admin.get("/webhooks/" + id).is(200).has("/url", "https://8.8.8.8/T0K3N-one");
        Reply after = admin.patch("/webhooks/" + id, "{'url':'https://8.8.8.8/T0K3N-two'}").is(200).has("/url", "https://8.8.8.8/T0K3N-two").has("/version", 2);
        assertThat(after.text("/url_hash")).hasSize(64).isNotEqualTo(before.text("/url_hash"));
        Reply events = person.get("/events?type=webhook.created,webhook.updated").is(200).has("/items", "2 items");
        assertThat(events.body()).doesNotContain("T0K3N").contains(after.text("/url_hash"));
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (Endpoint elsewhere = new Endpoint(); Endpoint endpoint = new Endpoint()) {
            endpoint.answers(Endpoint.status(302, "", "Location", elsewhere.url()));
            Reply webhook = webhook(endpoint, "");
            project("Novel");
            delivery(webhook, "dead").has("/last_status_code", 302);
            assertThat(delivery(webhook, "dead").text("/last_error")).contains("not followed");
            assertThat(elsewhere.received).isEmpty();
        }
    }

    @Test
    void whoIsSlowHoldsUpNobodyElse() {
        CountDownLatch over = new CountDownLatch(1);
        try (Endpoint slow = new Endpoint().answers((exchange, message) -> {
            try {
                over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.close();
        }); Endpoint quick = new Endpoint()) {
            Reply late = webhook(slow, ",'event_types':['project.created']");
            webhook(quick, ",'event_types':['project.created']");
            for (int i = 0; i < 10; i++) {
                project("Novel " + i);
            }
            for (int i = 0; i < 10; i++) {
                quick.next(PATIENCE);
            }
            delivery(late, "failed,dead").has("/last_error", "No whole answer came within 2 s.").has("/last_status_code", "null");
            over.countDown();
        }
    }

    @Test
    void ofAHugeAnswerOnlyTheBeginningIsRead() {
        try (Endpoint endpoint = new Endpoint()) {
            endpoint.answers((exchange, message) -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] some = "\u0000answer ".repeat(10_000).getBytes();
                for (int i = 0; i < 10_000; i++) {
                    exchange.getResponseBody().write(some); // breaks when nobody reads any more
                }
            });
            Reply webhook = webhook(endpoint, "");
            project("Novel");
            Reply delivered = delivery(webhook, "delivered").has("/attempts", 1);
            assertThat(delivered.text("/last_answer")).startsWith("answer answer ").hasSizeLessThanOrEqualTo(2_000);
        }
    }

    @Test
    void aTestSaysThatItArrives() {
        try (Endpoint endpoint = new Endpoint()) {
            Reply webhook = webhook(endpoint, ",'event_types':['session.created']");
            Reply test = admin.post("/webhooks/" + webhook.text("/id") + "/test").is(201).has("/event_type", "webhook.test").has("/event_sequence", "null").has("/status", "pending");
            Endpoint.Message message = endpoint.next(PATIENCE);
            assertThat(message.type()).isEqualTo("webhook.test");
            assertThat(message.id()).isEqualTo(test.text("/message_id"));
            assertThat(message.isSignedBy(webhook.text("/secret"))).isTrue();
            await("it is delivered", () -> admin.get(test.header("location").orElseThrow()).text("/status").equals("delivered"));
        }
    }

    @Test
    void everythingAfterANumberIsSentAgain() {
        try (Endpoint endpoint = new Endpoint()) {
            project("Before");
            long before = ((Json.Num) person.get("/events?limit=1").json("/items/0/sequence")).value().longValueExact();
            Reply webhook = webhook(endpoint, ",'event_types':['project.created']");
            project("After");
            String sent = endpoint.next(PATIENCE).id();
            delivery(webhook, "delivered");
            String path = "/webhooks/" + webhook.text("/id") + "/replay";
            admin.post(path, "{'after':" + (before - 1) + "}").is(200).has("/position", before - 1);
            assertThat(List.of(endpoint.next(PATIENCE).id(), endpoint.next(PATIENCE).id())).contains(sent).doesNotHaveDuplicates();
            admin.post(path, "{'after':-1}").refused(ErrorCode.INVALID, "/after out_of_range");
            admin.post(path, "{'after':1000000}").refused(ErrorCode.GONE);
            Databases.execute(server.installation(), "DELETE FROM event WHERE workspace_id = '" + person.workspace() + "' AND sequence <= " + before);
            admin.post(path, "{'after':" + (before - 1) + "}").refused(ErrorCode.GONE);
        }
    }

    @Test
    void anEventThatIsNoLongerKeptCannotBeSent() {
        try (Endpoint endpoint = new Endpoint()) {
            Reply webhook = webhook(endpoint, ",'event_types':['project.created']");
            project("Novel");
            endpoint.next(PATIENCE);
            Reply delivered = delivery(webhook, "delivered");
            Databases.execute(server.installation(), "DELETE FROM event WHERE workspace_id = '" + person.workspace() + "' AND type = 'project.created'");
            admin.post("/webhooks/" + webhook.text("/id") + "/deliveries/" + delivered.text("/id") + "/replay").is(200);
            delivery(webhook, "dead").has("/last_error", "The event is no longer kept, so there is nothing to send.").has("/attempts", 1);
        }
    }

    @Test
    void addressesAreLookedAtWhenTheyAreWritten() {
        Client strict = engine.server().client(engine.server().newWorkspace(), Scope.ADMIN);
        strict.post("/webhooks", "{'url':'http://example.com/x'}").refused(ErrorCode.INVALID, "/url not_encrypted");
        for (String host : List.of("127.0.0.1", "localhost", "10.1.2.3", "169.254.169.254", "192.168.0.1", "172.31.255.255", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
                "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[ff02::1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "2130706433", "127.1")) {
            Reply refused = strict.post("/webhooks", "{'url':'https://" + host + "/x'}").refused(ErrorCode.INVALID, "/url forbidden_address");
            assertThat(refused.text("/errors/0/message")).contains("STEWARD_WEBHOOKS_ALLOW_PRIVATE");
        }
        strict.post("/webhooks", "{'url':'https://ada:geheim@example.com/'}").refused(ErrorCode.INVALID, "/url holds_secret");
        strict.post("/webhooks", "{'url':'https://example.com:22/'}").refused(ErrorCode.INVALID, "/url forbidden_port");
        strict.post("/webhooks", "{'url':'ftp://example.com/'}").refused(ErrorCode.INVALID, "/url invalid_url");
        strict.post("/webhooks", "{'url':'https://example.com/#x'}").refused(ErrorCode.INVALID, "/url invalid_url");
        strict.post("/webhooks", "{'url':'https://[::1/','event_types':['Card','a.b*','*']}").refused(ErrorCode.INVALID, "/event_types/0 invalid_pattern", "/event_types/1 invalid_pattern", "/event_types/2 invalid_pattern");
        strict.post("/webhooks", "{'url':'https://8.8.8.8/','project_id':'none'}").refused(ErrorCode.INVALID, "/project_id unknown_reference");
        String id = strict.create("/webhooks", "{'url':'https://8.8.8.8/'}");
        strict.patch("/webhooks/" + id, "{'url':'https://10.0.0.1/'}").refused(ErrorCode.INVALID, "/url forbidden_address");
        admin.post("/webhooks", "{'url':'http://10.0.0.1/'}").refused(ErrorCode.INVALID, "/url forbidden_address");
        admin.post("/webhooks", "{'url':'http://8.8.8.8/'}").refused(ErrorCode.INVALID, "/url forbidden_address");
    }

    @Test
    void webhooksAreForAdmins() {
        person.get("/webhooks").refused(ErrorCode.FORBIDDEN);
        person.post("/webhooks", "{'url':'https://8.8.8.8/'}").refused(ErrorCode.FORBIDDEN);
        server.client(person.workspace(), Scope.AGENT).get("/webhooks").refused(ErrorCode.FORBIDDEN);
    }

    @Test
    void aWorkspaceHasSoManyAndNoMore() {
        for (int i = 0; i < 100; i++) {
            admin.create("/webhooks", "{'url':'https://8.8.8.8/','is_active':false}");
        }
        admin.post("/webhooks", "{'url':'https://8.8.8.8/'}").refused(ErrorCode.INVALID, " too_many");
    }

    @Test
    void aRestartGoesOnWhereItWas() {
        Installation installation = Databases.fresh(engine);
        Endpoint endpoint = new Endpoint();
        int port = endpoint.port();
        endpoint.close();
        Map<String, Object> patient = with("steward.webhooks.retries", "200ms,200ms,200ms,200ms,200ms,200ms,200ms,200ms,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s");
        String project;
        Client someone;
        try (Server first = serving(Server.start(installation, patient))) {
            someone = first.client(first.newWorkspace(), Scope.ADMIN);
            Client at = someone;
            String webhook = someone.create("/webhooks", "{'url':'http://127.0.0.1:" + port + "/','event_types':['project.created']}");
            project = someone.create("/projects", "{'name':'Novel'}");
            await("an attempt failed", () -> at.get("/webhooks/" + webhook + "/deliveries?status=failed").items("/items").size() == 1);
            assertThat(at.get("/webhooks/" + webhook + "/deliveries").text("/items/0/last_error")).isIn("The connection was refused.");
        }
        try (Endpoint back = new Endpoint(port); Server second = Server.start(installation, patient)) {
            String while_ = someone.at(second).create("/projects", "{'name':'Meanwhile'}");
            serving(second);
            assertThat(List.of(subject(back.next(PATIENCE)), subject(back.next(PATIENCE)))).containsExactlyInAnyOrder(project, while_);
        }
    }

    private static String subject(Endpoint.Message message) {
        return ((Json.Text) ((Json.Obj) message.data()).members().get("subject_id")).value();
    }

    @Test
    void anAddressIsLookedAtAgainWhenItIsConnectedTo() {
        Installation installation = Databases.fresh(engine);
        try (Endpoint endpoint = new Endpoint()) {
            Client someone;
            String webhook;
            try (Server open = Server.start(installation, QUICK)) {
                someone = open.client(open.newWorkspace(), Scope.ADMIN);
                webhook = someone.create("/webhooks", "{'url':'http://localhost:" + endpoint.port() + "/'}");
            }
            try (Server strict = serving(Server.start(installation, with("steward.webhooks.allow-private", "")))) {
                Client at = someone.at(strict);
                at.create("/projects", "{'name':'Novel'}");
                await("it is dead", () -> at.get("/webhooks/" + webhook + "/deliveries?status=dead").items("/items").size() >= 1);
                assertThat(at.get("/webhooks/" + webhook + "/deliveries?status=dead").text("/items/0/last_error")).contains("private, local or reserved");
            }
            assertThat(endpoint.received).isEmpty();
        }
    }

    @Test
    void withoutItsKeyASecretIsRotated() throws Exception {
        Installation installation = Databases.fresh(engine);
        try (Endpoint endpoint = new Endpoint()) {
            Client someone;
            String webhook;
            try (Server before = Server.start(installation, QUICK)) {
                someone = before.client(before.newWorkspace(), Scope.ADMIN);
                webhook = someone.create("/webhooks", "{'url':'" + endpoint.url() + "','event_types':['project.created']}");
            }
            Path key = installation.dataDir().resolve("secret.key");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
            Files.delete(key);
            try (Server after = serving(Server.start(installation, QUICK))) {
                Client at = someone.at(after);
                at.create("/projects", "{'name':'Novel'}");
                await("it is dead", () -> at.get("/webhooks/" + webhook + "/deliveries?status=dead").items("/items").size() == 1);
                Reply dead = at.get("/webhooks/" + webhook + "/deliveries?status=dead");
                assertThat(dead.text("/items/0/last_error")).contains("secret cannot be opened").contains("rotate-secret");
                assertThat(endpoint.received).isEmpty();
                String secret = at.post("/webhooks/" + webhook + "/rotate-secret").is(200).text("/secret");
                // The old one cannot be opened for the rest of the day, and must not keep the new one from signing.
                at.post("/webhooks/" + webhook + "/deliveries/" + dead.text("/items/0/id") + "/replay").is(200);
                assertThat(endpoint.next(PATIENCE).isSignedBy(secret)).isTrue();
            }
        }
    }
}
