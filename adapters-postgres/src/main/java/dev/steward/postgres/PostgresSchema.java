package dev.steward.postgres;

import dev.steward.migrations.MigrationException;
import dev.steward.migrations.Migrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;

/** The schema of a PostgreSQL database. One process at a time works on it; others wait, and then find it done. */
public final class PostgresSchema {

    /** Any number will do, as long as every version of Steward takes the same. */
    private static final long LOCK = 8_484_001L;

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final PostgresSettings settings;

    public PostgresSchema(PostgresSettings settings) {
        this.settings = settings;
    }

    /** @throws MigrationException with a sentence for the operator */
    public <R> R with(Function<Migrations, R> work) {
        try (Connection connection = new PostgresConnections(settings).open(); Statement statement = connection.createStatement()) {
            requireUnicode(statement);
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")"); // until the connection closes
            return work.apply(new Migrations(connection));
        } catch (SQLException e) {
            throw new MigrationException(PostgresConnections.sentence(e), e);
        } catch (MigrationException e) {
            throw lacksPrivilege(e) ? new MigrationException(e.getMessage() + System.lineSeparator() + forAdministrator(), e) : e;
        }
    }

    private static void requireUnicode(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW server_encoding")) {
            if (row.next() && !row.getString(1).equals("UTF8")) {
                throw new MigrationException("The PostgreSQL database has the encoding " + row.getString(1)
                        + ", which does not hold every text; make it anew with createdb --encoding UTF8 --template template0.");
            }
        }
    }

    private static boolean lacksPrivilege(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && INSUFFICIENT_PRIVILEGE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private String forAdministrator() {
        String user = '"' + settings.user().replace("\"", "\"\"") + '"';
        return """
                The user %1$s lacks a privilege. Let an administrator run this in the database, then start again:
                  CREATE ROLE steward_app NOLOGIN;  -- unless it exists
                  GRANT steward_app TO %1$s;
                  GRANT USAGE, CREATE ON SCHEMA public TO %1$s;""".formatted(user);
    }
}
