package dev.steward.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that says on which port it listens, in a line with {@code listens on http://…:PORT}. */
final class Server implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("listens on http://\\S+:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Child child;
    private final int port;
    private final double startMillis;

    private Server(Child child, int port, double startMillis) {
        this.child = child;
        this.port = port;
        this.startMillis = startMillis;
    }

    /** Waits until a GET of {@code ready} is answered with 200. */
    static Server start(String name, Path work, List<String> command, Map<String, String> environment, String ready) {
        Path log = work.resolve(name.replace(' ', '-') + ".log");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("STEWARD_") && !key.equals("STEWARD_JAVA_HOME"));
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        try {
            Child child = Child.start(builder);
            int port = port(name, child.process(), log, start);
            while (!answers(port, ready)) {
                requireAlive(name, child.process(), log, start);
                Thread.sleep(5);
            }
            return new Server(child, port, (System.nanoTime() - start) / 1e6);
        } catch (IOException e) {
            throw new BenchmarkException(name + " cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new BenchmarkException("Interrupted", e);
        }
    }

    private static int port(String name, Process process, Path log, long start) throws IOException, InterruptedException {
        while (true) {
            Matcher said = PORT.matcher(Files.readString(log));
            if (said.find()) {
                return Integer.parseInt(said.group(1));
            }
            requireAlive(name, process, log, start);
            Thread.sleep(5);
        }
    }

    private static void requireAlive(String name, Process process, Path log, long start) throws IOException {
        if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
            process.destroy();
            throw new BenchmarkException(name + " did not start:\n" + Files.readString(log));
        }
    }

    private static boolean answers(int port, String path) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** From the start of the process to the first 200. */
    double startMillis() {
        return startMillis;
    }

    /** Of the process in memory now. */
    double residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + child.process().pid() + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow() / 1024.0;
        } catch (IOException e) {
            throw new BenchmarkException("The memory of a process is read from /proc, which this system does not have: " + e.getMessage(), e);
        }
    }

    /** What the process has worked so far. */
    double cpuSeconds() {
        return child.process().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    void pause() {
        child.pause();
    }

    void resume() {
        child.resume();
    }

    @Override
    public void close() {
        child.end();
        try {
            if (!child.process().waitFor(20, TimeUnit.SECONDS)) {
                child.process().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
