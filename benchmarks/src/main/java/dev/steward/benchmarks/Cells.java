package dev.steward.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The kinds of measurement. What they need is made when they warm up, so that rows that are not asked for cost nothing. */
final class Cells {

    /** Answers in a second. */
    static final String RATE = ", requests/s";
    /** Of 100 answers, 99 came sooner. */
    static final String P99 = ", p99 ms";
    static final String MEGABYTES = ", MB";
    static final String MILLIS = ", ms";

    /** Of the server's process for one answer. */
    static final String CPU = ", CPU µs";
    /** Over so many seconds a rate that does not rise by more than this any more is what the JVM's compilers can make of it. */
    private static final int SECONDS = 5;
    private static final double RISE = 1.05;

    private static final int PATIENCE = 10;
    /** Before each measurement: what was paused for minutes finds its files no longer in the system's memory. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Duration duration;
    private final Duration warmUp;

    Cells(Duration duration, Duration warmUp) {
        this.duration = duration;
        this.warmUp = warmUp;
    }

    /** The same, a third as long: for rows with many measurements. */
    Cells brief() {
        return new Cells(duration.dividedBy(3), warmUp.dividedBy(3));
    }

    /**
     * The same, warmed up longer: claims that come together run much of their code once for many, so it is compiled late; and beside a PostgreSQL that works as
     * hard as the server, the compilers get little of the machine.
     *
     * @param times how much longer
     */
    Cells patient(int times) {
        return new Cells(duration, warmUp.multipliedBy(times));
    }

    /** One kind of request from so many clients. */
    Row.Cell load(String name, Supplier<Load.Clients> clients) {
        return together(name, List.of(""), () -> List.of(clients.get()));
    }

    private static boolean steady(List<Double> rates) {
        int now = rates.size() - SECONDS;
        return now >= SECONDS && best(rates.subList(now, rates.size())) < RISE * best(rates.subList(now - SECONDS, now));
    }

    private static double best(List<Double> rates) {
        return rates.stream().mapToDouble(rate -> rate).max().orElseThrow();
    }

    /** Several kinds at once; each one's values are under {@code name + its own}. */
    Row.Cell together(String name, List<String> kinds, Supplier<List<Load.Clients>> clients) {
        return new Row.Cell() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void warmUp() {
                List<Double> rates = new ArrayList<>();
                for (int second = 0; second < warmUp.toSeconds() || second < PATIENCE * warmUp.toSeconds() && !steady(rates); second++) {
                    rates.add(Load.run(clients.get(), Duration.ofSeconds(1)).stream().mapToDouble(Load.Result::rate).sum());
                }
            }

            @Override
            public void measure(Round round) {
                Load.run(clients.get(), AGAIN);
                List<Load.Result> results = Load.run(clients.get(), duration);
                if (results.stream().anyMatch(result -> result.rate() == 0)) {
                    results = Load.run(clients.get(), duration.multipliedBy(PATIENCE)); // a busy moment should not end a run of an hour
                }
                for (int i = 0; i < results.size(); i++) {
                    if (results.get(i).rate() == 0) {
                        throw new BenchmarkException(name + kinds.get(i) + ": no answer came in " + duration.toMillis() * PATIENCE + " ms; the machine is too busy to measure anything");
                    }
                    round.put(name + kinds.get(i) + RATE, results.get(i).rate());
                    round.put(name + kinds.get(i) + P99, results.get(i).p99Millis());
                    round.put(name + kinds.get(i) + CPU, results.get(i).cpuMicros());
                }
            }
        };
    }

    /** Claims by statements alone. */
    Row.Cell rawClaims(String name, World world, int waiting) {
        return new Row.Cell() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void warmUp() {
                rate(Duration.ofSeconds(1));
            }

            @Override
            public void measure(Round round) {
                rate(AGAIN);
                round.put(name + RATE, rate(duration));
            }

            private double rate(Duration duration) {
                return RawClaims.rate(world.postgres().orElseThrow(), world.planOnPostgres(waiting).seed().workspace(), duration);
            }
        };
    }

    /** Creates of 32 clients while so many event streams are open, and how much more memory the process takes than before they were. */
    Row.Cell streams(World world, String name, int count) {
        return new Row.Cell() {
            @Override
            public String name() {
                return name;
            }

            private Load.Clients clients() {
                Seed seed = world.sqlite(World.STORED);
                return new Load.Clients(world.steward("steward streams", World.STORED, Map.of()), 32, World.create(seed, "/api/v1/sessions"));
            }

            @Override
            public void warmUp() {
                for (int second = 0; second < warmUp.toSeconds(); second++) {
                    Load.run(clients(), Duration.ofSeconds(1));
                }
            }

            @Override
            public void measure(Round round) {
                Load.Clients clients = clients();
                Load.run(clients, AGAIN);
                double before = clients.server().residentMegabytes();
                try (Streams streams = new Streams(clients.server(), world.sqlite(World.STORED), count)) {
                    Load.Result result = Load.run(clients, duration);
                    round.put(name + RATE, result.rate());
                    round.put(name + P99, result.p99Millis());
                    round.put(name + ", streams left", streams.open());
                    round.put(name + MEGABYTES, Math.max(0, clients.server().residentMegabytes() - before));
                }
            }
        };
    }

    /** From the start of a process to its first 200. */
    Row.Cell start(World world, String name, String javaOptions) {
        return new Row.Cell() {
            private final List<Path> data = new ArrayList<>();

            @Override
            public String name() {
                return name;
            }

            @Override
            public void warmUp() {
                data.add(world.copy(name, World.FEW));
                start();
            }

            @Override
            public void measure(Round round) {
                round.put(name + MILLIS, start());
            }

            private double start() {
                try (Server server = world.startSteward(name, data.getFirst(), Map.of("STEWARD_JAVA_OPTIONS", javaOptions))) {
                    return server.startMillis();
                }
            }
        };
    }

    /** What a new process takes of the memory, after that was done with it. */
    Row.Cell memory(World world, String name, String javaOptions, BiConsumer<Seed, Server> use) {
        return new Row.Cell() {
            private final List<Path> data = new ArrayList<>();

            @Override
            public String name() {
                return name;
            }

            @Override
            public void warmUp() {
                data.add(world.copy(name, World.STORED));
            }

            @Override
            public void measure(Round round) {
                try (Server server = world.startSteward(name, data.getFirst(), Map.of("STEWARD_JAVA_OPTIONS", javaOptions))) {
                    use.accept(world.sqlite(World.STORED), server);
                    round.put(name + MEGABYTES, server.residentMegabytes());
                }
            }
        };
    }
}
