package dev.steward.http.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The command line as a user meets it: what is printed where, and the exit codes. */
@Isolated("reads what is printed")
final class CommandLineAcceptanceTest {

    @TempDir
    Path temporary;

    private record Ran(int code, String out, String err) {

        Ran exits(int expected) {
            assertThat(code).as("out: %s err: %s", out, err).isEqualTo(expected);
            return this;
        }

        /** One sentence for people on stderr, and nothing of the inside. */
        Ran refuses() {
            exits(1);
            assertThat(out).isEmpty();
            assertThat(err.strip().lines()).as(err).hasSize(1);
            assertThat(err).startsWith("steward: ").doesNotContain("Exception").doesNotContain("\tat ");
            return this;
        }
    }

    private static synchronized Ran run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream toOut = new ByteArrayOutputStream();
        ByteArrayOutputStream toErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
            return new Ran(Main.run(arguments), toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private Ran onData(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", temporary.resolve("data").toString()));
        return run(all.toArray(String[]::new));
    }

    @Test
    void helpSaysWhatThereIs() {
        assertThat(run().exits(0).out()).contains("serve", "token", "workspace", "migrate", "steward serve");
        assertThat(run("--help").exits(0).out()).isEqualTo(run().out());
        assertThat(run("--version").exits(0).out()).startsWith("steward ");
        for (String command : List.of("serve", "token", "workspace", "migrate")) {
            assertThat(run(command, "--help").exits(0).out()).contains("Usage: steward " + command);
        }
        assertThat(run("serve", "--help").out()).contains("STEWARD_HOME", "STEWARD_DB_URL", "STEWARD_PORT", "STEWARD_HOST", "8484");
        assertThat(run("token", "create", "--help").out()).contains("--name", "--scope", "--expires", "--workspace");
    }

    @Test
    void wrongUsageExitsWithTwo() {
        for (String[] wrong : new String[][] {{"unicorn"}, {"serve", "--port", "x"}, {"serve", "--colour"}, {"token", "create"}, {"token"}, {"workspace"},
                {"token", "revoke"}, {"migrate", "--rollback", "x"}, {"migrate", "--rollback", "0"}, {"migrate", "--status", "--rollback", "1"}}) {
            Ran ran = run(wrong).exits(2);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).isNotBlank().doesNotContain("Exception");
        }
    }

    @Test
    void tokensAndWorkspacesAreManaged() throws IOException {
        onData("token", "create", "--name", "early").refuses();
        assertThat(onData("workspace", "create", "team", "--owner", "Ada").exits(0).out()).contains("team").contains("Ada");
        onData("workspace", "create", "team").refuses();
        onData("workspace", "create", "Not A Slug").refuses();
        assertThat(onData("workspace", "list").exits(0).out()).contains("team");
        assertThat(JsonText.parse(onData("workspace", "list", "--json").exits(0).out().getBytes(StandardCharsets.UTF_8))).isInstanceOf(Json.Arr.class);

        String token = onData("token", "create", "--workspace", "team", "--name", "laptop", "--scope", "read", "--scope", "write", "--expires", "90d").exits(0).out();
        assertThat(token).matches("stw_[A-Za-z0-9_-]{70}\n");
        String list = onData("token", "list", "--workspace", "team", "--json").exits(0).out();
        assertThat(list).contains("laptop").doesNotContain(token.strip());
        String id = ((Json.Text) ((Json.Obj) ((Json.Arr) JsonText.parse(list.getBytes(StandardCharsets.UTF_8))).items().getFirst()).get("id")).value();
        onData("token", "revoke", id, "--workspace", "team").exits(0);
        onData("token", "revoke", id, "--workspace", "team").exits(0);
        onData("token", "revoke", "0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b", "--workspace", "team").refuses();
        assertThat(onData("token", "revoke", token.strip(), "--workspace", "team").refuses().err()).doesNotContain(token.strip());
        onData("token", "create", "--workspace", "none", "--name", "x").refuses();
        onData("token", "create", "--workspace", "team", "--name", "x", "--scope", "fly").refuses();
        onData("token", "create", "--workspace", "team", "--name", "x", "--expires", "soon").refuses();
        onData("token", "create", "--workspace", "team", "--name", "").refuses();
    }

