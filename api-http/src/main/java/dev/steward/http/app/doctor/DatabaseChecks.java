package dev.steward.http.app.doctor;

import dev.steward.application.workspace.TokenText;
import dev.steward.http.app.FirstStart;
import dev.steward.jdbc.inspect.JdbcInspection;
import dev.steward.jdbc.inspect.JdbcInspection.Token;
import dev.steward.migrations.Table;
import dev.steward.migrations.TableCatalog;
import dev.steward.postgres.PostgresInspection;
import dev.steward.sqlite.SqliteInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the database says when it is asked. */
final class DatabaseChecks {

    private static final Duration UNUSED = Duration.ofDays(90);
    private static final Duration EXPIRED = Duration.ofDays(30);
    private static final Duration ANSWERS = Duration.ofDays(2);
    private static final Duration JOBS = Duration.ofDays(2);
    private static final long MANY_ANSWERS = 1_000;
    private static final int LONG_MINUTES = 15;
    private static final String RESTORE = "Stop the server, keep a copy of the file, and bring back the newest verified backup: 'steward backup list', 'steward backup restore NAME'.";

    private final JdbcInspection database;
    private final Path dataDir;
    private final Instant now;

    private final WebhookChecks webhooks;

    DatabaseChecks(JdbcInspection database, Path dataDir, Map<String, String> environment, Instant now) {
        this.database = database;
        this.webhooks = new WebhookChecks(database, dataDir, environment, now);
        this.dataDir = dataDir;
        this.now = now;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        switch (database) {
            case SqliteInspection sqlite -> {
                checks.add(new Check("integrity", () -> integrity(sqlite)));
                checks.add(new Check("foreign keys", () -> foreignKeys(sqlite)));
            }
            case PostgresInspection postgres -> {
                checks.add(new Check("server", () -> List.of(Finding.ok("server", postgres.users() + " servers or commands use the database."))));
                checks.add(new Check("integrity", () -> integrity(postgres)));
                checks.add(new Check("isolation", () -> isolation(postgres)));
                checks.add(new Check("connections", () -> connections(postgres)));
                checks.add(new Check("vacuum", () -> vacuum(postgres)));
                checks.add(new Check("durability", () -> durability(postgres)));
                checks.add(new Check("transactions", () -> transactions(postgres)));
                checks.add(new Check("clock", () -> serverClock(postgres)));
            }
            default -> throw new IllegalStateException(database.getClass().getName());
        }
        checks.add(new Check("schema", this::schema));
        checks.add(new Check("events", this::events));
        checks.add(new Check("tokens", this::tokens));
        checks.add(new Check("answers", this::answers));
        checks.add(new Check("housekeeping", this::housekeeping));
        checks.add(new Check("webhooks", () -> has("webhook") ? webhooks.queue() : List.of()));
        checks.add(new Check("secrets", () -> has("webhook") ? webhooks.secrets() : List.of()));
        return checks;
    }

    private static List<Finding> integrity(SqliteInspection sqlite) {
        String remedy = RESTORE + " Look at the disk.";
        try {
            List<String> damage = sqlite.damage();
            return List.of(damage.isEmpty() ? Finding.ok("integrity", "Every page, row and index of the database file is sound.")
                    : Finding.problem("integrity", "The database file is damaged: " + FileChecks.some(damage) + ".", "Data may be lost or wrong, and more of it with every write.", remedy));
        } catch (SQLException e) {
            return List.of(Finding.problem("integrity", "The database file cannot be read: " + e.getMessage() + ".", "It is damaged, or not a database.", remedy));
        }
    }

    private static List<Finding> foreignKeys(SqliteInspection sqlite) throws SQLException {
        List<String> broken = sqlite.brokenKeys();
        return List.of(broken.isEmpty() ? Finding.ok("foreign keys", "Every row that another one names is there.")
                : Finding.problem("foreign keys", "Rows are missing that others name: " + FileChecks.some(broken) + ".",
                        "Another program changed the file, or it was damaged. Such rows cannot be shown or changed, and no backup of them verifies.", RESTORE));
    }

