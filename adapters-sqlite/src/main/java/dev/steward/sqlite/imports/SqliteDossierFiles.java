package dev.steward.sqlite.imports;

import dev.steward.application.imports.DossierFile;
import dev.steward.application.imports.DossierFiles;
import dev.steward.application.imports.RawRow;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dossier's files, read from a copy. */
@Singleton
final class SqliteDossierFiles implements DossierFiles {

    static final SourceProgram PROGRAM = new SourceProgram("Dossier", "~/.dossier/dossier.db");

    private final long maxBytes;

    @Inject
    SqliteDossierFiles() {
        this(SourceDatabase.MAX_BYTES);
    }

    SqliteDossierFiles(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public DossierFile read(Path file) {
        return SourceDatabase.read(PROGRAM, file, maxBytes, (connection, sha256) -> {
            DossierSchema schema = DossierSchema.of(connection, file);
            RawRows rows = RawRows.of(connection);
            Map<String, List<RawRow>> tables = new LinkedHashMap<>();
            for (Map.Entry<String, SourceTable> table : schema.tables().entrySet()) {
                tables.put(table.getKey(), rows.read(table.getKey(), table.getValue(), DossierSchema.key(table.getValue())));
            }
            return new DossierFile(schema.instance(), sha256, schema.version(), schema.linksDropped(), schema.notes(), tables);
        });
    }
}
