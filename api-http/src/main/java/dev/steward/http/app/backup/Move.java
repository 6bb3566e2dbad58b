package dev.steward.http.app.backup;

import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.JdbcSink;
import dev.steward.jdbc.copy.JdbcSource;
import dev.steward.migrations.Table;
import dev.steward.migrations.TableCatalog;
import java.util.List;
import java.util.Set;

/** Copies everything from one database into another, new one. The one it comes from is only read. */
public final class Move {

    private final Database from;
    private final Database to;

    public Move(Database from, Database to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Run again after being killed, it goes on with the first table that is not there in full.
     *
     * @return the tables, all of which are the same on both sides now
     * @throws CopyException when either database is in use, the source is no database of this version, or the target is not empty
     */
    public List<Table> run(JdbcSink.Progress progress) {
        if (from.location().equals(to.location())) {
            throw new CopyException("--from and --to are the same database: " + from.location() + ".");
        }
        try (CopyableDatabase.Use reading = from.copies().useAlone();
                CopyableDatabase.Use writing = to.copies().useAlone();
                JdbcSource source = from.copies().snapshot()) {
            requireWhole(source);
            to.requireEmpty();
            to.withSchema(migrations -> {
                migrations.update();
                return true;
            });
            try (JdbcSource empty = to.copies().snapshot()) {
                if (!empty.tables().equals(source.tables())) {
                    throw new CopyException("The schema of " + from.location() + " is older than this program; run 'steward migrate' on it first. Nothing was copied.");
                }
            }
            try (JdbcSink sink = to.copies().sink()) {
                sink.fill(source.tables(), source, from.location(), progress);
            }
            return source.tables();
        }
    }

    private void requireWhole(JdbcSource source) {
        if (source.changeSets().isEmpty()) {
            throw new CopyException(from.location() + " is not a database of Steward's; check --from.");
        }
        Set<String> unknown = TableCatalog.unknown(source.changeSets());
        if (!unknown.isEmpty()) {
            throw new CopyException(from.location() + " was made by a newer Steward: it has the change sets " + String.join(", ", unknown) + ". Move it with that version.");
        }
        from.copies().unfinishedCopy().ifPresent(origin -> {
            throw new CopyException(from.location() + " holds an unfinished copy of " + origin + ", so it is not whole.");
        });
    }
}