    private List<Finding> schema() throws SQLException {
        List<String> applied = database.changeSets();
        List<Finding> findings = new ArrayList<>();
        database.unfinishedCopy().ifPresent(origin -> findings.add(Finding.problem("schema", "The database is an unfinished copy of " + origin + ".",
                "Rows are missing, so no server starts on it.", "Run the same 'steward move' or 'steward backup restore' again, or use a new database.")));
        database.schemaLock().ifPresent(by -> findings.add(Finding.warning("schema", "A migration is running, or one was killed: the schema is locked by " + by + ".",
                "Until the lock is gone, no server starts.", "If no migration runs: UPDATE databasechangeloglock SET locked = " + (database instanceof SqliteInspection ? "0" : "FALSE"))));
        List<String> pending = new ArrayList<>(TableCatalog.changeSets(database instanceof SqliteInspection ? "sqlite" : "postgresql"));
        pending.removeAll(applied);
        if (applied.isEmpty()) {
            findings.add(Finding.problem("schema", "Steward has never been in this database.", "It holds no data.", "Check --db. 'steward serve' makes the schema."));
        } else if (!pending.isEmpty()) {
            findings.add(Finding.warning("schema", pending.size() + " change sets are pending: " + FileChecks.some(pending) + ".", "The database is older than this program.",
                    "'steward serve' or 'steward migrate' brings it up to date, after a verified backup."));
        }
        List<String> unknown = List.copyOf(TableCatalog.unknown(applied));
        if (!unknown.isEmpty()) {
            findings.add(Finding.problem("schema", "The database has change sets that this program lacks: " + FileChecks.some(unknown) + ".",
                    "It was made by a newer Steward. This one does not start on it.", "Use that version, or restore a backup from before the upgrade."));
        }
        return Check.orElse(findings, Finding.ok("schema", "All " + applied.size() + " change sets are applied."));
    }

    /** Without it nothing can be asked about it; that it is missing is what the check of the schema says. */
    private boolean has(String table) throws SQLException {
        return TableCatalog.of(database.changeSets()).stream().map(Table::name).anyMatch(table::equals);
    }

    private List<Finding> events() throws SQLException {
        if (!has("event")) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Optional<Instant> newest = database.newestEvent();
        newest.filter(at -> at.isAfter(now.plus(Doctor.CLOCK_TOLERANCE))).ifPresent(at -> findings.add(Doctor.clockBehind("the newest event", at, now)));
        List<String> behind = database.sequencesBehind();
        if (!behind.isEmpty()) {
            findings.add(Finding.problem("events", "The numbers of events are behind in the workspaces " + FileChecks.some(behind) + ".",
                    "The next write there is refused, because its event would take a number that is taken.", RESTORE));
        }
        return Check.orElse(findings, Finding.ok("events", newest.map(at -> "The newest event is of " + at + ".").orElse("There are no events yet.")));
    }

    private List<Finding> tokens() throws SQLException, IOException {
        if (!has("api_token")) {
            return List.of();
        }
        List<Token> all = database.tokens();
        List<Finding> findings = new ArrayList<>();
        String revoke = "'steward token revoke ID' those that nobody needs.";
        tokens(all, token -> token.validAt(now) && token.admin() && token.expiresAt() == null).ifPresent(names -> findings.add(Finding.warning("tokens",
                "Admin tokens that never expire: " + names + ".", "Whoever gets hold of one may do everything, for ever.",
                "Make one that expires, 'steward token create --name N --scope admin --expires 90d', use it, and revoke the old one.")));
        tokens(all, token -> token.validAt(now) && (token.lastUsedAt() == null ? token.createdAt() : token.lastUsedAt()).isBefore(now.minus(UNUSED)))
                .ifPresent(names -> findings.add(Finding.warning("tokens", "Not used for more than 90 days: " + names + ".", "A key that nobody misses is one that nobody watches.", revoke)));
        tokens(all, token -> token.revokedAt() == null && token.expiresAt() != null && token.expiresAt().isBefore(now.minus(EXPIRED)))
                .ifPresent(names -> findings.add(Finding.warning("tokens", "Expired for more than 30 days and not revoked: " + names + ".",
                        "They open nothing, unless the clock is set back.", revoke)));
        Path file = dataDir.resolve(FirstStart.TOKEN_FILE);
        if (Files.isRegularFile(file)) {
            Optional<String> hash = TokenText.parse(Files.readString(file).strip()).map(TokenText::hash);
            Optional<Token> kept = all.stream().filter(token -> hash.filter(token.secretHash()::equals).isPresent() && token.validAt(now)).findFirst();
            if (kept.isEmpty()) {
                findings.add(Finding.warning("tokens", "The key in " + file + " opens nothing here.", "It was revoked, has expired, or is of another installation.", "rm " + file));
            } else if (all.stream().anyMatch(token -> token.admin() && token.validAt(now) && token.workspace().equals(kept.get().workspace()) && !token.id().equals(kept.get().id()))) {
                findings.add(Finding.warning("tokens", file + " is still there, though there are other admin tokens.", "Whoever reads the file may do everything.",
                        "rm " + file + ", and 'steward token revoke " + kept.get().id() + "' when nothing uses it."));
            }
        }
        return Check.orElse(findings, Finding.ok("tokens", all.size() + " tokens, none forgotten."));
    }

