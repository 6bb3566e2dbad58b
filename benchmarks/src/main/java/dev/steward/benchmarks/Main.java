package dev.steward.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Measures the rows that are asked for in interleaved rounds, and prints the table. See {@code benchmarks/run --help}. */
final class Main {

    static final Set<Integer> ON_POSTGRES = Set.of(7, 8, 22);

    private Main() {
    }

    static void main(String[] arguments) {
        // Maven started it; who ends that wants no more of this.
        ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(1)));
        try {
            run(List.of(arguments));
        } catch (BenchmarkException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0); // the servers end with the hooks
    }

    private static void run(List<String> arguments) {
        boolean quick = arguments.contains("--quick");
        int rounds = number(arguments, "--rounds", 3);
        Duration duration = Duration.ofMillis(number(arguments, "--millis", quick ? 1_000 : 3_000));
        Set<Integer> wanted = new HashSet<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).matches("\\d+") && (i == 0 || !Set.of("--rounds", "--millis").contains(arguments.get(i - 1)))) {
                wanted.add(Integer.parseInt(arguments.get(i)));
            }
        }
        String load = Report.load(); // before the benchmark makes its own
        Path work = temporary();
        try (World world = new World(Path.of("").toAbsolutePath(), work)) {
            Cells cells = new Cells(duration, Duration.ofMillis(quick ? 2_000 : 6_000));
            List<Row> rows = new Rows(world, cells, quick ? 100_000 : 1_000_000).all().stream().filter(row -> wanted.isEmpty() || wanted.contains(row.number()))
                    .filter(row -> !ON_POSTGRES.contains(row.number()) || world.postgres().isPresent()).toList();
            Map<String, String> failures = new LinkedHashMap<>();
            List<Round> measured = measure(world, rows, rounds, failures);
            Report report = new Report(rows, measured, failures, world, load, "%d rounds of %.0f s%s".formatted(rounds, duration.toMillis() / 1000.0, quick ? ", quick" : ""));
            System.out.println(report.text());
            if (!arguments.contains("--dry")) {
                report.write(world.root().resolve("benchmarks/RESULTS.md"));
            }
        } finally {
            delete(work);
        }
    }

    /** @param failures is given the cells that could not be measured, and why; the others go on */
    private static List<Round> measure(World world, List<Row> rows, int rounds, Map<String, String> failures) {
        Map<String, Row.Cell> cells = new LinkedHashMap<>();
        rows.forEach(row -> row.needs().forEach(cell -> cells.putIfAbsent(cell.name(), cell)));
        List<Row.Cell> order = new ArrayList<>(cells.values());
        for (Row.Cell cell : order) {
            attempt(world, "warming up", cell, failures, cell::warmUp);
        }
        List<Round> measured = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Round values = new Round();
            for (Row.Cell cell : order) {
                attempt(world, "round " + round, cell, failures, () -> cell.measure(values));
            }
            measured.add(values);
            Collections.reverse(order); // so that nobody is always the one before the machine slowed down
        }
        return measured;
    }

    private static void attempt(World world, String what, Row.Cell cell, Map<String, String> failures, Runnable task) {
        if (!failures.containsKey(cell.name())) {
            System.err.println(what + ": " + cell.name());
            try {
                world.quiet();
                task.run();
            } catch (BenchmarkException e) {
                System.err.println("benchmarks: " + cell.name() + ": " + e.getMessage());
                failures.put(cell.name(), Objects.requireNonNullElse(e.getMessage(), "").lines().findFirst().orElse(""));
            }
        }
    }

    private static int number(List<String> arguments, String option, int fallback) {
        int place = arguments.indexOf(option);
        return place < 0 ? fallback : Integer.parseInt(arguments.get(place + 1));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("steward-benchmarks-");
        } catch (IOException e) {
            throw new BenchmarkException("No temporary folder can be made: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Collections.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("benchmarks: " + folder + " is left behind: " + e.getMessage());
        }
    }
}
