package dev.steward.postgres;

import dev.steward.application.StoreException;
import dev.steward.jdbc.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Native types throughout. */
final class PostgresDialect implements Dialect {

    static final String CHANNEL = "steward_events";
    static final String READ_ONLY = "25006";
    static final String DISK_FULL = "53100";
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01", "55P03");

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.OTHER);
            case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
            case Boolean bool -> statement.setBoolean(index, bool);
            case Integer number -> statement.setInt(index, number);
            case Long number -> statement.setLong(index, number);
            case Double number -> statement.setDouble(index, number);
            case LocalDate date -> statement.setObject(index, date);
            case UUID uuid -> statement.setObject(index, uuid);
            case String text -> statement.setString(index, text);
            default -> throw new IllegalArgumentException("No column holds a " + value.getClass());
        }
    }

    @Override
    public Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    public String rowLock() {
        return " FOR NO KEY UPDATE";
    }

    /** A document that PostgreSQL has compressed may be much longer than it is stored. */
    @Override
    public String lengthOfJson(String column) {
        return "CASE WHEN pg_column_compression(" + column + ") IS NULL THEN pg_column_size(" + column + ") ELSE octet_length(" + column + "::text) END";
    }

    @Override
    public boolean joinsArrays() {
        return true;
    }

    @Override
    public @Nullable String text(ResultSet row, int column) throws SQLException {
        return row.getString(column);
    }

    @Override
    public @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime instant = row.getObject(column, OffsetDateTime.class);
        return instant == null ? null : instant.toInstant();
    }

    @Override
    public @Nullable UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /** Each word is a quoted lexeme, in which nothing has a meaning. */
    @Override
    public FullText memoriesHaving(List<String> words) {
        return new FullText("SELECT steward_memory_matching(?, ?)", words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" & ")));
    }

    @Override
    public StoreException classify(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.equals("23505")) {
            return new StoreException.AlreadyExists(constraint(error), error);
        }
        if (RETRYABLE.contains(state)) {
            return new StoreException.Unavailable("The database is busy", error);
        }
        return unavailable(state).<StoreException>map(sentence -> new StoreException.Unavailable(sentence, error))
                .orElseGet(() -> new StoreException.Fault("PostgreSQL " + state + ": " + error.getMessage(), error));
    }

    /** What is wrong with the server rather than with the statement. */
    private static Optional<String> unavailable(String state) {
        return Optional.ofNullable(switch (state) {
            case DISK_FULL -> "The disk of the database server is full; free some space there";
            case "53200" -> "The database server is out of memory";
            case "53300" -> "The database server takes no more connections; close others, or raise its max_connections";
            case READ_ONLY -> "The database is read-only: a replica, or set so by its administrator";
            case "57014" -> "The database took too long";
            case "58030" -> "The database server cannot read or write its files; check its disk";
            case "XX001", "XX002" -> "The database is damaged; stop the server and restore a backup";
            case "25P03" -> "The database server gave up waiting for this server";
            case "28P01", "28000" -> "The database server refuses this server's user or password";
            default -> switch (state.length() < 2 ? "" : state.substring(0, 2)) {
                case "53" -> "The database server is at its limits";
                case "08" -> "The database server does not answer";
                case "57" -> "The database server is stopping or starting";
                default -> null;
            };
        });
    }

    private static String constraint(SQLException error) {
        if (error instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            String name = postgres.getServerErrorMessage().getConstraint();
            return name == null ? "" : name;
        }
        return "";
    }

    @Override
    public boolean retryable(SQLException error) {
        return error.getSQLState() != null && RETRYABLE.contains(error.getSQLState());
    }

    @Override
    public boolean tryLock(Connection connection, UUID workspace, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, workspace + " " + name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    @Override
    public void announceEvents(Connection connection, UUID workspace) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            statement.setString(1, CHANNEL);
            statement.setString(2, workspace.toString());
            statement.execute();
        }
    }
}
