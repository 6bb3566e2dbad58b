package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.Json;
import dev.steward.domain.PathGlob;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.workspace.Scope;
import dev.steward.http.app.Installation;
import dev.steward.http.cli.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * 64 agents in 4 processes claim from two servers on one PostgreSQL, and from one server on SQLite, while agents and servers are killed
 * and reports come late and twice. Then the event log, which is the order in which everything was committed, and what the agents noted as
 * acknowledged say whether every promise of a claim was kept. {@code -Dsteward.fire.assignments=N} makes it as long as one likes.
 */
@Order(1)
final class ClaimsUnderFireTest {

    static final int LEASE_SECONDS = 3;
    private static final int PROCESSES = 4;
    private static final int AGENTS = 16;
    private static final int ASSIGNMENTS = Integer.getInteger("steward.fire.assignments", 160);
    /** Only a bound: a quiet machine is done long before. */
    private static final int MINUTES = Integer.getInteger("steward.fire.minutes", 10);
    /** After so many completed assignments something is killed, each third time a server, too. */
    private static final int KILL_AFTER = 20;
    private static final long SEED = Long.getLong("steward.fire.seed", 7L);

    private final Random random = new Random(SEED);
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<Process> agents = new ArrayList<>();

    @Test
    void twoServersOnPostgres() throws Exception {
        fire(Engine.POSTGRES, 2);
    }

    @Test
    void oneServerOnSqlite() throws Exception {
        fire(Engine.SQLITE, 1);
    }

    private void fire(Engine engine, int count) throws Exception {
        Installation installation = Databases.fresh(engine);
        Path folder = installation.dataDir();
        String token;
        String admin;
        String run;
        try (Server seed = Server.start(installation, Map.of())) {
            Client person = seed.person();
            String project = person.create("/projects", "{'name':'Fire'}");
            person.put("/projects/" + project + "/policy", "{'require_finalized':false,'lease_seconds':" + LEASE_SECONDS + ",'max_attempts':100}").is(200);
            List<String> files = new ArrayList<>();
            for (int i = 0; i < ASSIGNMENTS; i++) { // groups of four: one folder and what lies in it wait for each other, the rest is free
                files.add(i % 4 == 0 ? "m" + i / 4 + "/**" : i % 4 == 1 ? "m" + i / 4 + "/a/*.c" : "free" + i);
            }
            Maps.Map map = Maps.of(seed.context(), person.workspace(), project, files);
            run = person.create("/projects/" + project + "/runs", "{'scope':'workflow','workflow_id':'" + map.workflow() + "','start':true}");
            token = seed.token(person.workspace(), null, Scope.AGENT).text();
            admin = seed.token(person.workspace(), null, Scope.READ, Scope.WRITE).text();
        }
        Path ports = folder.resolve("ports");
        try {
            for (int i = 0; i < count; i++) {
                servers.add(serve(installation, folder.resolve("server-" + i)));
            }
            publish(ports);
            for (int i = 0; i < PROCESSES; i++) {
                agents.add(agents("p" + i, token, ports, folder.resolve("agents-" + i + "-0.log")));
            }
            int kills = 0;
            Instant end = Instant.now().plusSeconds(60L * MINUTES);
            while (!isOver(admin, run) && Instant.now().isBefore(end)) {
                TimeUnit.MILLISECONDS.sleep(250);
                if (completed(folder) >= (kills + 1) * KILL_AFTER) {
                    kills++;
                    killAgents(random.nextInt(PROCESSES), kills, token, ports, folder);
                    if (kills % 3 == 1) {
                        killServer(random.nextInt(count), installation, ports, folder);
                    }
                }
            }
            assertThat(kills).as("something was killed").isGreaterThan(1);
            settle(admin, run, folder);
        } finally {
            Files.deleteIfExists(ports);
            agents.forEach(Process::destroyForcibly);
            for (ServerProcess server : servers) {
                server.close();
            }
        }
    }

