package dev.steward.sqlite.imports;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads a copy of another program's file with plain JDBC; SQLite is told not to trust it. */
final class SourceDatabase {

    /** All rows are held in memory. Ten thousand sessions, portfolio manager's own target, are about 5 MB. */
    static final long MAX_BYTES = 256L << 20;

    private SourceDatabase() {
    }

    /** What is done with the open copy. */
    interface Reading<R> {
        R read(Connection connection, String sha256) throws SQLException;
    }

    /** @throws RefusedException with one sentence, when it is no readable, undamaged SQLite database of at most {@code maxBytes} */
    static <R> R read(SourceProgram program, Path file, long maxBytes, Reading<R> reading) {
        try (DatabaseCopy copy = DatabaseCopy.of(program, file, maxBytes);
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.database())) {
            distrust(connection);
            check(connection, file);
            return reading.read(connection, copy.sha256());
        } catch (SQLException e) {
            throw damaged(file, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw refused("%s cannot be copied for reading (%s); check the file and the space in the temporary folder."
                    .formatted(file, e));
        }
    }

    /** The copy is opened writable because SQLite must roll back a hot journal; after that nothing writes. */
    private static void distrust(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
            // A value outside a CHECK is the importer's to report, not damage.
            statement.execute("PRAGMA ignore_check_constraints = ON");
            statement.execute("PRAGMA query_only = ON");
        }
    }

    /** The quick check does not compare indexes with their tables: no row is read through one, and it takes most of the time. */
    private static void check(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet findings = statement.executeQuery("PRAGMA quick_check")) {
            while (findings.next()) {
                String finding = findings.getString(1);
                if (!finding.equals("ok") && !finding.startsWith("NULL value in ")) {
                    throw damaged(file, finding);
                }
            }
        }
    }

    /** @param report of SQLite; in several lines it has a heading such as {@code *** in database main ***} */
    private static RefusedException damaged(Path file, String report) {
        String finding = report.lines().filter(line -> !line.startsWith("***")).findFirst().orElse("no cause given");
        return refused("%s is damaged (%s); import a backup, or what 'sqlite3 %s .recover' saves."
                .formatted(file, finding, file.getFileName()));
    }

    static RefusedException refused(String message) {
        return new RefusedException(ErrorCode.INVALID, message);
    }
}
