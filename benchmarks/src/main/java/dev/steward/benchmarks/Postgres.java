package dev.steward.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the system, 15 or newer, in a folder of its own, as {@code initdb} makes it: with fsync. Or the one at
 * {@code STEWARD_BENCH_POSTGRES_URL}, whose database has to be empty.
 */
final class Postgres implements AutoCloseable {

    private static final int OLDEST = 15;

    private final String url;
    private final String user;
    private final String version;
    private final Optional<Runnable> stop;

    private Postgres(String url, String user, String version, Optional<Runnable> stop) {
        this.url = url;
        this.user = user;
        this.version = version;
        this.stop = stop;
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
        String config = output(List.of("pg_config", "--bindir"));
        if (!config.isEmpty()) {
            candidates.add(Path.of(config));
        }
        return candidates.stream().filter(bin -> Files.isExecutable(bin.resolve("initdb")) && major(bin) >= OLDEST)
                .max((one, other) -> Integer.compare(major(one), major(other)));
    }

    private static int major(Path bin) {
        String version = output(List.of(bin.resolve("postgres").toString(), "--version")).replaceFirst("^\\D*(\\d+).*", "$1");
        return version.matches("\\d+") ? Integer.parseInt(version) : 0;
    }

    private static Postgres start(Path bin, Path work) {
        Path data = work.resolve("postgres");
        try {
            Files.createDirectories(data);
            List<String> as = List.of();
            if (System.getProperty("user.name").equals("root")) { // as whom PostgreSQL refuses to run
                String other = output(List.of("id", "-u", "postgres")).isEmpty() ? "nobody" : "postgres";
                as = List.of("setpriv", "--reuid=" + other, "--regid=" + output(List.of("id", "-g", other)), "--clear-groups");
                require(List.of("chown", other, data.toString()));
                require(List.of("chmod", "a+x", work.toString()));
            }
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            require(with(as, bin.resolve("initdb").toString(), "-D", data.resolve("db").toString(), "-U", "steward", "--auth=trust", "-E", "UTF8", "--no-locale"));
            Process server = new ProcessBuilder(with(as, bin.resolve("postgres").toString(), "-D", data.resolve("db").toString(), "-p", Integer.toString(port),
                    "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + data)).redirectErrorStream(true)
                    .redirectOutput(work.resolve("postgres.log").toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
            for (int attempt = 0; ; attempt++) {
                if (!output(List.of(bin.resolve("pg_isready").toString(), "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "steward")).contains("accepting")) {
                    if (attempt == 300 || !server.isAlive()) {
                        throw new BenchmarkException("PostgreSQL did not start:\n" + Files.readString(work.resolve("postgres.log")));
                    }
                    Thread.sleep(100);
                    continue;
                }
                require(List.of(bin.resolve("createdb").toString(), "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "steward", "steward"));
                return new Postgres("jdbc:postgresql://127.0.0.1:" + port + "/steward", "steward",
                        output(List.of(bin.resolve("postgres").toString(), "--version")).replace("postgres (PostgreSQL) ", ""), Optional.of(() -> stop(server)));
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

    private static void stop(Process server) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor(); // a fast shutdown, in PostgreSQL's words
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (IOException | InterruptedException e) {
            server.destroyForcibly();
        }
    }

    private static void require(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new BenchmarkException(String.join(" ", command) + " failed:\n" + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new BenchmarkException(String.join(" ", command) + " failed: " + e.getMessage(), e);
        }
    }

    /** The output of a command, empty when it fails or does not exist. */
    private static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(process.getInputStream().readAllBytes()).strip();
            return process.waitFor() == 0 ? said : "";
        } catch (IOException | InterruptedException e) {
            return "";
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

    @Override
    public void close() {
        stop.ifPresent(Runnable::run);
    }
}
