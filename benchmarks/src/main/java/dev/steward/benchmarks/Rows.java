package dev.steward.benchmarks;

import static dev.steward.benchmarks.Row.atMost;
import static dev.steward.benchmarks.Row.rates;
import static dev.steward.benchmarks.Row.ratio;

import dev.steward.benchmarks.Load.Clients;
import dev.steward.benchmarks.Row.Cell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is promised about speed, line by line. A new scenario is a cell and a row here. */
final class Rows {

    private static final int CONNECTIONS = 32;
    /** For what takes long. */
    private static final int FEW_CONNECTIONS = 4;
    /** More than are claimed in one measurement. */
    static final int WAITING = 50_000;
    static final int FEW_WAITING = 10_000;
    private static final String API = "/api/v1";
    private static final Path GOLD = Path.of("docs/examples/memory-gold.json");
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final World world;
    private final Cells cells;
    private final int many;

    /** @param many how many assignments wait where very many do */
    Rows(World world, Cells cells, int many) {
        this.world = world;
        this.cells = cells;
        this.many = many;
    }

    List<Row> all() {
        List<Row> rows = new ArrayList<>(onSqlite());
        rows.addAll(onPostgres());
        rows.addAll(ofAgents());
        rows.addAll(ofMemory());
        rows.addAll(ofRetrieval());
        rows.addAll(ofTheProcess());
        rows.addAll(growth());
        rows.addAll(besideOthers());
        return rows.stream().sorted((one, other) -> Integer.compare(one.number(), other.number())).toList();
    }

    private Cell get() {
        return cells.load("SQLite: GET", () -> new Clients(steward(), CONNECTIONS, World.getSession(seed(), API)));
    }

    private Cell create() {
        return cells.load("SQLite: create", () -> new Clients(steward(), CONNECTIONS, World.create(seed(), API + "/sessions")));
    }

    private List<Row> onSqlite() {
        Cell list = cells.load("SQLite: list", () -> new Clients(steward(), CONNECTIONS, World.listWeek(seed(), API)));
        Cell limitGet = cells.load("SQLite: limit GET", () -> new Clients(limit(), CONNECTIONS, World.getSession(seed(), "")));
        Cell limitList = cells.load("SQLite: limit list", () -> new Clients(limit(), CONNECTIONS, World.listWeek(seed(), "")));
        Cell limitCreate = cells.load("SQLite: limit create", () -> new Clients(limit(), CONNECTIONS, World.create(seed(), "/sessions")));
        Cell alone = cells.load("SQLite: create, one transaction each", () -> new Clients(
                world.steward("steward alone", World.STORED, Map.of("STEWARD_JAVA_OPTIONS", "-Dsteward.sqlite.group=1")), CONNECTIONS, World.create(seed(), API + "/sessions")));
        Cell normal = cells.load("SQLite: create at NORMAL", () -> new Clients(
                world.steward("steward normal", World.STORED, Map.of("STEWARD_SYNCHRONOUS", "NORMAL")), CONNECTIONS, World.create(seed(), API + "/sessions")));
        Cell both = cells.together("SQLite: GET and create at once", List.of(", GET", ", create"), () -> List.of(
                new Clients(steward(), CONNECTIONS, World.getSession(seed(), API)),
                new Clients(steward(), CONNECTIONS, World.create(seed(), API + "/sessions"))));
        return List.of(
                rates(1, "GET by id ÷ limit", 0.60, 0.80, get(), limitGet),
                rates(2, "list of 50 ÷ limit, full rows", 0.70, 1.0, list, limitList),
                rates(3, "create ÷ limit with group commit", 0.40, 0.60, create(), limitCreate),
                rates(4, "create ÷ the same with one transaction each", 3, 5, create(), alone),
                rates(5, "create at FULL ÷ at NORMAL", 0.70, 0.90, create(), normal),
                atMost(9, "create, p99", 25, 15, "ms", create(), Cells.P99),
                ratio(10, "GET beside a saturated writer ÷ alone", 0.40, 0.50, both, ", GET" + Cells.RATE, get(), Cells.RATE),
                ratio(10, "what the writer keeps", 0.25, 0.40, both, ", create" + Cells.RATE, create(), Cells.RATE));
    }

    private List<Row> onPostgres() {
        Cells patient = cells.patient(5);
        Cell get = patient.load("PostgreSQL: GET", () -> new Clients(stewardOnPostgres(), CONNECTIONS, World.getSession(world.onPostgres(), API)));
        Cell list = patient.load("PostgreSQL: list", () -> new Clients(stewardOnPostgres(), CONNECTIONS, World.listWeek(world.onPostgres(), API)));
        Cell create = patient.load("PostgreSQL: create", () -> new Clients(stewardOnPostgres(), CONNECTIONS, World.create(world.onPostgres(), API + "/sessions")));
        Cell limitGet = patient.load("PostgreSQL: limit GET", () -> new Clients(limitOnPostgres(), CONNECTIONS, World.getSession(world.onPostgres(), "")));
        Cell limitList = patient.load("PostgreSQL: limit list", () -> new Clients(limitOnPostgres(), CONNECTIONS, World.listWeek(world.onPostgres(), "")));
        Cell limitCreate = patient.load("PostgreSQL: limit create", () -> new Clients(limitOnPostgres(), CONNECTIONS, World.create(world.onPostgres(), "/sessions")));
        return List.of(
                rates(8, "PostgreSQL: GET by id ÷ limit", 0.60, 0.80, get, limitGet),
                rates(8, "PostgreSQL: list of 50 ÷ limit, full rows", 0.70, 1.0, list, limitList),
                rates(8, "PostgreSQL: create ÷ limit", 0.40, 0.60, create, limitCreate));
    }

