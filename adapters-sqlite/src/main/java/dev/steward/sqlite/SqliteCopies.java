package dev.steward.sqlite;

import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.JdbcSink;
import dev.steward.jdbc.copy.JdbcSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Copies of a database file, taken while others write to it. */
public final class SqliteCopies implements CopyableDatabase {

    private final SqliteConnections connections;

    public SqliteCopies(SqliteSettings settings) {
        this.connections = new SqliteConnections(settings);
    }

    @Override
    public JdbcSource snapshot() {
        requireFile();
        try {
            return new JdbcSource(connections.readOnly(), new SqliteDialect());
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    @Override
    public JdbcSink sink() {
        try {
            return new JdbcSink(connections.plain(), new SqliteDialect());
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** Writes the whole database as one new file without a log, as it was at one moment. Writers go on meanwhile. */
    public void copyTo(Path file) {
        requireFile();
        try (Connection connection = connections.readOnly(); PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, file.toString());
            vacuum.execute();
        } catch (SQLException e) {
            throw new CopyException("The database cannot be copied to " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Brings the write-ahead log into the file, so that the file alone is the whole database.
     *
     * @throws CopyException when the file is damaged or someone else has it open
     */
    public void fold() {
        try (Connection connection = connections.plain(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            if (row.next() && row.getInt(1) != 0) {
                throw new CopyException("The database " + connections.file() + " is in use by another program; stop that first.");
            }
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        try (Connection connection = connections.readOnly(); Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("PRAGMA integrity_check(20)")) {
                while (row.next()) {
                    if (!row.getString(1).equals("ok")) {
                        problems.add(row.getString(1));
                    }
                }
            }
            try (ResultSet row = statement.executeQuery("PRAGMA foreign_key_check")) {
                while (row.next() && problems.size() < 40) {
                    problems.add("a row of " + row.getString(1) + " names a row of " + row.getString(3) + " that is not there");
                }
            }
        } catch (SQLException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }

    @Override
    public Optional<String> unfinishedCopy() {
        if (!Files.exists(connections.file())) {
            return Optional.empty();
        }
        try (Connection connection = connections.plain()) {
            return JdbcSink.mark(connection);
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    @Override
    public Use use() {
        return SqliteUse.of(connections.file(), true);
    }

    @Override
    public Use useAlone() {
        return SqliteUse.of(connections.file(), false);
    }

    private void requireFile() {
        if (!Files.isRegularFile(connections.file())) {
            throw new CopyException("There is no database file " + connections.file() + "; check --data-dir and --db.");
        }
    }

    private CopyException unusable(SQLException e) {
        return new CopyException("The database file " + connections.file() + " cannot be used: " + e.getMessage(), e);
    }
}
