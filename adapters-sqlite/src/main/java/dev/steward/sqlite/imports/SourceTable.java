package dev.steward.sqlite.imports;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table as it is in a file.
 *
 * @param columns in the table's order
 * @param keyed whether {@code id} is an INTEGER PRIMARY KEY, so that it names one row and is never null
 */
record SourceTable(String name, List<String> columns, boolean keyed) {

    static Map<String, SourceTable> all(Connection connection) throws SQLException {
        String sql = """
                SELECT t.name, c.name, MAX(c.name = 'id' AND c.pk = 1 AND UPPER(c.type) = 'INTEGER') OVER (PARTITION BY t.name)
                FROM pragma_table_list AS t JOIN pragma_table_xinfo(t.name) AS c
                WHERE t.schema = 'main' AND t.type = 'table' AND c.hidden = 0
                ORDER BY t.name, c.cid
                """;
        Map<String, SourceTable> tables = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                boolean keyed = rows.getBoolean(3);
                tables.computeIfAbsent(rows.getString(1), name -> new SourceTable(name, new ArrayList<>(), keyed))
                        .columns().add(rows.getString(2));
            }
        }
        return tables;
    }

    boolean has(String column) {
        return columns.contains(column);
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
