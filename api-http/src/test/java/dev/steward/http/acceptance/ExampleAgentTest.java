package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Scope;
import dev.steward.jdbc.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What {@code examples/agent} says of itself, for those who copy it: whatever breaks, nothing is done twice and nothing is lost. */
@ResourceLock(Engine.SQLITE_SERVER)
final class ExampleAgentTest extends Suite {

    private static final Path SOURCE = Path.of("../examples/agent/Agent.java");
    /** Seconds; long enough for a busy machine to beat in time. */
    private static final int SHORT_LEASE = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path classes;
    @TempDir
    private Path directory;
    private Path repository;
    private String project = "";
    private final List<Worker> workers = new ArrayList<>();

    ExampleAgentTest() {
        super(Engine.SQLITE);
    }

    /** A worker as a process, and what it prints. */
    private record Worker(Process process, Path output) {

        String printed() {
            return read(output);
        }

        Worker ends() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("It ends; it printed %s", printed()).isTrue();
            assertThat(process.exitValue()).as(printed()).isZero();
            return this;
        }

        void signal(String signal) throws IOException, InterruptedException {
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor()).isZero();
        }
    }

    @BeforeAll
    static void runsOnJava17() {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, messages, messages, "--release", "17", "-Xlint:all,-serial", "-Werror", "-d", classes.toString(), SOURCE.toString());
        assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    }

    @BeforeEach
    void aRepository() throws Exception {
        repository = Files.createDirectory(directory.resolve("repository"));
        git("init", "--quiet", "--initial-branch", "main");
        git("-c", "user.name=Ada", "-c", "user.email=ada@localhost", "commit", "--quiet", "--allow-empty", "--message", "Begin");
    }

    @AfterEach
    void noProcessStays() {
        for (Worker worker : workers) {
            worker.process().descendants().forEach(ProcessHandle::destroyForcibly);
            worker.process().destroyForcibly();
        }
    }

    @Test
    void anotherWorkerFinishesWhatAKilledOneHad() throws Exception {
        String run = run(SHORT_LEASE, "chapters/1.md");
        Worker killed = worker("killed", server.port(), "--work", "touch ../../killed-works; exec sleep 600");
        await(() -> Files.exists(directory.resolve("killed-works")));
        List<ProcessHandle> work = killed.process().descendants().toList();
        killed.process().destroyForcibly().waitFor();
        work.forEach(ProcessHandle::destroyForcibly);

        worker("heir", server.port(), "--until-done").ends();

        person.get("/runs/" + run).is(200).has("/status", "completed");
        Reply assignments = person.get("/runs/" + run + "/assignments").has("/items/0/claimed_by", "heir").has("/items/0/attempt", 2).has("/items/0/fence", 2);
        assertThat(git("log", "--format=%an %s", "main.." + assignments.text("/items/0/feature_branch"))).isEqualTo("heir Card 0");
        String id = assignments.text("/items/0/id");
        assertThat(person.get("/assignments/" + id + "/executions?sort=id").each("status")).containsExactlyInAnyOrder("failed", "completed");
        person.get("/assignments/" + id + "/commits").has("/items/0/fence", 2).has("/items/0/files", 1);
        person.get("/runs/" + run + "/gate").has("/is_green", true);
        assertThat(person.get("/cards/" + assignments.text("/items/0/card_id") + "/knowledge").each("text")).containsExactly("\"Card 0\" is in chapters/1.md");
    }

    @Test
    void aCancelledRunEndsTheWorkAndLeavesNothing() throws Exception {
        String run = run(SHORT_LEASE, "chapters/1.md");
        Worker worker = worker("worker", server.port(), "--work", "echo x >chapter; echo $$ >../../pid; exec sleep 600", "--once");
        await(() -> !read(directory.resolve("pid")).isBlank());
        ProcessHandle work = ProcessHandle.of(Long.parseLong(read(directory.resolve("pid")).strip())).orElseThrow();

        person.post("/runs/" + run + "/cancel").is(200);

        assertThat(worker.ends().printed()).contains("dropped \"Card 0\": its run was cancelled");
        await(() -> !work.isAlive());
        assertThat(git("branch", "--list", "feat/*")).isEmpty();
        assertThat(git("worktree", "list").lines()).hasSize(1);
        person.get("/runs/" + run + "/assignments").has("/items/0/status", "cancelled");
    }

    @Test
    void whoWakesAfterItsLeaseDropsItsWork() throws Exception {
        String run = run(SHORT_LEASE, "chapters/1.md");
        Worker sleeper = worker("sleeper", server.port(), "--work", "mkdir chapters; echo late >chapters/1.md; touch ../../sleeper-works; until [ -e ../../go ]; do sleep 0.1; done", "--once");
        await(() -> Files.exists(directory.resolve("sleeper-works")));
        sleeper.signal("STOP");

        worker("heir", server.port(), "--until-done").ends();
        Files.createFile(directory.resolve("go"));
        sleeper.signal("CONT");

        assertThat(sleeper.ends().printed()).contains("dropped \"Card 0\": ").doesNotContain("sleeper completed");
        Reply assignments = person.get("/runs/" + run + "/assignments").has("/items/0/status", "completed").has("/items/0/claimed_by", "heir");
        assertThat(git("show", assignments.text("/items/0/feature_branch") + ":chapters/1.md")).isEqualTo("Card 0: Says what the card says");
        assertThat(person.get("/assignments/" + assignments.text("/items/0/id") + "/commits").has("/items/0/fence", 2).items("/items")).hasSize(1);
    }

    @Test
    void aCallWhoseAnswerIsLostIsRepeatedAndHasOneEffect() throws Exception {
        String run = run(600, "chapters/1.md", "chapters/2.md");
        Set<String> lost = ConcurrentHashMap.newKeySet();
        HttpServer proxy = proxy((call, answer) -> lost.add(call) ? null : answer);
        try {
            worker("worker", proxy.getAddress().getPort(), "--until-done").ends();
        } finally {
            proxy.stop(0);
        }

        assertThat(lost).contains("claim", "commits", "checks", "complete");
        Reply assignments = person.get("/runs/" + run + "/assignments").is(200);
        assertThat(assignments.each("status")).containsExactly("completed", "completed");
        assignments.has("/items/0/fence", 1).has("/items/1/fence", 1);
        List<String> events = person.get("/events?limit=200&run_id=" + run).each("type");
        assertThat(events.stream().filter("card_assignment.claimed"::equals)).hasSize(2);
        assertThat(events.stream().filter("card_assignment.completed"::equals)).hasSize(2);
        assertThat(person.get("/runs/" + run + "/checks?check_type=lint").items("/items")).hasSize(2);
    }

    @Test
    void whatIsClaimedWithoutABriefIsGivenBackAndClaimedAgain() throws Exception {
        String run = run(600, "chapters/1.md");
        AtomicBoolean withheld = new AtomicBoolean();
        HttpServer proxy = proxy((call, answer) -> call.equals("claim") && answer.length > 0 && withheld.compareAndSet(false, true)
                ? JsonText.bytes(JsonText.storedObject(new String(answer, StandardCharsets.UTF_8)).with("brief", Json.NULL)) : answer);
        try {
            worker("worker", proxy.getAddress().getPort(), "--once").ends();
        } finally {
            proxy.stop(0);
        }

        assertThat(withheld).isTrue();
        person.get("/runs/" + run + "/assignments").is(200).has("/items/0/status", "completed").has("/items/0/fence", 2).has("/items/0/attempt", 1);
    }

    @Test
    void aStoppedWorkerGivesBackWhatItHad() throws Exception {
        String run = run(600, "chapters/1.md");
        Worker worker = worker("worker", server.port(), "--work", "touch ../../works; exec sleep 600");
        await(() -> Files.exists(directory.resolve("works")));
        worker.signal("TERM");
        assertThat(worker.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        person.get("/runs/" + run + "/assignments").has("/items/0/status", "queued").has("/items/0/claimed_by", "null");
        assertThat(git("worktree", "list").lines()).hasSize(1);
    }

    @Test
    void aCheckThatFailsFailsTheAssignment() throws Exception {
        String run = run(600, "chapters/1.md");
        worker("worker", server.port(), "--check", "lint=echo 'line 1: \"bad\"'; exit 3", "--once").ends();
        person.get("/runs/" + run + "/assignments").has("/items/0/status", "failed").has("/items/0/error", "The check 'lint' failed: line 1: \"bad\"");
        person.get("/runs/" + run + "/gate").has("/is_green", false);
    }

    // ---- the stage -----------------------------------------------------------------------------------------------------------------

    /** A started run with a card for each file. */
    private String run(int leaseSeconds, String... files) {
        project = project("Novel");
        person.put("/projects/" + project + "/policy", "{'require_finalized':false,'lease_seconds':" + leaseSeconds + "}").is(200);
        Maps.Map map = Maps.of(server.context(), person.workspace(), project, List.of(files));
        return person.create("/projects/" + project + "/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "','start':true,'worktree_root':'" + directory + "'}");
    }

    /** With a passing check, unless the options have another. */
    private Worker worker(String name, int port, String... options) throws IOException {
        Path output = directory.resolve(name + ".out");
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-cp", classes.toString(), "-Xmx64m", "-XX:TieredStopAtLevel=1",
                "Agent", "--agent", name, "--url", "http://127.0.0.1:" + port, "--repo", repository.toString(), "--project", project, "--wait", "2"));
        command.addAll(List.of(options));
        if (!command.contains("--check")) {
            command.addAll(List.of("--check", "lint=true"));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("STEWARD_TOKEN", server.token(person.workspace(), null, Scope.AGENT).text());
        Worker worker = new Worker(builder.start(), output);
        workers.add(worker);
        return worker;
    }

    /**
     * A proxy between a worker and the server.
     *
     * @param answers makes of the answer to each call that changes something, named by the end of its path, what the worker gets; null for none
     */
    private HttpServer proxy(BiFunction<String, byte[], byte @Nullable []> answers) throws IOException {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        proxy.createContext("/", exchange -> {
            try (exchange) {
                Client client = server.stranger();
                for (String header : List.of("Authorization", "Content-Type", "Idempotency-Key")) {
                    String value = exchange.getRequestHeaders().getFirst(header);
                    client = value == null ? client : client.with(header, value);
                }
                String path = exchange.getRequestURI().toString();
                Reply reply = client.send(exchange.getRequestMethod(), path, BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
                byte[] answer = exchange.getRequestMethod().equals("POST") ? answers.apply(path.substring(path.lastIndexOf('/') + 1), reply.bytes()) : reply.bytes();
                if (answer == null) {
                    return; // closed without a word
                }
                exchange.sendResponseHeaders(reply.status(), answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        proxy.start();
        return proxy;
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output.strip();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier holds) throws InterruptedException {
        for (Instant end = Instant.now().plus(PATIENCE); !holds.getAsBoolean(); TimeUnit.MILLISECONDS.sleep(50)) {
            assertThat(Instant.now()).as("It came to that in time").isBefore(end);
        }
    }
}
