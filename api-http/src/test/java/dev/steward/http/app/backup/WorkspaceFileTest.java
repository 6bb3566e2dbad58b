package dev.steward.http.app.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.copy.Databases;
import dev.steward.copy.SampleRows;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkspaceFileTest {

    private static final UUID OTHER = UUID.fromString("01890000-0000-7000-8000-000000000001");

    @TempDir
    Path folder;

    private CopyableDatabase database(String engine, String name) {
        return engine.equals("sqlite") ? Databases.sqlite(folder.resolve(name)) : Databases.postgres();
    }

    private Path export(CopyableDatabase database, UUID workspace, String name, WorkspaceFile.Format format) {
        Path file = folder.resolve(name);
        assertThat(new WorkspaceFile(database, workspace).write(file, format)).isPositive();
        return file;
    }

    @ParameterizedTest
    @CsvSource({"sqlite, sqlite", "sqlite, postgres", "postgres, sqlite", "postgres, postgres"})
    void whatWasExportedAndImportedIsExportedByteByByteTheSame(String from, String to) throws IOException {
        CopyableDatabase original = database(from, "a.db");
        Databases.fill(original, new SampleRows());
        CopyableDatabase other = database(to, "b.db");
        Path first = export(original, SampleRows.workspace(0), "first.jsonl", WorkspaceFile.Format.JSONL);

        long rows = new WorkspaceFile(other, OTHER).read(first);

        Path second = export(other, OTHER, "second.jsonl", WorkspaceFile.Format.JSONL);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        assertThat(Files.readAllLines(first)).hasSize((int) rows + 2).allMatch(line -> !line.contains(SampleRows.workspace(1).toString()));
        assertThat(Files.readString(first)).doesNotContain("secret_hash").doesNotContain("\"workspace_id\"");
        assertThatThrownBy(() -> new WorkspaceFile(other, OTHER).read(first)).isInstanceOf(CopyException.class).hasMessageContaining("not empty");
    }

    @Test
    void itFitsIntoAnotherWorkspaceOfTheSameDatabase() throws IOException {
        CopyableDatabase database = database("sqlite", "a.db");
        Databases.fill(database, new SampleRows());
        Path first = export(database, SampleRows.workspace(0), "first.jsonl", WorkspaceFile.Format.JSONL);

        new WorkspaceFile(database, OTHER).read(first);

        assertThat(Files.mismatch(first, export(database, OTHER, "second.jsonl", WorkspaceFile.Format.JSONL))).isEqualTo(-1);
        assertThat(Files.mismatch(first, export(database, SampleRows.workspace(0), "third.jsonl", WorkspaceFile.Format.JSONL))).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"sqlite", "postgres"})
    void aFileThatWasCutShortOrChangedChangesNothing(String engine) throws IOException {
        CopyableDatabase original = database("sqlite", "a.db");
        Databases.fill(original, new SampleRows());
        List<String> lines = Files.readAllLines(export(original, SampleRows.workspace(0), "whole.jsonl", WorkspaceFile.Format.JSONL));
        CopyableDatabase other = database(engine, "b.db");
        var before = Databases.digests(other);
        Path bad = folder.resolve("bad.jsonl");

        for (int cut : new int[] {1, 2, lines.size() / 2, lines.size() - 1}) {
            Files.write(bad, lines.subList(0, cut));
            assertThatThrownBy(() -> new WorkspaceFile(other, OTHER).read(bad)).as("after line " + cut).hasMessageContaining("cut short");
        }
        Files.writeString(bad, String.join("\n", lines).substring(0, 3_000));
        assertThatThrownBy(() -> new WorkspaceFile(other, OTHER).read(bad)).hasMessageContaining("cut short");
        Files.writeString(bad, String.join("\n", lines).replaceFirst("\"display_name\"", "\"from_the_future\""));
        assertThatThrownBy(() -> new WorkspaceFile(other, OTHER).read(bad)).hasMessageContaining("newer Steward");
        Files.writeString(bad, "{\"hello\":1}\n");
        assertThatThrownBy(() -> new WorkspaceFile(other, OTHER).read(bad)).hasMessageContaining("is not a file of");
        assertThatThrownBy(() -> new WorkspaceFile(other, OTHER).read(folder.resolve("none"))).hasMessageContaining("There is no file");

        assertThat(Databases.digests(other)).isEqualTo(before);
    }

    @Test
    void theOtherFormatsCanBeReadByOthers() throws IOException {
        CopyableDatabase database = database("sqlite", "a.db");
        Databases.fill(database, new SampleRows());

        try (ZipFile zip = new ZipFile(export(database, SampleRows.workspace(2), "a.zip", WorkspaceFile.Format.CSV).toFile())) {
            String projects = new String(zip.getInputStream(zip.getEntry("project.csv")).readAllBytes(), "UTF-8");
            assertThat(projects).startsWith("workspace_id,id,version,").contains("\"Zürich – 東京 😀 'q' \"\"d\"\" \\");
        }
        assertThat(export(database, SampleRows.workspace(2), "a.sql", WorkspaceFile.Format.SQL)).content()
                .contains("INSERT INTO project (workspace_id, id,").contains("'Zürich – 東京 😀 ''q'' \"d\"").contains("TRUE".toLowerCase()).contains("NULL");
        assertThat(export(database, SampleRows.workspace(2), "a.md", WorkspaceFile.Format.MARKDOWN)).content()
                .contains("# project\n").contains("- name: Zürich").doesNotContain("search_text");
        assertThatThrownBy(() -> export(database, SampleRows.workspace(2), "a.md", WorkspaceFile.Format.MARKDOWN)).hasMessageContaining("exists already");
    }
}