    /** Names and ids; the secret itself is not even in the database. */
    private static Optional<String> tokens(List<Token> all, Predicate<Token> chosen) {
        List<String> names = all.stream().filter(chosen).map(token -> "'" + token.name().replaceAll("\\p{Cntrl}", " ") + "' of " + token.workspace() + " (" + token.id() + ")").toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(FileChecks.some(names));
    }

    private List<Finding> answers() throws SQLException {
        if (!has("stored_answer")) {
            return List.of();
        }
        long old = database.answersBefore(now.minus(ANSWERS));
        return List.of(old <= MANY_ANSWERS ? Finding.ok("answers", old + " stored answers are older than two days.")
                : Finding.warning("answers", old + " stored answers are older than two days.", "They are kept for retried requests and should be gone after a day; they take space.",
                        "A running server deletes them once a day. If none runs, start one; if one does, its log says why it failed."));
    }

    /** A server does it daily, so an installation in which nobody did it is one without a server, or one whose server fails at it. */
    private List<Finding> housekeeping() throws SQLException {
        if (!has("recurring_job")) {
            return List.of();
        }
        Optional<Instant> done = database.housekeepingDone();
        boolean late = done.or(this::since).map(at -> at.isBefore(now.minus(JOBS))).orElse(false);
        return List.of(late ? Finding.warning("housekeeping", "Old events and answers were " + done.map(at -> "last forgotten at " + at).orElse("never forgotten") + ".",
                "A server does that once a day. Until then they take space.", "If a server runs, its log says why it fails; else start one.")
                : Finding.ok("housekeeping", done.map(at -> "Old events and answers were forgotten at " + at + ".").orElse("There was nothing to forget yet.")));
    }

    private Optional<Instant> since() {
        try {
            return database.since();
        } catch (SQLException e) {
            return Optional.empty(); // another check says that it cannot be read
        }
    }

    private static List<Finding> integrity(PostgresInspection postgres) throws SQLException {
        List<String> invalid = postgres.invalid();
        return List.of(invalid.isEmpty() ? Finding.ok("integrity", "All indexes and constraints hold.")
                : Finding.problem("integrity", "Not in force: " + FileChecks.some(invalid) + ".", "Rows may break the rules, and queries are slow.",
                        "REINDEX the index, VALIDATE the constraint, and report what they say."));
    }

