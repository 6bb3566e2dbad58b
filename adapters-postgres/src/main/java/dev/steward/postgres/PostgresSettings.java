package dev.steward.postgres;

import java.util.Map;

/**
 * How a PostgreSQL database is reached.
 *
 * @param url {@code jdbc:postgresql://…}
 * @param user owner of the schema; it migrates, and its connections take the role {@code steward_app}
 * @param connections size of the pool: about twice the cores of the database beats more
 */
public record PostgresSettings(String url, String user, String password, int connections) {

    public static PostgresSettings of(String url, String user, String password) {
        return new PostgresSettings(url, user, password, Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresSettings[user=" + user + ", connections=" + connections + "]";
    }

    /** What an application context must be told to use this database; the settings are a bean beside it. */
    public static Map<String, Object> contextProperties() {
        return Map.of("steward.database", "postgres", "datasources.default.dialect", "POSTGRES");
    }
}
