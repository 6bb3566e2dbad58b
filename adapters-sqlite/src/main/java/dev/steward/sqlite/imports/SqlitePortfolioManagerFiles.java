package dev.steward.sqlite.imports;

import dev.steward.application.portfolio.imports.PortfolioManagerFile;
import dev.steward.application.portfolio.imports.PortfolioManagerFiles;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads a copy of the file with plain JDBC; the file is someone else's, so SQLite is told not to trust it. */
@Singleton
final class SqlitePortfolioManagerFiles implements PortfolioManagerFiles {

    /** All rows are held in memory. Ten thousand sessions, the program's own target, are about 5 MB. */
    static final long MAX_BYTES = 256L << 20;

    private final long maxBytes;

    @Inject
    SqlitePortfolioManagerFiles() {
        this(MAX_BYTES);
    }

    SqlitePortfolioManagerFiles(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public PortfolioManagerFile read(Path file) {
        try (DatabaseCopy copy = DatabaseCopy.of(file, maxBytes);
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.database())) {
            distrust(connection);
            check(connection, file);
            PortfolioManagerSchema schema = PortfolioManagerSchema.of(connection, file);
            RawRows rows = RawRows.of(connection, schema);
            return new PortfolioManagerFile(
                    schema.instance(),
                    copy.sha256(),
                    schema.version(),
                    schema.halfMigrated(),
                    rows.read("project"),
                    rows.read("session"),
                    rows.read("milestone"),
                    rows.read("project_score"),
                    rows.read("weekly_review"),
                    rows.read("schema_migration"));
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