    private List<Row> ofAgents() {
        Cell claim = claims("SQLite: claim", WAITING);
        Cell limitClaim = cells.patient(5).load("SQLite: limit claim", () -> new Clients(world.limitOnPlan(WAITING), CONNECTIONS, World.claim(plan().seed(), "/claims")));
        Cell map = cells.load("SQLite: map of 2,000 cards", () -> new Clients(world.stewardOnPlan(WAITING), FEW_CONNECTIONS, World.get(plan().seed(), map(API))));
        Cell limitMap = cells.load("SQLite: limit map", () -> new Clients(world.limitOnPlan(WAITING), FEW_CONNECTIONS, World.get(plan().seed(), map(""))));
        Cell batch = cells.load("SQLite: batch of 100 actions", () -> new Clients(world.stewardOnPlan(WAITING), FEW_CONNECTIONS, World.batch(plan().seed(), API)));
        Cell limitBatch = cells.load("SQLite: limit batch", () -> new Clients(world.limitOnPlan(WAITING), FEW_CONNECTIONS, World.batch(plan().seed(), "")));
        Cell onPostgres = cells.patient(10).load("PostgreSQL: claim", () ->
                new Clients(stewardOnPostgres(), CONNECTIONS, World.claim(world.planOnPostgres(WAITING).seed(), API + "/assignments/claim")));
        Cell raw = cells.rawClaims("PostgreSQL: raw claim by 8 clients", world, WAITING);
        return List.of(
                rates(6, "claim ÷ limit, 32 agents", 0.50, 0.70, claim, limitClaim),
                rates(7, "PostgreSQL: claim ÷ one statement with SKIP LOCKED, 8 clients", 0.50, 0.70, onPostgres, raw),
                rates(13, "claim, %,d waiting ÷ 10,000".formatted(many), 0.70, 0.90, claims("many waiting: claim", many), claims("few waiting: claim", FEW_WAITING)),
                rates(15, "map of 2,000 cards ÷ limit", 0.50, 0.70, map, limitMap),
                rates(16, "batch of 100 actions ÷ limit", 0.40, 0.60, batch, limitBatch));
    }

    private List<Row> ofMemory() {
        Cell tool = cells.load("SQLite: MCP call", () -> new Clients(steward(), CONNECTIONS, World.tool(seed())));
        Cell same = cells.load("SQLite: the same HTTP call", () -> new Clients(steward(), CONNECTIONS, World.get(seed(), API + "/projects?limit=10")));
        Cell streams = cells.streams(world, "SQLite: create beside 500 event streams", 500);
        return List.of(
                rates(17, "memory search, 100,000 memories ÷ 5,000", 0.50, 0.80, search("many memories: search", WAITING), search("few memories: search", FEW_WAITING)),
                rates(18, "brief, 100,000 memories ÷ 5,000", 0.50, 0.80, brief("many memories: brief", WAITING), brief("few memories: brief", FEW_WAITING)),
                rates(19, "MCP call ÷ the same HTTP call", 0.40, 0.70, tool, same),
                rates(20, "create beside 500 event streams ÷ alone", 0.25, 0.50, streams, create()),
                atMost(20, "memory with 500 event streams, more than without", 100, 50, "MB", streams, Cells.MEGABYTES));
    }

    /** No promise about speed: whether what is quick is right, too. */
    private List<Row> ofRetrieval() {
        Cell sqlite = new Gold("SQLite: gold set", GOLD, () -> world.steward("steward gold", World.FEW, Map.of()), () -> world.sqlite(World.FEW));
        Cell postgres = new Gold("PostgreSQL: gold set", GOLD, this::stewardOnPostgres, world::onPostgres);
        List<Row> rows = new ArrayList<>(found(21, "memory, gold set", sqlite));
        rows.addAll(found(22, "PostgreSQL: memory, gold set", postgres));
        return rows;
    }

    private static List<Row> found(int number, String what, Cell gold) {
        return List.of(
                new Row(number, what + ": recall@5", 0.90, 0.95, true, "", List.of(gold), round -> round.get(gold.name() + Gold.RECALL)),
                new Row(number, what + ": MRR", 0.85, 0.95, true, "", List.of(gold), round -> round.get(gold.name() + Gold.MRR)));
    }

    private Cell search(String name, int waiting) {
        return cells.brief().load(name, () -> new Clients(world.stewardOnPlan(waiting), FEW_CONNECTIONS, World.search(world.plan(waiting), API + "/memory/search")));
    }

