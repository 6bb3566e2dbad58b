package dev.steward.jdbc.inspect;

import dev.steward.jdbc.Dialect;
import dev.steward.jdbc.copy.JdbcSink;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a database through a connection that refuses every change. Each question is a statement of its own, so one that fails
 * leaves the others to be asked. All tenants are seen.
 */
public abstract class JdbcInspection implements AutoCloseable {

    protected static final int AT_MOST = 20;

    private final Connection connection;
    private final Dialect dialect;

    protected JdbcInspection(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** A key as far as its hygiene goes. */
    public record Token(String workspace, String id, String name, boolean admin, String secretHash, Instant createdAt, @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt, @Nullable Instant revokedAt) {

        public boolean validAt(Instant now) {
            return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
        }
    }

    /** Bytes on the disk of the database. */
    public abstract long size() throws SQLException;

    /** Ids of the change sets that ran, oldest first; none for a database that Steward has not been in. */
    public final List<String> changeSets() throws SQLException {
        return hasTable("databasechangelog") ? texts("SELECT id FROM databasechangelog ORDER BY orderexecuted") : List.of();
    }

    /** Who holds the lock of the schema, if anyone does; it outlives a process that was killed. */
    public final Optional<String> schemaLock() throws SQLException {
        if (!hasTable("databasechangeloglock")) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SELECT locked, lockedby FROM databasechangeloglock")) {
            while (row.next()) {
                if (row.getBoolean("locked")) {
                    return Optional.of(String.valueOf(row.getString("lockedby")));
                }
            }
        }
        return Optional.empty();
    }

    /** Where the rows come from, when the database is a copy that was not finished. */
    public final Optional<String> unfinishedCopy() throws SQLException {
        return JdbcSink.mark(connection);
    }

    public final Optional<Instant> newestEvent() throws SQLException {
        return instant("SELECT max(at) AS at FROM event");
    }

    /** When a server last forgot what was kept long enough. */
    public final Optional<Instant> housekeepingDone() throws SQLException {
        return instant("SELECT max(done_at) AS at FROM recurring_job WHERE name = 'housekeeping'");
    }

    /** When the oldest workspace was made. */
    public final Optional<Instant> since() throws SQLException {
        return instant("SELECT min(created_at) AS at FROM workspace");
    }

    /** Workspaces whose next event would take a number that is taken. */
    public final List<String> sequencesBehind() throws SQLException {
        return texts("""
                SELECT CAST(workspace_id AS TEXT) FROM event e GROUP BY workspace_id
                HAVING max(sequence) > coalesce((SELECT last FROM event_sequence s WHERE s.workspace_id = e.workspace_id), 0)
                ORDER BY 1 LIMIT\s""" + AT_MOST);
    }

    /** The newest secret of a webhook, as it is kept. */
    public record SealedSecret(String workspace, String webhook, String sealed) {
    }

    public final List<SealedSecret> sealedSecrets() throws SQLException {
        List<SealedSecret> secrets = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("""
                SELECT CAST(workspace_id AS TEXT) AS workspace, CAST(id AS TEXT) AS webhook, secret FROM webhook ORDER BY workspace_id, id""")) {
            while (row.next()) {
                secrets.add(new SealedSecret(row.getString("workspace"), row.getString("webhook"), row.getString("secret")));
            }
        }
        return secrets;
    }

    /** Messages to webhooks that should have been attempted before {@code instant}. */
    public final long deliveriesDueBefore(Instant instant) throws SQLException {
        return count("""
                SELECT count(*) FROM webhook_delivery d JOIN webhook w ON w.workspace_id = d.workspace_id AND w.id = d.webhook_id
                WHERE w.is_active AND d.next_attempt_at < ?""", instant);
    }

    /** Messages to webhooks that were given up since {@code instant}. */
    public final long deliveriesDeadSince(Instant instant) throws SQLException {
        return count("SELECT count(*) FROM webhook_delivery WHERE status = 'dead' AND updated_at >= ?", instant);
    }

    /** Those that Steward has turned off. */
    public final List<String> webhooksDisabled() throws SQLException {
        return texts("SELECT CAST(id AS TEXT) FROM webhook WHERE NOT is_active AND disabled_reason <> '' ORDER BY 1 LIMIT " + AT_MOST);
    }

    public final long answersBefore(Instant instant) throws SQLException {
        return count("SELECT count(*) FROM stored_answer WHERE created_at < ?", instant);
    }

    private long count(String sql, Instant instant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            dialect.bind(statement, 1, instant);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    public final List<Token> tokens() throws SQLException {
        List<Token> tokens = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("""
                SELECT w.slug, CAST(t.id AS TEXT) AS token, t.name, t.scopes, t.secret_hash, t.created_at, t.expires_at, t.last_used_at, t.revoked_at
                FROM api_token t JOIN workspace w ON w.id = t.workspace_id ORDER BY t.created_at, t.id""")) {
            while (row.next()) {
                tokens.add(new Token(row.getString("slug"), row.getString("token"), row.getString("name"),
                        List.of(row.getString("scopes").split(" ")).contains("admin"), row.getString("secret_hash"), dialect.instant(row, "created_at"),
                        orNull(row, "expires_at"), orNull(row, "last_used_at"), orNull(row, "revoked_at")));
            }
        }
        return tokens;
    }

    protected final boolean hasTable(String name) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                if (tables.getString("TABLE_NAME").equalsIgnoreCase(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The first column of each row that is not NULL. */
    protected final List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                String text = row.getString(1);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    protected final long number(String sql) throws SQLException {
        List<String> texts = texts(sql);
        return texts.isEmpty() ? 0 : Long.parseLong(texts.getFirst());
    }

    private Optional<Instant> instant(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? Optional.ofNullable(orNull(row, "at")) : Optional.empty();
        }
    }

    private @Nullable Instant orNull(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? null : dialect.instant(row, column);
    }

    @Override
    public final void close() throws SQLException {
        connection.close();
    }
}
