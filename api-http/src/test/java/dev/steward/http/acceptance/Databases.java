package dev.steward.http.acceptance;

import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.app.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Databases for servers under test, and what is in them, read past the application. */
final class Databases {

    private Databases() {
    }

    /** With the newest schema; nobody was in it. */
    static Installation fresh(Engine engine, Path folder) {
        return dev.steward.copy.Databases.installation(engine.name().toLowerCase(Locale.ROOT), folder, null);
    }

    static Installation fresh(Engine engine) {
        try {
            return fresh(engine, Files.createTempDirectory("steward-acceptance-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the owner of the data, whom row-level security does not bind. */
    static Connection connect(Installation installation) throws SQLException {
        return installation.isPostgres()
                ? DriverManager.getConnection(installation.database(), installation.user(), installation.password())
                : DriverManager.getConnection("jdbc:sqlite:" + installation.dataDir().resolve("steward.db") + "?busy_timeout=5000");
    }

    static void execute(Installation installation, String sql) {
        try (Connection connection = connect(installation); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static long count(Installation installation, String sql) {
        try (Connection connection = connect(installation); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** One line a table with the hash of all its rows: equal before and after means that nothing at all was stored. */
    static List<String> checksum(Installation installation) {
        return KNOWN.compute(installation, (same, known) -> {
            try {
                Connection watch = known == null ? connect(installation) : known.watch;
                String state = state(watch, installation);
                return known != null && known.state.equals(state) ? known : new Known(watch, state, checksum(installation, ""));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }).sums;
    }

    /** What the last checksum was, and from which state of the database; while that is the same, nothing was written. */
    private record Known(Connection watch, String state, List<String> sums) {
    }

    private static final Map<Installation, Known> KNOWN = new ConcurrentHashMap<>();

    /** Another one after each commit of others; on PostgreSQL after each transaction of the whole server that wrote, committed or not. */
    private static String state(Connection watch, Installation installation) throws SQLException {
        try (Statement statement = watch.createStatement();
                ResultSet row = statement.executeQuery(installation.isPostgres() ? "SELECT pg_current_snapshot()::text" : "PRAGMA data_version")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The same of one workspace's rows. */
    static List<String> checksum(Installation installation, Id<Workspace> workspace) {
        return checksum(installation, " WHERE workspace_id = '" + workspace + "'");
    }

    private static List<String> checksum(Installation installation, String where) {
        try (Connection connection = connect(installation)) {
            List<String> tables = tables(connection, installation);
            if (installation.isPostgres()) {
                return rows(connection, "(" + tables.stream().map(table -> hash(table, where)).collect(Collectors.joining(" UNION ALL ")) + ") AS sums");
            }
            List<String> sums = new ArrayList<>();
            for (String table : tables) {
                sums.add(table + " " + hash(rows(connection, table + where)));
            }
            return sums;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that is stored, as text. */
    static String dump(Installation installation) {
        try (Connection connection = connect(installation)) {
            List<String> all = new ArrayList<>();
            for (String table : tables(connection, installation)) {
                all.addAll(rows(connection, table));
            }
            return String.join("\n", all);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> tables(Connection connection, Installation installation) throws SQLException {
        String sql = installation.isPostgres()
                ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'databasechangelog%' ORDER BY 1"
                : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND lower(name) NOT LIKE 'databasechangelog%' AND name NOT LIKE 'memory_text_fts%' ORDER BY 1";
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    /** Without {@code last_used_at}, which every request may move. */
    private static List<String> rows(Connection connection, String from) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SELECT * FROM " + from)) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                names.add(row.getMetaData().getColumnName(i));
            }
            while (row.next()) {
                String[] values = new String[names.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = names.get(i).equals("last_used_at") ? "" : row.getString(i + 1);
                }
                rows.add(Arrays.toString(values));
            }
        }
        Collections.sort(rows);
        return rows;
    }

    /** By PostgreSQL itself, because a suite asks hundreds of times. */
    private static String hash(String table, String where) {
        String row = table.equals("api_token") ? "(to_jsonb(t) - 'last_used_at')::text" : "t::text";
        return "SELECT '" + table + "', count(*), sum(hashtextextended(" + row + ", 0)) FROM " + table + " AS t" + where;
    }

    private static String hash(List<String> rows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            rows.forEach(row -> digest.update(row.getBytes(StandardCharsets.UTF_8)));
            return rows.size() + " " + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