    private Cell brief(String name, int waiting) {
        return cells.brief().load(name, () -> new Clients(world.stewardOnPlan(waiting), FEW_CONNECTIONS, World.get(world.plan(waiting).seed(),
                random -> (API + "/assignments/" + Plan.assignment(random.nextInt(waiting)) + "/brief?max_tokens=4000").getBytes(StandardCharsets.US_ASCII))));
    }

    private Cell claims(String name, int waiting) {
        Cells kept = waiting == WAITING ? cells.patient(5) : cells.brief(); // so that only a part of those that wait is claimed
        return kept.load(name, () -> new Clients(world.stewardOnPlan(waiting), CONNECTIONS, World.claim(world.plan(waiting).seed(), API + "/assignments/claim")));
    }

    private Plan plan() {
        return world.plan(WAITING);
    }

    private String map(String prefix) {
        return prefix + "/projects/" + plan().map() + "/map";
    }

    private List<Row> ofTheProcess() {
        Cell with = cells.start(world, "start with the AOT cache", "");
        Cell without = cells.start(world, "start without", "-XX:AOTMode=off");
        Cell idle = cells.memory(world, "memory, idle", "", (seed, server) -> sleep(IDLE));
        Cell loaded = cells.memory(world, "memory, after load", "-Xmx256m", (seed, server) -> Load.run(List.of(
                new Clients(server, CONNECTIONS, World.getSession(seed, API)),
                new Clients(server, CONNECTIONS, World.listWeek(seed, API)),
                new Clients(server, CONNECTIONS, World.create(seed, API + "/sessions"))), IDLE));
        return List.of(
                new Row(11, "start with the AOT cache ÷ without", 0.55, 0.45, false, "", List.of(with, without),
                        round -> round.get(with.name() + Cells.MILLIS) / round.get(without.name() + Cells.MILLIS)),
                atMost(11, "start with the AOT cache to the first 200", 3_000, 1_500, "ms", with, Cells.MILLIS),
                atMost(12, "memory, idle", 200, 160, "MB", idle, Cells.MEGABYTES),
                atMost(12, "memory after load at -Xmx256m", 450, 350, "MB", loaded, Cells.MEGABYTES));
    }

    /** Each list with 100,000 sessions stored ÷ with 5,000: the worst of them counts. */
    private List<Row> growth() {
        List<Row> rows = new ArrayList<>();
        for (String[] list : new String[][] {
            {"sessions of a week", "/sessions?week_key=2016.03"}, {"sessions of a project", "/sessions?project_id=project-7"},
            {"sessions of a status", "/sessions?status=doing"}, {"sessions from a day on", "/sessions?scheduled_date_from=2016-02-01"},
            {"milestones by date", "/milestones?sort=target_date"}, {"projects", "/projects"}, {"events", "/events?limit=50"},
            {"events of a project", "/events?limit=50&project_id=%s"}, {"dashboard of a week", "/weeks/2016.03"}}) {
            Cell many = list("many stored: " + list[0], World.STORED, list[1]);
            Cell few = list("few stored: " + list[0], World.FEW, list[1]);
            rows.add(rates(13, list[0] + ", many stored ÷ few", 0.70, 0.90, many, few));
        }
        return rows;
    }

    private Cell list(String name, int stored, String path) {
        return cells.brief().load(name, () -> new Clients(world.steward("steward with " + stored, stored, Map.of()), CONNECTIONS,
                World.get(world.sqlite(stored), API + path.formatted(world.sqlite(stored).projects().get(7)))));
    }

    private List<Row> besideOthers() {
        Cell fastifyGet = cells.load("Fastify: GET", () -> new Clients(world.fastify(), CONNECTIONS, World.getSession(seed(), API)));
        Cell fastifyCreate = cells.load("Fastify: create", () -> new Clients(world.fastify(), CONNECTIONS, World.create(seed(), API + "/sessions")));
        Cell springGet = cells.load("Spring: GET", () -> new Clients(world.spring(), CONNECTIONS, World.getSession(seed(), API)));
        Cell springCreate = cells.load("Spring: create", () -> new Clients(world.spring(), CONNECTIONS, World.create(seed(), API + "/sessions")));
        return List.of(
                rates(14, "create ÷ Fastify + better-sqlite3", 1.5, 2.5, create(), fastifyCreate),
                rates(14, "GET ÷ Fastify + better-sqlite3", 1, 1.3, get(), fastifyGet),
                rates(14, "create ÷ Spring Boot + JdbcClient", 3, 5, create(), springCreate),
                rates(14, "GET ÷ Spring Boot + JdbcClient", 1.5, 3, get(), springGet));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new BenchmarkException("Interrupted", e);
        }
    }

    private Seed seed() {
        return world.sqlite(World.STORED);
    }

    private Server steward() {
        return world.steward("steward", World.STORED, Map.of());
    }

    private Server limit() {
        return world.limit();
    }

    private Server stewardOnPostgres() {
        return world.stewardOnPostgres();
    }

    private Server limitOnPostgres() {
        return world.limitOnPostgres();
    }
}
