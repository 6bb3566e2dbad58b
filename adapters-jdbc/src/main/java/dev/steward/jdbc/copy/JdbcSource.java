package dev.steward.jdbc.copy;

import dev.steward.domain.Json;
import dev.steward.jdbc.Dialect;
import dev.steward.migrations.Table;
import dev.steward.migrations.TableCatalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A database as it is at one moment. Whoever opens it asks for a connection whose transactions see one snapshot. */
public final class JdbcSource implements RowSource, AutoCloseable {

    private final Connection connection;
    private final Dialect dialect;
    private final List<String> changeSets;

    /** Begins the snapshot, and closes the connection with itself, or at once when that fails. */
    public JdbcSource(Connection connection, Dialect dialect) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        try {
            connection.setAutoCommit(false);
            changeSets = appliedChangeSets();
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Ids of the change sets that made the schema, oldest first; none for a database that Steward has not been in. */
    public List<String> changeSets() {
        return changeSets;
    }

    public List<Table> tables() {
        return TableCatalog.of(changeSets);
    }

    private List<String> appliedChangeSets() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            boolean found = false;
            while (tables.next()) {
                found |= tables.getString("TABLE_NAME").equalsIgnoreCase("databasechangelog");
            }
            if (!found) {
                return ids;
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM databasechangelog ORDER BY orderexecuted");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return List.copyOf(ids);
    }

    @Override
    public void read(Table table, Consumer<Json.Obj> each) {
        new JdbcReader(connection, dialect, null).read(table, each);
    }

    /** The same moment, but the rows of one workspace alone. */
    public RowSource of(UUID workspace) {
        return new JdbcReader(connection, dialect, workspace);
    }

    public boolean hasRows(Table table) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM " + JdbcReader.quoted(table.name()) + " LIMIT 1");
                ResultSet row = statement.executeQuery()) {
            return row.next();
        } catch (SQLException e) {
            throw new CopyException("The table " + table.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw new CopyException("The database that was read cannot be closed: " + e.getMessage(), e);
        }
    }
}