    /** How many completions the agents have noted. */
    private static long completed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(ClaimsUnderFireTest::isLog).flatMap(log -> {
                try {
                    return Files.readString(log).lines();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).filter(line -> line.startsWith("complete ")).map(line -> line.split(" ")[1]).distinct().count();
        }
    }

    private static boolean isLog(Path file) {
        return file.getFileName().toString().matches("agents-.*\\.log");
    }

    private void killAgents(int victim, int kills, String token, Path ports, Path folder) throws IOException, InterruptedException {
        agents.get(victim).destroyForcibly().waitFor();
        agents.set(victim, agents("p" + victim + "k" + kills, token, ports, folder.resolve("agents-" + victim + "-" + kills + ".log")));
    }

    private void killServer(int victim, Installation installation, Path ports, Path folder) throws IOException, InterruptedException {
        servers.get(victim).kill();
        servers.set(victim, serve(installation, folder.resolve("server-" + victim)));
        publish(ports);
    }

    private static ServerProcess serve(Installation installation, Path folder) throws IOException, InterruptedException {
        return installation.isPostgres()
                ? ServerProcess.start(folder, ServerProcess.environment(installation), Map.of())
                : ServerProcess.start(installation);
    }

    /** In one step, because agents read it all the time. */
    private void publish(Path ports) throws IOException {
        Path next = ports.resolveSibling("ports.new");
        Files.writeString(next, servers.stream().map(server -> Integer.toString(server.port())).collect(Collectors.joining("\n")));
        Files.move(next, ports, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Process agents(String name, String token, Path ports, Path log) throws IOException {
        return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx96m", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), AgentProcess.class.getName(),
                name, Integer.toString(AGENTS), token, ports.toString(), log.toString(), Long.toString(SEED + name.hashCode()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.appendTo(log.resolveSibling("agents.err").toFile())).start();
    }

    private Client client(String token) {
        return new Client(servers.getFirst().port(), Map.of(), null).bearer(token);
    }

    private boolean isOver(String admin, String run) {
        return !client(admin).get("/runs/" + run).is(200).text("/status").equals("running");
    }

    private void settle(String admin, String run, Path folder) throws IOException {
        Client reader = client(admin);
        assertThat(reader.get("/runs/" + run).text("/status")).as("the run, in " + MINUTES + " minutes").isEqualTo("completed");
        History history = new History();
        for (long after = 0; ; ) {
            List<Json> events = reader.get("/events?limit=200&run_id=" + run + "&after=" + after).is(200).items("/items");
            if (events.isEmpty()) {
                break;
            }
            for (Json event : events) {
                after = history.take((Json.Obj) event);
            }
        }
        assertThat(history.completions).hasSize(ASSIGNMENTS).allSatisfy((id, times) -> assertThat(times).as("completions of " + id).isEqualTo(1));
        assertThat(history.holders).as("still held").isEmpty();
        assertThat(history.claims).as("claims").isGreaterThan(ASSIGNMENTS);
        compare(history, folder);
    }

    /** What the log says happened, one event after the other. */
    private static final class History {
        private final Map<String, PathGlobs> paths = new HashMap<>();
        /** Who holds an assignment: from its claim to its end, its release, or its next claim. */
        private final Map<String, String> holders = new HashMap<>();
        private final Map<String, Long> fences = new HashMap<>();
        private final Map<String, Instant> leases = new HashMap<>();
        private final Map<String, Integer> completions = new HashMap<>();
        private final Map<String, Long> completedUnder = new HashMap<>();
        private final Set<String> claimed = new HashSet<>();
        private int claims;

        long take(Json.Obj event) {
            String id = text(event, "subject_id");
            Json.Obj payload = (Json.Obj) event.members().get("payload");
            Instant at = Instant.parse(text(event, "at"));
            switch (text(event, "type")) {
                case "card_assignment.created" -> paths.put(id, new PathGlobs(((Json.Arr) ((Json.Obj) payload.members().get("card_assignment")).members().get("allowed_paths"))
                        .items().stream().map(glob -> PathGlob.parse("", ((Json.Text) glob).value())).toList()));
                case "card_assignment.claimed" -> claim(id, payload, at);
                case "card_assignment.completed" -> {
                    assertThat(holders).as("holders at the completion of " + id).containsKey(id);
                    completions.merge(id, 1, Integer::sum);
                    completedUnder.put(id, fences.get(id));
                    holders.remove(id);
                }
                case "card_assignment.released", "card_assignment.expired" -> {
                    assertThat(holders.remove(id)).as("holder of " + id + " before it is let go").isNotNull();
                    assertThat(completions).doesNotContainKey(id);
                }
                case "card_assignment.failed", "card_assignment.cancelled", "card_assignment.blocked" -> throw new AssertionError("Nobody had the right to: " + event);
                default -> {
                    // nothing about who holds it
                }
            }
            return ((Json.Num) event.members().get("sequence")).value().longValueExact();
        }

        private void claim(String id, Json.Obj payload, Instant at) {
            claims++;
            long fence = ((Json.Num) to(payload, "fence")).value().longValueExact();
            assertThat(completions).as("claimed again after its completion").doesNotContainKey(id);
            assertThat(fence).as("fence of " + id).isEqualTo(fences.getOrDefault(id, 0L) + 1);
            if (holders.containsKey(id)) {
                assertThat(payload.members()).as("taken over from " + holders.get(id)).containsKey("lost_by");
                assertThat(at).as("taken over only after the lease").isAfterOrEqualTo(leases.get(id));
            }
            for (String other : holders.keySet()) {
                assertThat(other.equals(id) || !paths.get(id).overlaps(paths.get(other))).as(id + " beside " + other).isTrue();
            }
            fences.put(id, fence);
            holders.put(id, to(payload, "claimed_by") instanceof Json.Text agent ? agent.value() : holders.getOrDefault(id, ""));
            leases.put(id, Instant.parse(((Json.Text) to(payload, "lease_expires_at")).value()));
            claimed.add(id + " " + fence + " " + holders.get(id));
        }

        private static Json to(Json.Obj payload, String member) {
            Json.Obj changes = (Json.Obj) payload.members().get("changes");
            return changes.members().containsKey(member) ? ((Json.Obj) changes.members().get(member)).members().get("to") : Json.NULL;
        }

        private static String text(Json.Obj object, String member) {
            return ((Json.Text) object.members().get(member)).value();
        }
    }

    /** What was acknowledged happened, and under the fence it was acknowledged for. */
    private static void compare(History history, Path folder) throws IOException {
        int notes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log : files.filter(ClaimsUnderFireTest::isLog).toList()) {
                List<String> lines = Files.readString(log).lines().toList();
                boolean cut = !Files.readString(log).endsWith("\n");
                for (String line : lines.subList(0, cut ? Math.max(0, lines.size() - 1) : lines.size())) {
                    String[] note = line.split(" ", 4);
                    notes++;
                    switch (note[0]) {
                        case "claimed" -> assertThat(history.claimed).as(line).contains(note[1] + " " + note[3] + " " + note[2]);
                        case "complete" -> {
                            assertThat(history.completions).as(line).containsKey(note[1]);
                            assertThat(history.completedUnder.get(note[1])).as("accepted: " + line).isEqualTo(Long.parseLong(note[3].split(" ")[0]));
                        }
                        case "heartbeat", "release" -> assertThat(note[3].split(" ")[0]).as("a stale fence was accepted: " + line).isEqualTo(note[3].split(" ")[1]);
                        default -> throw new AssertionError(line);
                    }
                }
            }
        }
        assertThat(notes).isGreaterThan(2 * ASSIGNMENTS);
    }
}
