package dev.steward.sqlite;

import dev.steward.jdbc.LockFile;
import dev.steward.migrations.MigrationException;
import dev.steward.migrations.Migrations;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** The schema of a database file. One process at a time works on it; others wait, and then find it done. */
public final class SqliteSchema {

    private final SqliteSettings settings;

    public SqliteSchema(SqliteSettings settings) {
        this.settings = settings;
    }

    /** @throws MigrationException with a sentence for the operator */
    public <R> R with(Function<Migrations, R> work) {
        Path lockFile = settings.file().resolveSibling(settings.file().getFileName() + ".lock");
        try {
            return LockFile.<R, SQLException>holding(lockFile, () -> {
                try (Connection connection = new SqliteConnections(settings).plain()) {
                    R result = work.apply(new Migrations(connection));
                    new SqliteStatistics(connection).write();
                    return result;
                }
            });
        } catch (IOException e) {
            throw new MigrationException("The file " + lockFile + ", which guards the database, cannot be written: the folder must exist and "
                    + "belong to the user that runs Steward (" + e + ")", e);
        } catch (SQLException e) {
            throw new MigrationException("The database file " + settings.file() + " cannot be used: " + e.getMessage(), e);
        }
    }
}
