package dev.steward.postgres;

import dev.steward.migrations.MigrationException;
import dev.steward.migrations.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;

/** The schema of a PostgreSQL database. One process at a time works on it; others wait, and then find it done. */
public final class PostgresSchema {

    /** Any number will do, as long as every version of Steward takes the same. */
    private static final long LOCK = 8_484_001L;

    private final PostgresSettings settings;

    public PostgresSchema(PostgresSettings settings) {
        this.settings = settings;
    }

    /** @throws MigrationException with a sentence for the operator */
    public <R> R with(Function<Migrations, R> work) {
        try (Connection connection = new PostgresConnections(settings).open(); Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")"); // until the connection closes
            return work.apply(new Migrations(connection));
        } catch (SQLException e) {
            throw new MigrationException("The PostgreSQL database cannot be used: " + e.getMessage(), e);
        }
    }
}
