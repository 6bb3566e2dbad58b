package dev.steward.http.imports;

import dev.steward.http.app.Installation;
import java.io.IOException;
import java.nio.file.Files;

class SqliteDossierImportTest extends DossierImportTests {

    @Override
    Installation installation() throws IOException {
        return new Installation(Files.createTempDirectory("steward-import-test"), "", "", "", "NORMAL");
    }
}
