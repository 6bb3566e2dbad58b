package dev.steward.sqlite.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * Portfolio manager files as they come to be: schema v1 with its data, then upgrade after upgrade, with what was entered in
 * between ({@code v1.sql, v1_to_v2.sql, v2.sql, …} in the test resources). A fresh file of the program goes the same way, so
 * that the columns stand in the order of real files.
 */
public final class PortfolioManagerFixtures {

    public enum Version {
        V1, V2, V3, V4;

        String script() {
            return "v" + (ordinal() + 1);
        }
    }

    private PortfolioManagerFixtures() {
    }

    /** A closed file {@code portfolio.db} of that version, with the data entered up to then, alone in the folder. */
    public static Path build(Path folder, Version version) {
        Path file = folder.resolve("portfolio.db");
        run(file, script("v1"));
        for (Version next : Arrays.copyOfRange(Version.values(), 1, version.ordinal() + 1)) {
            upgradeTo(file, next);
            run(file, script(next.script()));
        }
        return file;
    }

    /** The next upgrade alone, as the program runs it at its start: the same rows in the next version's shape. */
    public static void upgradeTo(Path file, Version version) {
        String previous = Version.values()[version.ordinal() - 1].script();
        run(file, script(previous + "_to_" + version.script()));
    }

    /** The upgrade to v3, cut off right before the statement that starts so. */
    public static void upgradeToV3Until(Path file, String statement) {
        String script = script("v2_to_v3");
        int end = script.indexOf(statement);
        if (end < 0) {
            throw new IllegalArgumentException("Not in the upgrade: " + statement);
        }
        run(file, script.substring(0, end));
    }

    /** {@code odd_values.sql} on a file at v4: broken text, blobs, infinities, values beyond the checks. */
    public static void addOddValues(Path file) {
        run(file, script("odd_values"));
    }

    /**
     * The file and its write-ahead log as they stand while the program is running: the statements are committed to
     * {@code portfolio.db-wal} in {@code folder}, and not in {@code portfolio.db}.
     *
     * @param closed a file that {@link #build} made, in another folder
     */
    public static Path withWriteAheadLog(Path closed, Path folder, String statements) {
        return whileOpen(closed, folder, "-wal", "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; " + statements);
    }

    /** The file in the middle of a transaction that has written to it, with the journal that takes it back. */
    public static Path withHotJournal(Path closed, Path folder, String statements) {
        return whileOpen(closed, folder, "-journal",
                "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN; " + statements);
    }

    private static Path whileOpen(Path closed, Path folder, String suffix, String statements) {
        Path file = folder.resolve("portfolio.db");
        try (Connection connection = open(closed); Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
            Files.copy(closed, file);
            Files.copy(Path.of(closed + suffix), Path.of(file + suffix));
            return file;
        } catch (SQLException e) {
            throw new IllegalStateException(statements, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each script has its own connection, because the upgrade to v3 switches foreign keys on. */
    public static void run(Path file, String statements) {
        try (Connection connection = open(file); Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(statements, e);
        }
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static String script(String name) {
        try (InputStream in = PortfolioManagerFixtures.class.getResourceAsStream("/portfolio-manager/" + name + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