    @Test
    void theSchemaGoesForwardAndBack() {
        assertThat(onData("migrate", "--status").exits(0).out()).startsWith("0 change sets applied");
        assertThat(onData("migrate").exits(0).out()).contains(" 0 pending.");
        onData("migrate").exits(0);
        Ran back = onData("migrate", "--rollback", "1").exits(0);
        assertThat(back.out()).contains(" 1 pending.");
        String backup = back.err().strip().replaceFirst("steward: what was there before is in the backup ", "");
        assertThat(onData("backup", "list").exits(0).out()).contains(backup + "  pre_migration");
        assertThat(onData("migrate", "--rollback", "999").refuses().err()).contains("so 999 cannot be taken back");
        assertThat(onData("migrate", "--json").exits(0).out()).startsWith("{").contains("\"pending\":[]");
    }

    @Test
    void anUnusablePlaceIsOneSentence() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "no database");
        run("migrate", "--data-dir", file.toString()).refuses();
        run("migrate", "--data-dir", temporary.toString(), "--db", file.toString()).refuses();
        Ran unreachable = run("migrate", "--data-dir", temporary.toString(), "--db", "jdbc:postgresql://127.0.0.1:1/steward?password=geheim", "--db-user", "x").refuses();
        assertThat(unreachable.err()).doesNotContain("geheim");
    }

    @Test
    void aLibraryThatCannotBeUnpackedIsOneSentence() throws IOException {
        Path file = Files.createFile(temporary.resolve("no-folder"));

        assertThatThrownBy(() -> ServerProcess.start(temporary.resolve("data"), Map.of(), Map.of("org.sqlite.tmpdir", file.toString())))
                .hasMessageMatching("(?s)The server did not start: steward: The database file .* cannot be used: SQLite's library cannot be unpacked into "
                        + file + " and run from there, [^\\n]*-Dorg\\.sqlite\\.tmpdir=DIR\\n");
    }

    @Test
    void theFirstStartKeepsItsSecretsAndRevokingTakesASecond() throws Exception {
        Path data = temporary.resolve("data");
        try (ServerProcess server = ServerProcess.start(data)) {
            assertThat(server.printed()).contains("Admin token (also in " + data.resolve("admin.token") + "): stw_");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin.token")))).isEqualTo("rw-------");
            String admin = Files.readString(data.resolve("admin.token")).strip();
            assertThat(status(server.port(), admin)).isEqualTo(200);

            String token = onData("token", "create", "--name", "laptop").exits(0).out().strip();
            assertThat(status(server.port(), token)).isEqualTo(200);
            String list = onData("token", "list", "--json").exits(0).out();
            String id = list.replaceAll("(?s).*\"id\":\"([0-9a-f-]+)\",\"name\":\"laptop\".*", "$1");
            onData("token", "revoke", id).exits(0);
            Instant end = Instant.now().plusMillis(1_500);
            while (status(server.port(), token) == 200 && Instant.now().isBefore(end)) {
                Thread.onSpinWait();
            }
            assertThat(status(server.port(), token)).isEqualTo(401);

            run("serve", "--data-dir", temporary.resolve("second").toString(), "--port", Integer.toString(server.port())).refuses();
        }
        try (ServerProcess again = ServerProcess.start(data)) {
            assertThat(again.printed()).doesNotContain("Admin token");
        }
        try (ServerSocket taken = new ServerSocket(0)) {
            Ran refused = run("serve", "--data-dir", temporary.resolve("third").toString(), "--host", "192.0.2.1", "--port", Integer.toString(taken.getLocalPort()));
            refused.refuses();
        }
    }

    @Test
    void aServerIsReadyOnceItsTokenIsThere() throws Exception {
        Path data = temporary.resolve("ready");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        CompletableFuture<ServerProcess> started = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                started.complete(ServerProcess.start(data, port));
            } catch (IOException | InterruptedException | RuntimeException e) {
                started.completeExceptionally(e);
            }
        });
        while (!isReady(port) && !started.isCompletedExceptionally()) {
            Thread.sleep(5);
        }
        boolean there = Files.exists(data.resolve("admin.token"));
        started.get().close();
        assertThat(there).as("the token when the server was ready").isTrue();
    }

    private static boolean isReady(int port) throws InterruptedException {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready")).build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    private static int status(int port, String token) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/projects"))
                .header("Authorization", "Bearer " + token).build(), BodyHandlers.discarding()).statusCode();
    }
}
