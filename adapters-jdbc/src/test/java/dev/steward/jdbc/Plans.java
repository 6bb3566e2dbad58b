package dev.steward.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.commons.dbcp2.DelegatingConnection;
import org.apache.commons.dbcp2.DelegatingPreparedStatement;

/** How a database answers what the stores really ask: the query runs with EXPLAIN before it, its parameters bound as always. */
public final class Plans {

    private Plans() {
    }

    /**
     * The lines of the plan of the first query that {@code query} asks.
     *
     * @param explain what this database wants before a statement
     */
    public static List<String> of(Connection connection, UUID workspace, String explain, Runnable query) {
        Session session = new Session(new Explaining(connection, explain), workspace, false);
        try {
            session.run(() -> {
                query.run();
                return true;
            });
            throw new AssertionError("Nothing was asked");
        } catch (Explained explained) {
            return explained.lines;
        }
    }

    private static final class Explaining extends DelegatingConnection<Connection> {
        private final String explain;

        Explaining(Connection connection, String explain) {
            super(connection);
            this.explain = explain;
        }

        @Override
        public PreparedStatement prepareStatement(String sql) throws SQLException {
            PreparedStatement statement = getDelegate().prepareStatement(explain + " " + sql);
            return new DelegatingPreparedStatement(this, statement) {
                @Override
                public ResultSet executeQuery() throws SQLException {
                    List<String> lines = new ArrayList<>();
                    try (ResultSet row = statement.executeQuery()) {
                        while (row.next()) {
                            lines.add(row.getString(row.getMetaData().getColumnCount()));
                        }
                    }
                    throw new Explained(lines);
                }
            };
        }
    }

    /** Ends the query: its plan is not what the store expects. */
    private static final class Explained extends RuntimeException {
        private final transient List<String> lines;

        Explained(List<String> lines) {
            this.lines = lines;
        }
    }
}
