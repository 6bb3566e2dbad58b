package dev.steward.postgres;

import dev.steward.jdbc.inspect.JdbcInspection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/**
 * Looks at a PostgreSQL database in the role of the configured user, who has to own the tables, in transactions that are read
 * only, each as long as one statement.
 */
public final class PostgresInspection extends JdbcInspection {

    private PostgresInspection(Connection connection) {
        super(connection, new PostgresDialect());
    }

    public static PostgresInspection open(PostgresSettings settings) throws SQLException {
        Connection connection = new PostgresConnections(settings).open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            statement.execute("SET row_security = off"); // or rows of other tenants would be left out without a word
            statement.execute("SET lock_timeout = '5s'");
            statement.execute("SET statement_timeout = '60s'");
            return new PostgresInspection(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public long size() throws SQLException {
        return number("SELECT pg_database_size(current_database())");
    }

    /** Servers and commands that work with the database now. */
    public long users() throws SQLException {
        return number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = " + PostgresCopies.IN_USE
                + " AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    }

    /** Of these tables, those in which a request could see rows of another tenant, or none at all. */
    public List<String> unprotected(List<String> tables) throws SQLException {
        List<String> protectedOnes = texts("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND c.relrowsecurity
                  AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'workspace_only')
                  AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname <> 'workspace_only' AND p.polpermissive)""");
        return tables.stream().filter(table -> !protectedOnes.contains(table)).toList();
    }

    /** What the role of the requests has and must not have. */
    public List<String> privileges() throws SQLException {
        return texts("""
                SELECT what FROM pg_roles r, LATERAL (VALUES (r.rolsuper, 'is a superuser'), (r.rolbypassrls, 'bypasses row-level security'),
                  (r.rolcreaterole, 'may make roles'), (r.rolcreatedb, 'may make databases'), (r.rolcanlogin, 'may log in'),
                  (EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid), 'owns tables or indexes'),
                  (EXISTS (SELECT 1 FROM pg_proc p WHERE p.proowner = r.oid), 'owns functions')) AS v(has, what)
                WHERE r.rolname = 'steward_app' AND v.has""");
    }

    public boolean hasRole() throws SQLException {
        return number("SELECT count(*) FROM pg_roles WHERE rolname = 'steward_app'") > 0;
    }

    public long connections() throws SQLException {
        return number("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'");
    }

    public long maxConnections() throws SQLException {
        return number("SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int");
    }

    /** Of autovacuum and what it needs, what is off for the server. */
    public List<String> vacuumSettingsOff() throws SQLException {
        return texts("SELECT name FROM pg_settings WHERE name IN ('autovacuum', 'track_counts') AND setting = 'off' ORDER BY name");
    }

    /** Of what makes an acknowledged write survive, what is off for the server. */
    public List<String> durabilitySettingsOff() throws SQLException {
        return texts("SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name");
    }

    public List<String> tablesWithoutVacuum() throws SQLException {
        return texts("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.reloptions && ARRAY['autovacuum_enabled=false', 'autovacuum_enabled=off']
                ORDER BY 1""");
    }

    /** Transactions that are open since before then, oldest first; of other users only with pg_read_all_stats. */
    public List<String> transactionsSince(Instant before) throws SQLException {
        return texts("""
                SELECT 'process ' || pid || coalesce(' of ' || usename, '') || ', open for ' || floor(extract(epoch FROM now() - xact_start) / 60) || ' minutes, ' || state
                FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname = current_database()
                  AND xact_start < to_timestamp(%d) ORDER BY xact_start LIMIT %d""".formatted(before.getEpochSecond(), AT_MOST));
    }

    /** Indexes and constraints that are there and do not hold. */
    public List<String> invalid() throws SQLException {
        return texts("""
                SELECT 'the index ' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND NOT i.indisvalid
                UNION ALL
                SELECT 'the constraint ' || k.conname || ' of ' || k.conrelid::regclass FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
                WHERE n.nspname = current_schema() AND NOT k.convalidated LIMIT\s""" + AT_MOST);
    }

    /** Milliseconds since 1970 by the clock of the server. */
    public long clock() throws SQLException {
        return number("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint");
    }
}
