package dev.steward.http.imports;

import dev.steward.copy.Databases;
import dev.steward.http.app.Installation;
import java.io.IOException;
import java.nio.file.Files;

class PostgresImportTest extends ImportTests {

    @Override
    Installation installation() throws IOException {
        return Databases.installation("postgres", Files.createTempDirectory("steward-import-test"), null);
    }
}
