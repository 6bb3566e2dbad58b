package dev.steward.migrations;

import java.util.List;
import java.util.Set;

/**
 * A table as its change sets describe it, for whoever copies rows and must not know the entities.
 *
 * @param columns in the order of the table
 * @param key columns of the primary key; ordered by them, both databases give the same order
 * @param parents tables that its foreign keys name
 */
public record Table(String name, List<Column> columns, List<String> key, Set<String> parents) {

    /** What a column holds, whatever each database calls it. */
    public enum Kind {
        TEXT, UUID, INSTANT, DATE, JSON, BOOL, WHOLE, REAL
    }

    public record Column(String name, Kind kind) {
    }
}
