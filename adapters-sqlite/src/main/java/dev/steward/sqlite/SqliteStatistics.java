package dev.steward.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What SQLite's planner is told about every index: one workspace has all of very many rows, and each further column narrows them
 * down. Without, it takes a workspace for some ten rows, and reads all sessions there are to find those of a week, because they lie
 * in the wanted order. Numbers that never change also mean plans that never change: those that the tests have seen.
 */
final class SqliteStatistics {

    private static final int ROWS = 1_000_000;
    /** How many rows are left by the second column of an index, the third, and so on. */
    private static final int[] LEFT = {1_000, 100, 20, 5};
    /** Of a vocabulary: so many rows have each word that an order is worth more. */
    private static final int LEFT_BY_WORD = ROWS / 10;
    private static final Set<String> WORDS = Set.of("status", "type", "kind");

    private final Connection connection;

    SqliteStatistics(Connection connection) {
        this.connection = connection;
    }

    /** Tells the connections that are opened after this. Writes nothing when all is said already. */
    void write() throws SQLException {
        Map<String, String> wanted = wanted();
        if (wanted.isEmpty() || wanted.equals(present())) {
            return;
        }
        execute("BEGIN IMMEDIATE"); // one sync instead of one for each index
        execute("ANALYZE sqlite_schema"); // makes the table, and looks at no other
        execute("DELETE FROM sqlite_stat1");
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) SELECT tbl_name, name, ? FROM sqlite_schema WHERE type = 'index' AND name = ?")) {
            for (Map.Entry<String, String> index : wanted.entrySet()) {
                insert.setString(1, index.getValue());
                insert.setString(2, index.getKey());
                insert.executeUpdate();
            }
        }
        execute("COMMIT");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** By index. A number for the table, then how many rows share the first column, the first two, and so on. */
    private Map<String, String> wanted() throws SQLException {
        Map<String, String> wanted = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT l.name AS name, c.seqno AS place, c.name AS column_name,
                          l."unique" AND c.seqno = (SELECT max(seqno) FROM pragma_index_info(l.name)) AS is_whole_key
                        FROM sqlite_schema t JOIN pragma_index_list(t.name) l JOIN pragma_index_info(l.name) c
                        WHERE t.type = 'table' AND t.name NOT LIKE 'DATABASECHANGELOG%'
                        ORDER BY l.name, c.seqno""")) {
            while (row.next()) {
                int place = row.getInt("place");
                String column = row.getString("column_name");
                int left = row.getBoolean("is_whole_key") || column.equals("id") ? 1
                        : place == 0 ? ROWS
                        : WORDS.contains(column) && place == 1 ? LEFT_BY_WORD
                        : LEFT[Math.min(place, LEFT.length) - 1];
                wanted.merge(row.getString("name"), ROWS + " " + left, (before, added) -> before + " " + left);
            }
        }
        return wanted;
    }

    private Map<String, String> present() throws SQLException {
        Map<String, String> present = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'")) {
                if (!table.next()) {
                    return present;
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL ORDER BY idx")) {
                while (row.next()) {
                    present.put(row.getString("idx"), row.getString("stat"));
                }
            }
        }
        return present;
    }
}
