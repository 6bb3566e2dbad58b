package dev.steward.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The servers and their databases. Each is made when it is first asked for, and stays until the end. It runs from when it is asked for to the next
 * {@link #quiet}.
 */
final class World implements AutoCloseable {

    static final int STORED = 100_000;
    /** As long lists, a twentieth as much behind them. */
    static final int FEW = STORED / 20;
    /** How many memories there are beside so many waiting assignments. */
    private static final Map<Integer, Integer> MEMORIES = Map.of(Rows.WAITING, 100_000, Rows.FEW_WAITING, 5_000);
    private static final String READY = "/health/ready";

    private final Path root;
    private final Path work;
    private final Map<String, Server> servers = new LinkedHashMap<>();
    private final Map<String, Seed> seeds = new HashMap<>();
    private final Map<String, Path> copies = new HashMap<>();
    private final Map<String, Plan> plans = new HashMap<>();
    private @Nullable Optional<Postgres> postgres;

    World(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    Path root() {
        return root;
    }

    /**
     * Before every measurement, and every warming up: nothing runs then but what it asks for, and nothing is left to write of what was before. The timers
     * of twenty servers, and what databases write later, take much of the machine from whoever is measured.
     */
    void quiet() {
        if (postgres != null) {
            postgres.ifPresent(Postgres::rest);
        }
        servers.values().forEach(Server::pause);
        Command.require(List.of("sync"));
    }

    private Server running(String name, Function<String, Server> start) {
        Server server = servers.computeIfAbsent(name, start);
        server.resume();
        return server;
    }

    /** A system PostgreSQL; empty when there is none. */
    Optional<Postgres> postgres() {
        if (postgres == null) {
            postgres = Postgres.start(work);
        }
        postgres.ifPresent(Postgres::resume);
        return postgres;
    }

    /** A database file with so many sessions. Copied for each server that changes it. */
    Seed sqlite(int sessions) {
        return seeds.computeIfAbsent("sqlite " + sessions, name -> planted(work.resolve("seed-" + sessions), sessions, (seed, connection) -> seed));
    }

    /** A database file with a plan of which so many assignments wait. Copied likewise. */
    Plan plan(int waiting) {
        return plans.computeIfAbsent("sqlite " + waiting, name ->
                planted(work.resolve("plan-" + waiting), 0, (seed, connection) -> Plan.plant(seed, connection, waiting, MEMORIES.getOrDefault(waiting, 0))));
    }

    private <T> T planted(Path data, int sessions, BiFunction<Seed, Connection, T> more) {
        Server server = Server.start("seed", work, List.of(launcher(), "serve"), environment(data, Map.of()), READY);
        try (Connection connection = sqlite(data)) {
            String token = token(data);
            return more.apply(Seed.plant("http://127.0.0.1:" + server.port(), workspace(token), token, connection, sessions), connection);
        } catch (SQLException e) {
            throw new BenchmarkException("The database cannot be filled: " + e.getMessage(), e);
        } finally {
            server.close();
        }
    }

    private static Connection sqlite(Path data) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("steward.db") + "?busy_timeout=10000");
    }

    /** A Steward on a copy of {@link #plan}, with all its assignments waiting again. */
    Server stewardOnPlan(int waiting) {
        String name = "steward plan " + waiting;
        Server server = running(name, unstarted -> startSteward(name, copyOfPlan(name, waiting), Map.of()));
        release(name, waiting);
        return server;
    }

    Server limitOnPlan(int waiting) {
        String name = "limit plan " + waiting;
        Server server = running(name, unstarted -> Server.start(name, work,
                limitCommand(plan(waiting).seed(), "sqlite", copyOfPlan(name, waiting).resolve("steward.db").toString()), Map.of(), "/sessions?week_key=2016.01"));
        release(name, waiting);
        return server;
    }

    private Path copyOfPlan(String name, int waiting) {
        plan(waiting);
        Path copy = copied(work.resolve("plan-" + waiting), name);
        copies.put(name, copy);
        return copy;
    }

    private void release(String name, int waiting) {
        try (Connection connection = sqlite(Objects.requireNonNull(copies.get(name)))) {
            Plan.release(connection, plan(waiting).seed().workspace());
        } catch (SQLException e) {
            throw new BenchmarkException("The claims cannot be taken back: " + e.getMessage(), e);
        }
    }

    /** A Steward on a copy of {@link #sqlite}. */
    Server steward(String name, int sessions, Map<String, String> environment) {
        return running(name, unstarted -> startSteward(name, copy(name, sessions), environment));
    }

    /** Another process on a data folder that there is. */
    Server startSteward(String name, Path data, Map<String, String> environment) {
        return Server.start(name, work, List.of(launcher(), "serve"), environment(data, environment), READY);
    }

    /** A data folder of that name, with a copy of the database. */
    Path copy(String name, int sessions) {
        sqlite(sessions);
        return copied(work.resolve("seed-" + sessions), name);
    }

    private Path copied(Path from, String name) {
        Path to = empty(name);
        try {
            for (String file : List.of("steward.db", "admin.token")) {
                Files.copy(from.resolve(file), to.resolve(file));
            }
        } catch (IOException e) {
            throw new BenchmarkException("The database cannot be copied: " + e.getMessage(), e);
        }
        return to;
    }

    /** A new folder. */
    Path empty(String name) {
        try {
            return Files.createTempDirectory(work, name.replace(' ', '-') + "-");
        } catch (IOException e) {
            throw new BenchmarkException("No folder can be made in " + work + ": " + e.getMessage(), e);
        }
    }

    Server limit() {
        return running("limit", name -> Server.start(name, work,
                limitCommand(sqlite(STORED), "sqlite", copy(name, STORED).resolve("steward.db").toString()), Map.of(), "/sessions?week_key=2016.01"));
    }

    /** The same tables by other means, on a copy of the same database. */
    Server fastify() {
        return running("fastify", name -> Server.start(name, work, List.of("node", root.resolve("benchmarks/comparison/fastify/server.js").toString()),
                Map.of("DATABASE", copy(name, STORED).resolve("steward.db").toString()), "/health/ready"));
    }

    Server spring() {
        return running("spring", name -> Server.start(name, work, List.of(java(), "-XX:+UseG1GC", "-XX:MaxRAMPercentage=50",
                "--enable-native-access=ALL-UNNAMED", "-jar", root.resolve("benchmarks/comparison/spring/target/comparison.jar").toString()),
                Map.of("DATABASE", copy(name, STORED).resolve("steward.db").toString()), "/health/ready"));
    }

    /** On the PostgreSQL; the sessions are written once Steward has made the tables. */
    Server stewardOnPostgres() {
        Postgres database = postgres().orElseThrow();
        return running("steward postgres", name -> {
            Path data = empty(name);
            Server server = Server.start(name, work, List.of(launcher(), "serve"), environment(data, Map.of(
                    "STEWARD_DB_URL", database.url(), "STEWARD_DB_USER", database.user(), "STEWARD_DB_PASSWORD", database.password())), READY);
            try (Connection connection = postgres().orElseThrow().connection()) {
                String token = token(data);
                seeds.put("postgres", Seed.plant("http://127.0.0.1:" + server.port(), workspace(token), token, connection, STORED));
            } catch (SQLException e) {
                throw new BenchmarkException("The database cannot be filled: " + e.getMessage(), e);
            }
            return server;
        });
    }

    /** A plan in the same database, with all its assignments waiting again. */
    Plan planOnPostgres(int waiting) {
        Seed seed = onPostgres();
        try (Connection connection = postgres().orElseThrow().connection()) {
            if (plans.containsKey("postgres")) {
                Plan.release(connection, seed.workspace());
            } else {
                plans.put("postgres", Plan.plant(seed, connection, waiting, 0));
            }
        } catch (SQLException e) {
            throw new BenchmarkException("The database cannot be filled: " + e.getMessage(), e);
        }
        return Objects.requireNonNull(plans.get("postgres"));
    }

    Seed onPostgres() {
        if (!seeds.containsKey("postgres")) { // else it would run beside those that ask for no more than this
            stewardOnPostgres();
        }
        return Objects.requireNonNull(seeds.get("postgres"));
    }

    Server limitOnPostgres() {
        Postgres database = postgres().orElseThrow();
        Seed seed = onPostgres();
        return running("limit postgres", name -> Server.start(name, work, limitCommand(seed, "postgres", database.url(), database.user()),
                Map.of("STEWARD_DB_PASSWORD", database.password()), "/sessions?week_key=2016.01"));
    }

    private static List<String> limitCommand(Seed seed, String... database) {
        List<String> command = new ArrayList<>(List.of(java(), "-XX:+UseG1GC", "-XX:MaxRAMPercentage=50", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-cp", System.getProperty("java.class.path"), "dev.steward.benchmarks.limit.LimitServer", seed.workspace()));
        command.addAll(List.of(database));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String launcher() {
        return root.resolve("api-http/target/steward/bin/steward").toString();
    }

    private static Map<String, String> environment(Path data, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("STEWARD_HOME", data.toString(), "STEWARD_PORT", "0",
                "STEWARD_RATE_LIMIT", "1000000000", "STEWARD_BACKUP_SCHEDULE", "off"));
        environment.putAll(more);
        return environment;
    }

    private static String token(Path data) {
        try {
            return Files.readString(data.resolve("admin.token")).strip();
        } catch (IOException e) {
            throw new BenchmarkException("The token cannot be read: " + e.getMessage(), e);
        }
    }

    /** A token's text carries its workspace. */
    private static String workspace(String token) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring("stw_".length()).getBytes(StandardCharsets.US_ASCII)));
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    /** A GET with the seed's token. {@code path} is asked anew for each. */
    static Load.Requests get(Seed seed, Load.Requests path) {
        byte[] end = (" HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + seed.token() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        return random -> {
            byte[] place = path.next(random);
            return ByteBuffer.allocate(4 + place.length + end.length).put(new byte[] {'G', 'E', 'T', ' '}).put(place).put(end).array();
        };
    }

    static Load.Requests get(Seed seed, String path) {
        return get(seed, random -> path.getBytes(StandardCharsets.US_ASCII));
    }

    static Load.Requests getSession(Seed seed, String prefix) {
        return get(seed, random -> (prefix + "/sessions/" + seed.sessions().get(random.nextInt(seed.sessions().size()))).getBytes(StandardCharsets.US_ASCII));
    }

    static Load.Requests listWeek(Seed seed, String prefix) {
        return get(seed, random -> (prefix + "/sessions?week_key=" + seed.weeks().get(random.nextInt(seed.weeks().size()))).getBytes(StandardCharsets.US_ASCII));
    }

    /** A new session of a project, outside the weeks that are listed. */
    static Load.Requests create(Seed seed, String path) {
        LocalDate first = LocalDate.of(2030, 1, 1);
        return post(seed, random -> path, random -> "{\"project_id\":\"" + seed.projects().get(random.nextInt(seed.projects().size())) + "\",\"title\":\"Write chapter " + random.nextInt(1_000_000)
                    + "\",\"description\":\"Read the last chapter aloud, mark what sounds wrong, and write on from there until it is late.\",\"scheduled_date\":\""
                    + first.plusDays(random.nextInt(7_000)) + "\",\"status\":\"planned\",\"duration_minutes\":90}");
    }

    /** The next assignment, for one of some agents; without the text of its brief, which is measured by itself. */
    static Load.Requests claim(Seed seed, String path) {
        return post(seed, random -> path, random -> "{\"agent\":\"worker-" + random.nextInt(32) + "\",\"roles\":[\"coder\"],\"max_tokens\":0}");
    }

    /** A question of three words, each of which some 400 memories have. */
    static Load.Requests search(Plan plan, String path) {
        return post(plan.seed(), random -> path, random -> "{\"project_id\":\"" + plan.project() + "\",\"query\":\"" + Plan.word(random.nextInt(1_000)) + " "
                + Plan.word(random.nextInt(1_000)) + " " + Plan.word(random.nextInt(1_000)) + "\"}");
    }

    /** A workflow, an activity and 98 cards, in one of the projects that have no other plan. */
    static Load.Requests batch(Seed seed, String prefix) {
        StringBuilder cards = new StringBuilder("{\"actions\":[{\"action_type\":\"create_workflow\",\"payload\":{\"title\":\"Write a chapter\"}},"
                + "{\"action_type\":\"create_activity\",\"target_ref\":{\"workflow_id\":\"$0\"},\"payload\":{\"title\":\"Draft it\"}}");
        for (int n = 0; n < 98; n++) {
            cards.append(",{\"action_type\":\"create_card\",\"target_ref\":{\"workflow_activity_id\":\"$1\"},\"payload\":{\"title\":\"Scene ").append(n).append("\"}}");
        }
        String body = cards.append("]}").toString();
        return post(seed, random -> prefix + "/projects/" + seed.projects().get(random.nextInt(2, seed.projects().size())) + "/actions", random -> body);
    }

    /** Ten projects, by the tool that does what {@code GET /projects?limit=10} does. */
    static Load.Requests tool(Seed seed) {
        return post(seed, random -> "/mcp", random -> "{\"jsonrpc\":\"2.0\",\"id\":" + random.nextInt(1_000)
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"list_projects\",\"arguments\":{\"limit\":10}}}");
    }

    private static Load.Requests post(Seed seed, Function<RandomGenerator, String> path, Function<RandomGenerator, String> body) {
        return random -> {
            String content = body.apply(random);
            return ("POST " + path.apply(random) + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + seed.token()
                    + "\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\nContent-Length: " + content.length() + "\r\n\r\n" + content).getBytes(StandardCharsets.US_ASCII);
        };
    }

    @Override
    public void close() {
        if (postgres != null) {
            postgres.ifPresent(Postgres::resume); // the servers on it take their leave
        }
        servers.values().forEach(Server::close);
        if (postgres != null) {
            postgres.ifPresent(Postgres::close);
        }
    }
}
