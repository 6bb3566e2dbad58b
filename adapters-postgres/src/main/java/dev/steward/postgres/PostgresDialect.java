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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Native types throughout. */
final class PostgresDialect implements Dialect {

    static final String CHANNEL = "steward_events";
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01", "55P03");

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.OTHER);
            case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
            case Boolean bool -> statement.setBoolean(index, bool);
            case Integer number -> statement.setInt(index, number);
            case Long number -> statement.setLong(index, number);
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
    public @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime instant = row.getObject(column, OffsetDateTime.class);
        return instant == null ? null : instant.toInstant();
    }

    @Override
    public @Nullable UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
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
        if (state.startsWith("53")) {
            return new StoreException.Unavailable("The database server is out of disk, memory or connections", error);
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new StoreException.Unavailable("The database server does not answer", error);
        }
        if (state.equals("57014")) {
            return new StoreException.Unavailable("The database took too long", error);
        }
        return new StoreException.Fault("PostgreSQL " + state + ": " + error.getMessage(), error);
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
