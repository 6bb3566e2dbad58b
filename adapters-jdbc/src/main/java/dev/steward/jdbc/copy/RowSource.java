package dev.steward.jdbc.copy;

import dev.steward.domain.Json;
import dev.steward.migrations.Table;
import java.util.function.Consumer;

/** Where rows come from: a database at one moment, or lines that were written from one. */
public interface RowSource {

    /** All rows of the table, ordered by its primary key. @throws CopyException when they cannot be read */
    void read(Table table, Consumer<Json.Obj> row);
}
