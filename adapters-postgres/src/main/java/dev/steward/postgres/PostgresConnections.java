package dev.steward.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/**
 * Connections outside the pool, in the role of the configured user: migrations, copies, listening, the list of tenants. A statement
 * may take as long as it needs; a server that is gone is noticed within a minute.
 */
final class PostgresConnections {

    /** What every connection has, those of the pool, too. The URL may say otherwise. Texts bind to uuid, jsonb and date columns. */
    static final Map<String, String> PROPERTIES = Map.of("stringtype", "unspecified", "ApplicationName", "steward", "connectTimeout", "5",
            "tcpKeepAlive", "true", "socketFactory", KeepAliveSockets.class.getName());
    /** The same at the other end: what a server's machine held that is gone is free within a minute, such as locks. */
    static final String KEEP_ALIVE = "SET tcp_keepalives_idle = " + KeepAliveSockets.IDLE_SECONDS
            + "; SET tcp_keepalives_interval = " + KeepAliveSockets.INTERVAL_SECONDS + "; SET tcp_keepalives_count = " + KeepAliveSockets.COUNT;

    private final PostgresSettings settings;

    PostgresConnections(PostgresSettings settings) {
        this.settings = settings;
    }

    Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(PROPERTIES);
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        Connection connection = DriverManager.getConnection(settings.url(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(KEEP_ALIVE);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Why a database cannot be used, and what to do, for the operator. */
    static String sentence(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String advice = switch (state) {
            case "28P01", "28000" -> "check STEWARD_DB_USER, STEWARD_DB_PASSWORD and the server's pg_hba.conf";
            case "3D000" -> "make it first, with createdb";
            case "08001", "08004" -> "check that the server runs, and host and port in STEWARD_DB_URL";
            case "53300" -> "close other connections, or raise the server's max_connections";
            case PostgresDialect.READ_ONLY -> "it is a replica, or set read-only; name the primary in STEWARD_DB_URL";
            case PostgresDialect.DISK_FULL -> "free some space on the server's disk";
            default -> "";
        };
        return "The PostgreSQL database cannot be used: " + e.getMessage() + (advice.isEmpty() ? "" : "; " + advice + ".");
    }
}
