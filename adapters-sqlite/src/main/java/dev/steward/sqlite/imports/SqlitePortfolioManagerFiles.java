package dev.steward.sqlite.imports;

import dev.steward.application.imports.PortfolioManagerFile;
import dev.steward.application.imports.PortfolioManagerFiles;
import dev.steward.application.imports.RawRow;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Portfolio manager's files, read from a copy. */
@Singleton
final class SqlitePortfolioManagerFiles implements PortfolioManagerFiles {

    static final SourceProgram PROGRAM = new SourceProgram("portfolio manager", "~/.portfolio_manager/portfolio.db");

    private final long maxBytes;

    @Inject
    SqlitePortfolioManagerFiles() {
        this(SourceDatabase.MAX_BYTES);
    }

    SqlitePortfolioManagerFiles(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public PortfolioManagerFile read(Path file) {
        return SourceDatabase.read(PROGRAM, file, maxBytes, (connection, sha256) -> {
            PortfolioManagerSchema schema = PortfolioManagerSchema.of(connection, file);
            RawRows rows = RawRows.of(connection);
            return new PortfolioManagerFile(schema.instance(), sha256, schema.version(), schema.halfMigrated(),
                    read(rows, schema, "project"), read(rows, schema, "session"), read(rows, schema, "milestone"),
                    read(rows, schema, "project_score"), read(rows, schema, "weekly_review"), read(rows, schema, "schema_migration"));
        });
    }

    private static List<RawRow> read(RawRows rows, PortfolioManagerSchema schema, String name) throws SQLException {
        SourceTable table = schema.tables().get(name);
        if (table == null) {
            throw new IllegalArgumentException("Not a table of portfolio manager: " + name);
        }
        return rows.read(name, table, "id");
    }
}
