package dev.steward.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The table, and below it what its ratios were made of. */
final class Report {

    private static final String BEGIN = "<!-- made by benchmarks/run -->";
    private static final String END = "<!-- /made by benchmarks/run -->";

    private final List<Row> rows;
    private final List<Round> rounds;
    private final Map<String, String> failures;
    private final World world;
    private final String load;
    private final String how;

    /** @param failures the cells that could not be measured, and why */
    Report(List<Row> rows, List<Round> rounds, Map<String, String> failures, World world, String load, String how) {
        this.rows = rows;
        this.rounds = rounds;
        this.failures = failures;
        this.world = world;
        this.load = load;
        this.how = how;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(LocalDate.now()).append("; ").append(machine()).append("; ").append(how).append(".\n\n")
                .append("| # | what | measured, median (least–most) | must | aim | reached |\n|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            Optional<String> failed = row.needs().stream().map(Row.Cell::name).filter(failures::containsKey).findFirst();
            if (failed.isPresent()) {
                text.append("| %d | %s | not measured: %s: %s | %s | %s | **missed** |%n".formatted(row.number(), row.what(), failed.get(), failures.get(failed.get()),
                        figure(row.must()), figure(row.aim())));
                continue;
            }
            double[] values = rounds.stream().mapToDouble(row.value()).sorted().toArray();
            String unit = row.unit().isEmpty() ? "" : " " + row.unit();
            text.append("| %d | %s | %s (%s–%s)%s | %s%s | %s%s | %s |%n".formatted(row.number(), row.what(), figure(median(values)), figure(values[0]),
                    figure(values[values.length - 1]), unit, figure(row.must()), unit, figure(row.aim()), unit, row.verdict(median(values))));
        }
        if (world.postgres().isEmpty()) {
            text.append("\nThere is no PostgreSQL 15 or newer on this machine, so rows 7, 8 and 22 were not measured.\n");
        }
        text.append("\n<details><summary>What the ratios are made of: medians</summary>\n\n| | |\n|---|---|\n");
        for (String name : new TreeSet<>(rounds.getFirst().names())) {
            double[] values = rounds.stream().filter(round -> round.names().contains(name)).mapToDouble(round -> round.get(name)).sorted().toArray();
            text.append("| ").append(name).append(" | ").append(figure(median(values))).append(" |\n");
        }
        return text.append("\n</details>").toString();
    }

    /** Replaces the last table in the file. */
    void write(Path file) {
        try {
            String all = Files.readString(file);
            Files.writeString(file, all.substring(0, all.indexOf(BEGIN) + BEGIN.length()) + "\n" + text() + "\n" + all.substring(all.indexOf(END)));
        } catch (IOException e) {
            throw new BenchmarkException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores (" + first("/proc/cpuinfo", "model name") + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java " + Runtime.version().feature()
                + world.postgres().map(postgres -> ", PostgreSQL " + postgres.version()).orElse("") + ", load before " + load;
    }

    private static String first(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(name)).findFirst()
                    .map(line -> line.replaceFirst("^[^:]*:\\s*", "")).orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    /** How busy the machine is with all that runs on it. */
    static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String figure(double value) {
        return value >= 1_000 ? String.format(Locale.ROOT, "%,.0f", value)
                : value >= 20 ? String.format(Locale.ROOT, "%.0f", value)
                : value >= 3 ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
