package dev.steward.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.copy.Databases;
import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import dev.steward.sqlite.imports.DossierFixtures;
import dev.steward.sqlite.imports.DossierFixtures.Level;
import dev.steward.sqlite.imports.PortfolioManagerFixtures;
import dev.steward.sqlite.imports.PortfolioManagerFixtures.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("reads what is printed")
class ImportCommandTest {

    @TempDir
    Path folder;

    private Path file;

    private record Result(int code, String out, String err) {
    }

    @BeforeEach
    void makeWorkspaceAndFile() throws IOException {
        Databases.installation("sqlite", folder.resolve("data"), null);
        assertThat(steward("workspace", "create", "default").code()).isZero();
        file = PortfolioManagerFixtures.build(Files.createDirectory(folder.resolve("pm")), Version.V4);
    }

    @Test
    void triesImportsAndFindsNothingMoreToImport() {
        Result dry = steward("import", "portfolio-manager", file.toString(), "--dry-run");
        assertThat(dry.code()).isZero();
        assertThat(dry.out()).startsWith("Tried " + file + " (schema v4, instance pm-").contains("); nothing was stored.\n");
        assertThat(steward("import", "portfolio-manager", file.toString()).out()).startsWith("Imported " + file);
        assertThat(steward("import", "portfolio-manager", file.toString()).out()).startsWith("Nothing new in " + file);
    }

    @Test
    void takesADossierInTheSameWay() throws IOException {
        Path dossier = DossierFixtures.build(Files.createDirectory(folder.resolve("dossier")), Level.M004);
        assertThat(steward("import", "dossier", dossier.toString(), "--dry-run").out())
                .startsWith("Tried " + dossier + " (schema 004, instance dossier-").contains("); nothing was stored.\n");
        assertThat(steward("import", "dossier", dossier.toString()).out()).startsWith("Imported " + dossier).contains("card_known_fact");
        assertThat(steward("import", "dossier", dossier.toString()).out()).startsWith("Nothing new in " + dossier);
        assertThat(steward("import", "dossier", file.toString()).err()).startsWith("steward: " + file + " is an SQLite database, but not one of Dossier");
    }

    @Test
    void printsJson() {
        Result result = steward("import", "portfolio-manager", file.toString(), "--json", "--instance", "laptop");
        Json.Obj report = JsonText.storedObject(result.out());
        assertThat(report.get("instance")).isEqualTo(Json.of("laptop"));
        assertThat(report.get("stored")).isEqualTo(Json.of(true));
    }

    @Test
    void saysInOneSentenceWhyAFileIsRefused() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "Just some notes that are no database.");
        Result result = steward("import", "portfolio-manager", notes.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("steward: " + notes
                + " is not an SQLite database; name the database file of portfolio manager, not an export of it.\n");
    }

    @Test
    void refusesAWorkspaceThatIsNotThere() {
        Result result = steward("import", "portfolio-manager", file.toString(), "--workspace", "other");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("steward: There is no workspace 'other'; there is default.\n");
    }

    private Result steward(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            int code = Main.run(Stream.concat(Stream.of(arguments), Stream.of("--data-dir", folder.resolve("data").toString())).toArray(String[]::new));
            return new Result(code, printed.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
