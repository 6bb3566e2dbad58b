package dev.steward.http.imports;

import dev.steward.http.app.Installation;
import dev.steward.postgres.PostgresServer;
import dev.steward.postgres.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;

class PostgresDossierImportTest extends DossierImportTests {

    @Override
    Installation installation() throws IOException {
        PostgresSettings server = PostgresServer.newDatabase();
        return new Installation(Files.createTempDirectory("steward-import-test"), server.url(), server.user(), server.password(), "FULL");
    }
}