    private List<Finding> isolation(PostgresInspection postgres) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        List<String> open = postgres.unprotected(TableCatalog.of(database.changeSets()).stream().map(Table::name).toList());
        if (!open.isEmpty()) {
            findings.add(Finding.problem("isolation", "Row-level security does not protect " + FileChecks.some(open) + ".",
                    "One mistake in a query would show the rows of one tenant to another.", "As the owner, run CALL steward_protect('" + open.getFirst() + "') and so on for each."));
        }
        if (!database.changeSets().isEmpty() && !postgres.hasRole()) {
            findings.add(Finding.problem("isolation", "There is no role steward_app.", "Every request would fail.", "CREATE ROLE steward_app NOLOGIN, then restore its grants from a backup of the roles."));
        }
        List<String> privileges = postgres.privileges();
        if (!privileges.isEmpty()) {
            boolean serious = privileges.stream().anyMatch(what -> what.contains("superuser") || what.contains("bypasses") || what.contains("owns tables"));
            String what = "The role steward_app " + String.join(", ", privileges) + ".";
            String remedy = "ALTER ROLE steward_app NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOLOGIN; REASSIGN OWNED BY steward_app to the owner of the schema.";
            findings.add(serious ? Finding.problem("isolation", what, "Row-level security does not bind it, so tenants are not apart.", remedy)
                    : Finding.warning("isolation", what, "It needs none of that.", remedy));
        }
        return Check.orElse(findings, Finding.ok("isolation", "Row-level security is on for every table, and the role of the requests owns nothing."));
    }

    private static List<Finding> connections(PostgresInspection postgres) throws SQLException {
        long used = postgres.connections();
        long most = postgres.maxConnections();
        String what = used + " of " + most + " connections are in use.";
        String remedy = "Raise max_connections, put a pooler in front of other programs, or run fewer servers.";
        return List.of(used * 100 > most * 95 ? Finding.problem("connections", what, "Servers are about to be refused.", remedy)
                : used * 100 > most * 80 ? Finding.warning("connections", what, "Another server or a peak may be refused.", remedy) : Finding.ok("connections", what));
    }

    private static List<Finding> vacuum(PostgresInspection postgres) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        List<String> off = postgres.vacuumSettingsOff();
        if (!off.isEmpty()) {
            findings.add(Finding.warning("vacuum", "Off for the server: " + String.join(", ", off) + ".", "Tables grow without end and plans get worse.",
                    "ALTER SYSTEM SET autovacuum = on; ALTER SYSTEM SET track_counts = on; SELECT pg_reload_conf();"));
        }
        List<String> tables = postgres.tablesWithoutVacuum();
        if (!tables.isEmpty()) {
            findings.add(Finding.warning("vacuum", "Autovacuum is off for " + FileChecks.some(tables) + ".", "They grow without end and plans get worse.",
                    "ALTER TABLE " + tables.getFirst() + " RESET (autovacuum_enabled), and so on for each."));
        }
        return Check.orElse(findings, Finding.ok("vacuum", "Autovacuum is on."));
    }

    private static List<Finding> durability(PostgresInspection postgres) throws SQLException {
        List<String> off = postgres.durabilitySettingsOff();
        return List.of(off.isEmpty() ? Finding.ok("durability", "An acknowledged write survives a crash of the database server.")
                : Finding.warning("durability", "Off for the server: " + String.join(", ", off) + ".", "Acknowledged writes, or all data, may be lost when the machine goes down.",
                        "Set them to on, unless this is a trial."));
    }

    private List<Finding> transactions(PostgresInspection postgres) throws SQLException {
        List<String> open = postgres.transactionsSince(now.minus(Duration.ofMinutes(LONG_MINUTES)));
        return List.of(open.isEmpty() ? Finding.ok("transactions", "None is open for more than " + LONG_MINUTES + " minutes.")
                : Finding.warning("transactions", "Open for more than " + LONG_MINUTES + " minutes: " + FileChecks.some(open) + ".",
                        "Vacuum cannot clean up behind them, and their locks may hold others up.", "Find out who that is; SELECT pg_terminate_backend(PROCESS) ends one."));
    }

    private List<Finding> serverClock(PostgresInspection postgres) throws SQLException {
        Duration apart = Duration.between(Instant.ofEpochMilli(postgres.clock()), now).abs();
        return apart.compareTo(Doctor.CLOCK_TOLERANCE) <= 0 ? List.of()
                : List.of(Finding.warning("clock", "The clocks of this machine and of PostgreSQL are " + apart.toMinutes() + " minutes apart.",
                        "One of them is wrong.", "Let both be kept right (timedatectl set-ntp true)."));
    }
}
