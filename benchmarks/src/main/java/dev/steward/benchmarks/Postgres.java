package dev.steward.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the system, 15 or newer, in a folder of its own, as {@code initdb} makes it: with fsync. Or the one at
 * {@code STEWARD_BENCH_POSTGRES_URL}, whose database has to be empty.
 */
final class Postgres implements AutoCloseable {

    private static final int OLDEST = 15;
    private static final String BUSY = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'";

    private final String url;
    private final String user;
    private final String version;
    private final Optional<Child> own;
    private boolean resting;

    private Postgres(String url, String user, String version, Optional<Child> own) {
        this.url = url;
        this.user = user;
        this.version = version;
        this.own = own;
    }

    /** Empty when there is none. */
    static Optional<Postgres> start(Path work) {
        String given = System.getenv("STEWARD_BENCH_POSTGRES_URL");
        if (given != null) {
            return Optional.of(new Postgres(given, System.getenv().getOrDefault("STEWARD_BENCH_POSTGRES_USER", "postgres"), "at STEWARD_BENCH_POSTGRES_URL", Optional.empty()));
        }
        return programs().map(bin -> start(bin, work));
    }

    private static Optional<Path> programs() {
        List<Path> candidates = new ArrayList<>();
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            versions.map(version -> version.resolve("bin")).forEach(candidates::add);
        } catch (IOException e) {
            // another system's place, or none
        }
        String config = Command.output(List.of("pg_config", "--bindir"));
        if (!config.isEmpty()) {
            candidates.add(Path.of(config));
        }
        return candidates.stream().filter(bin -> Files.isExecutable(bin.resolve("initdb")) && major(bin) >= OLDEST)
                .max((one, other) -> Integer.compare(major(one), major(other)));
    }

    private static int major(Path bin) {
        String version = Command.output(List.of(bin.resolve("postgres").toString(), "--version")).replaceFirst("^\\D*(\\d+).*", "$1");
        return version.matches("\\d+") ? Integer.parseInt(version) : 0;
    }

    private static Postgres start(Path bin, Path work) {
        Path data = work.resolve("postgres");
        try {
            Files.createDirectories(data);
            List<String> as = List.of();
            if (System.getProperty("user.name").equals("root")) { // as whom PostgreSQL refuses to run
                String other = Command.output(List.of("id", "-u", "postgres")).isEmpty() ? "nobody" : "postgres";
                as = List.of("setpriv", "--reuid=" + other, "--regid=" + Command.output(List.of("id", "-g", other)), "--clear-groups");
                Command.require(List.of("chown", other, data.toString()));
                Command.require(List.of("chmod", "a+x", work.toString()));
            }
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            Command.require(with(as, bin.resolve("initdb").toString(), "-D", data.resolve("db").toString(), "-U", "steward", "--auth=trust", "-E", "UTF8", "--no-locale"));
            Child server = Child.start(new ProcessBuilder(with(as, bin.resolve("postgres").toString(), "-D", data.resolve("db").toString(), "-p", Integer.toString(port),
                    "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + data)).redirectErrorStream(true)
                    .redirectOutput(work.resolve("postgres.log").toFile()));
            for (int attempt = 0; ; attempt++) {
                if (!Command.output(List.of(bin.resolve("pg_isready").toString(), "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "steward")).contains("accepting")) {
                    if (attempt == 300 || !server.process().isAlive()) {
                        throw new BenchmarkException("PostgreSQL did not start:\n" + Files.readString(work.resolve("postgres.log")));
                    }
                    Thread.sleep(100);
                    continue;
                }
                Command.require(List.of(bin.resolve("createdb").toString(), "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "steward", "steward"));
                return new Postgres("jdbc:postgresql://127.0.0.1:" + port + "/steward", "steward",
                        Command.output(List.of(bin.resolve("postgres").toString(), "--version")).replace("postgres (PostgreSQL) ", ""), Optional.of(server));
            }
        } catch (IOException e) {
            throw new BenchmarkException("PostgreSQL cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new BenchmarkException("Interrupted", e);
        }
    }

    private static List<String> with(List<String> as, String... command) {
        return Stream.concat(as.stream(), Stream.of(command)).toList();
    }

    private static void stop(Child child) {
        child.resume();
        Process server = child.process();
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor(); // a fast shutdown, in PostgreSQL's words
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (IOException | InterruptedException e) {
            server.destroyForcibly();
        }
    }

    String url() {
        return url;
    }

    String user() {
        return user;
    }

    String password() {
        return System.getenv().getOrDefault("STEWARD_BENCH_POSTGRES_PASSWORD", "any");
    }

    String version() {
        return version;
    }

    Connection connection() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user());
        properties.setProperty("password", password());
        properties.setProperty("stringtype", "unspecified");
        return DriverManager.getConnection(url, properties);
    }

    /**
     * Does now what it would do behind others later, once nobody is within a transaction any more: who is paused in one keeps its locks. Then one of our
     * own is paused until {@link #resume}.
     */
    void rest() {
        if (!resting) {
            try (Connection connection = connection(); Statement statement = connection.createStatement()) {
                for (int attempt = 0; attempt < 100 && busy(statement); attempt++) {
                    Thread.sleep(100);
                }
                statement.execute("VACUUM ANALYZE");
                statement.execute("CHECKPOINT");
            } catch (SQLException e) {
                // not everybody may, on one that is given
            } catch (InterruptedException e) {
                throw new BenchmarkException("Interrupted", e);
            }
            own.ifPresent(Child::pause);
            resting = true;
        }
    }

    private static boolean busy(Statement statement) throws SQLException {
        try (ResultSet sessions = statement.executeQuery(BUSY)) {
            return sessions.next() && sessions.getInt(1) > 0;
        }
    }

    void resume() {
        own.ifPresent(Child::resume);
        resting = false;
    }

    @Override
    public void close() {
        own.ifPresent(Postgres::stop);
    }
}
