package dev.steward.jdbc.workspace;

import dev.steward.application.workspace.WorkspaceDirectory;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the tenants on a connection of its own, which is not confined to one of them. */
public final class JdbcWorkspaceDirectory implements WorkspaceDirectory {

    private final Connections connections;
    private final Dialect dialect;

    public JdbcWorkspaceDirectory(Connections connections, Dialect dialect) {
        this.connections = connections;
        this.dialect = dialect;
    }

    /** Opens a connection that the caller closes. */
    public interface Connections {
        Connection open() throws SQLException;
    }

    @Override
    public List<Workspace> list() {
        try (Connection connection = connections.open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, version, created_at, updated_at, slug, owner FROM workspace ORDER BY slug")) {
            List<Workspace> workspaces = new ArrayList<>();
            while (row.next()) {
                Meta<Workspace> meta = new Meta<>(new Id<>(UUID.fromString(row.getString("id"))), row.getLong("version"),
                        dialect.instant(row, "created_at"), dialect.instant(row, "updated_at"));
                workspaces.add(new Workspace(meta, row.getString("slug"), row.getString("owner")));
            }
            return workspaces;
        } catch (SQLException e) {
            throw dialect.classify(e);
        }
    }
}
