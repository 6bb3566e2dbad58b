package dev.steward.benchmarks;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one round measured, by name. */
final class Round {

    private final Map<String, Double> values = new TreeMap<>();

    void put(String name, double value) {
        values.put(name, value);
    }

    double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Nothing measured " + name);
        }
        return value;
    }

    Set<String> names() {
        return values.keySet();
    }
}
