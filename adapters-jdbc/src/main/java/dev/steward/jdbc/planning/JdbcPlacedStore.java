package dev.steward.jdbc.planning;

import dev.steward.application.planning.PlacedStore;
import dev.steward.domain.Id;
import dev.steward.domain.planning.Placed;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.JdbcStore;
import dev.steward.jdbc.LongTexts;
import dev.steward.jdbc.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A store of rows that have a place among those of the same parent. */
abstract class JdbcPlacedStore<E extends Placed<E>, R> extends JdbcStore<E, R> implements PlacedStore<E> {

    private final String table;
    private final String parent;

    /** @param parent the column that siblings share */
    JdbcPlacedStore(Jdbc jdbc, Rows<R> rows, Class<R> rowType, ToRow<E, R> toRow, Function<R, E> toEntity, String table, String parent) {
        this(jdbc, rows, rowType, toRow, toEntity, table, parent, LongTexts.NONE);
    }

    JdbcPlacedStore(Jdbc jdbc, Rows<R> rows, Class<R> rowType, ToRow<E, R> toRow, Function<R, E> toEntity, String table, String parent, LongTexts longTexts) {
        super(jdbc, rows, rowType, toRow, toEntity, longTexts);
        this.table = table;
        this.parent = parent;
    }

    /** What siblings share besides their parent, as a condition with its parameters. */
    String alike() {
        return "";
    }

    List<Object> alike(E one) {
        return List.of();
    }

    @Override
    public final int siblings(E one) {
        List<Object> parameters = new ArrayList<>(List.of(jdbc.workspace(), one.parent()));
        parameters.addAll(alike(one));
        return jdbc.query("SELECT count(*) FROM " + table + " WHERE workspace_id = ? AND " + parent + " = ?" + alike(),
                parameters, row -> row.getInt(1)).getFirst();
    }

    @Override
    public final void shift(E one, int from, int to, int by, Instant now) {
        List<Object> parameters = new ArrayList<>(List.of(by, now, jdbc.workspace(), one.parent()));
        parameters.addAll(alike(one));
        parameters.addAll(List.of(from, to));
        jdbc.update("UPDATE " + table + " SET position = position + ?, version = version + 1, updated_at = ?"
                + " WHERE workspace_id = ? AND " + parent + " = ?" + alike() + " AND position >= ? AND position < ?", parameters.toArray());
    }

    /** The sum of the versions of a project's rows. */
    final long sumOfVersions(Id<Project> project) {
        return jdbc.query("SELECT COALESCE(sum(version), 0) FROM " + table + " WHERE workspace_id = ? AND project_id = ?",
                List.of(jdbc.workspace(), project.value()), row -> row.getLong(1)).getFirst();
    }
}
