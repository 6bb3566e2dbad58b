package dev.steward.http.app.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.copy.Databases;
import dev.steward.copy.SampleRows;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.TableDigest;
import dev.steward.postgres.PostgresServer;
import dev.steward.sqlite.SqliteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MoveTest {

    @TempDir
    Path folder;

    private Database database(String engine, String name) {
        return engine.equals("sqlite") ? new Database.Sqlite(SqliteSettings.of(folder.resolve(name))) : new Database.Postgres(PostgresServer.newDatabase());
    }

    private Database filled(String engine, String name) {
        return engine.equals("sqlite") ? Databases.filledSqlite(folder.resolve(name)) : Databases.filledPostgres();
    }

    private static List<String> move(Database from, Database to) {
        List<String> progress = new ArrayList<>();
        new Move(from, to).run((table, result) -> progress.add(table.name() + ": " + result));
        return progress;
    }

    @ParameterizedTest
    @CsvSource({"sqlite, postgres", "postgres, sqlite", "sqlite, sqlite", "postgres, postgres"})
    void everythingArrivesAndTheSourceStaysAsItWas(String from, String to) throws IOException {
        Database source = filled(from, "a.db");
        Database target = database(to, "b.db");
        Map<String, TableDigest> before = Databases.digests(source.copies());
        byte[] bytes = from.equals("sqlite") ? Files.readAllBytes(folder.resolve("a.db")) : new byte[0];

        assertThat(move(source, target)).hasSize(before.size()).contains("session: " + SampleRows.COUNT + " rows");

        assertThat(Databases.digests(target.copies())).isEqualTo(before);
        assertThat(Databases.digests(source.copies())).isEqualTo(before);
        assertThat(from.equals("sqlite") ? Files.readAllBytes(folder.resolve("a.db")) : bytes).as("not a byte of the file changed").isEqualTo(bytes);
        assertThat(target.copies().problems()).isEmpty();
        assertThatThrownBy(() -> move(source, target)).isInstanceOf(CopyException.class).hasMessageContaining("not empty");
    }

    @ParameterizedTest
    @CsvSource({"sqlite, postgres", "postgres, sqlite"})
    void aMoveThatWasKilledGoesOn(String from, String to) {
        Database source = filled(from, "a.db");
        Database target = database(to, "b.db");
        assertThatThrownBy(() -> new Move(source, target).run((table, result) -> {
            if (table.name().equals("milestone")) {
                throw new IllegalStateException("killed");
            }
        })).hasMessage("killed");

        List<String> progress = move(source, target);

        assertThat(progress).contains("project: there already", "milestone: there already", "session: " + SampleRows.COUNT + " rows");
        assertThat(Databases.digests(target.copies())).isEqualTo(Databases.digests(source.copies()));
    }

    @ParameterizedTest
    @CsvSource({"sqlite, postgres", "postgres, sqlite"})
    void nothingIsMovedWhileAServerRuns(String from, String to) {
        Database source = filled(from, "a.db");
        Database target = database(to, "b.db");

        try (CopyableDatabase.Use server = source.copies().use()) {
            assertThatThrownBy(() -> move(source, target)).isInstanceOf(CopyException.class).hasMessageContaining("running server");
        }
        try (CopyableDatabase.Use server = target.copies().use()) {
            assertThatThrownBy(() -> move(source, target)).isInstanceOf(CopyException.class).hasMessageContaining("running server");
        }
    }

    @Test
    void whatCannotBeMovedIsSaid() {
        Database source = filled("sqlite", "a.db");
        Database target = database("sqlite", "b.db");
        Database nothing = database("sqlite", "c.db");
        assertThatThrownBy(() -> move(source, source)).hasMessageContaining("same database");
        assertThatThrownBy(() -> move(nothing, target)).hasMessageContaining("no database file");
        assertThatThrownBy(() -> move(database("postgres", ""), target)).hasMessageContaining("not a database of Steward's");

        source.withSchema(migrations -> {
            migrations.rollback(10); // enough for a table to be missing
            return true;
        });

        assertThatThrownBy(() -> move(source, target)).hasMessageContaining("steward migrate");
    }
}
