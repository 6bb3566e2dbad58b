package dev.steward.http.cli;

import dev.steward.http.app.Installation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code steward serve} as a process of its own, which can be killed. */
public final class ServerProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("listens on http://127\\.0\\.0\\.1:(\\d+)\\RData:");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;
    private final int port;

    private ServerProcess(Process process, Path out, Path err, int port) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.port = port;
    }

    public static ServerProcess start(Path data) throws IOException, InterruptedException {
        return start(data, Map.of(), Map.of());
    }

    /** On the database of an installation. */
    public static ServerProcess start(Installation installation) throws IOException, InterruptedException {
        return start(installation.dataDir(), environment(installation), Map.of());
    }

    /** What {@code steward serve} reads to find the installation's database. */
    public static Map<String, String> environment(Installation installation) {
        return installation.isPostgres()
                ? Map.of("STEWARD_DB_URL", installation.database(), "STEWARD_DB_USER", installation.user(), "STEWARD_DB_PASSWORD", installation.password())
                : Map.of();
    }

    /**
     * @param environment what a user sets
     * @param properties what no user sets, such as how often a timer looks
     */
    public static ServerProcess start(Path data, Map<String, String> environment, Map<String, String> properties) throws IOException, InterruptedException {
        return start(data, 0, environment, properties);
    }

    /** On a port that the caller knows before. */
    public static ServerProcess start(Path data, int port) throws IOException, InterruptedException {
        return start(data, port, Map.of(), Map.of());
    }

    private static ServerProcess start(Path data, int port, Map<String, String> environment, Map<String, String> properties) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + Archive.FILE));
        properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
        return start(data, port, environment, options);
    }

    private static List<String> java(String classPath, List<String> options) {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED", "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-Xlog:cds*=off", "-Xlog:aot*=off"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        return command;
    }

    /** The classes of the libraries, read once and then mapped by every server: each starts in half the time. */
    private static final class Archive {
        private static final String JARS = classPath(entry -> entry.endsWith(".jar"));
        /** With what is archived first; folders cannot be. */
        private static final String ALL = JARS + File.pathSeparator + classPath(entry -> !entry.endsWith(".jar"));
        private static final Path FILE = make();

        private static String classPath(Predicate<String> which) {
            return Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")).split(File.pathSeparator))
                    .filter(which).collect(Collectors.joining(File.pathSeparator));
        }

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("steward-classes-");
                Path list = folder.resolve("list");
                ServerProcess.start(folder.resolve("data"), 0, Map.of(), List.of("-XX:DumpLoadedClassList=" + list)).stop();
                Path file = folder.resolve("classes.jsa");
                new ProcessBuilder(java(JARS, List.of("-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + file)))
                        .redirectErrorStream(true).redirectOutput(folder.resolve("dump").toFile()).start().waitFor();
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static ServerProcess start(Path data, int port, Map<String, String> environment, List<String> options) throws IOException, InterruptedException {
        Path out = Files.createTempFile("steward-out", ".txt");
        Path err = Files.createTempFile("steward-err", ".txt");
        List<String> command = java(Archive.ALL, options);
        command.addAll(List.of(Main.class.getName(), "serve", "--data-dir", data.toString(), "--port", Integer.toString(port)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        Instant end = Instant.now().plus(PATIENCE);
        while (process.isAlive() && Instant.now().isBefore(end)) {
            Matcher listens = LISTENS.matcher(Files.readString(out));
            if (listens.find()) {
                return new ServerProcess(process, out, err, Integer.parseInt(listens.group(1)));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        throw new IllegalStateException("The server did not start: " + Files.readString(out) + Files.readString(err));
    }

    public int port() {
        return port;
    }

    public String printed() throws IOException {
        return Files.readString(out);
    }

    public String logged() throws IOException {
        return Files.readString(err);
    }

    /** As the machine would: kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As a service manager would: SIGTERM. Returns the exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("The server did not stop");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
