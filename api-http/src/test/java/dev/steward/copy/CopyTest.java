package dev.steward.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.Json;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.JdbcSink;
import dev.steward.jdbc.copy.JdbcSource;
import dev.steward.jdbc.copy.TableDigest;
import dev.steward.migrations.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.provider.Arguments;

/** Rows survive the way into a database and out of it, from either into either. */
final class CopyTest {

    @TempDir
    Path folder;

    static Stream<Arguments> ways() {
        return Stream.of(Arguments.of("sqlite", "sqlite"), Arguments.of("sqlite", "postgres"), Arguments.of("postgres", "sqlite"), Arguments.of("postgres", "postgres"));
    }

    private CopyableDatabase database(String engine, String name) {
        return engine.equals("sqlite") ? Databases.sqlite(folder.resolve(name)) : Databases.postgres();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void rowsComeOutAsTheyWentIn(String engine) {
        CopyableDatabase database = database(engine, "a");
        SampleRows samples = new SampleRows();

        Databases.fill(database, samples);

        try (JdbcSource source = database.snapshot()) {
            for (Table table : source.tables()) {
                List<Json.Obj> expected = new ArrayList<>();
                List<Json.Obj> found = new ArrayList<>();
                samples.read(table, expected::add);
                source.read(table, found::add);
                assertThat(expected).as(table.name()).isNotEmpty();
                assertThat(found).as(table.name()).isEqualTo(expected);
            }
        }
        assertThat(database.problems()).isEmpty();
        assertThat(database.unfinishedCopy()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aCopyHasTheSameDigests(String from, String to) {
        CopyableDatabase original = database(from, "a");
        CopyableDatabase copy = database(to, "b");
        Databases.fill(original, new SampleRows());
        Map<String, TableDigest> before = Databases.digests(original);

        try (JdbcSource source = original.snapshot(); JdbcSink sink = copy.sink()) {
            assertThat(sink.fill(source.tables(), source, "a", (table, result) -> {
            })).isEqualTo(source.tables());
        }

        assertThat(Databases.digests(copy)).isEqualTo(before);
        assertThat(Databases.digests(original)).isEqualTo(before);
        assertThat(before.values()).allMatch(digest -> digest.rows() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aCopyThatWasCutShortGoesOn(String engine) {
        CopyableDatabase copy = database(engine, "a");
        List<String> done = new ArrayList<>();
        List<Table> tables;
        try (JdbcSource source = copy.snapshot(); JdbcSink sink = copy.sink()) {
            tables = source.tables();
            assertThatThrownBy(() -> sink.fill(tables, new SampleRows(), "samples", (table, result) -> {
                done.add(table.name());
                if (table.name().equals("project")) {
                    throw new IllegalStateException("killed");
                }
            })).hasMessage("killed");
        }
        assertThat(copy.unfinishedCopy()).contains("samples");
        Map<String, String> results = new LinkedHashMap<>();

        try (JdbcSink sink = copy.sink()) {
            assertThatThrownBy(() -> sink.fill(tables, new SampleRows(), "others", (table, result) -> {
            })).isInstanceOf(CopyException.class).hasMessageContaining("unfinished copy of samples");
            sink.fill(tables, new SampleRows(), "samples", (table, result) -> results.put(table.name(), result));
        }

        assertThat(results.entrySet().stream().filter(entry -> entry.getValue().equals("there already")).map(Map.Entry::getKey)).isEqualTo(done);
        assertThat(results).hasSize(tables.size()).containsEntry("session", SampleRows.COUNT + " rows");
        assertThat(copy.unfinishedCopy()).isEmpty();
        assertThat(Databases.digests(copy).values()).allMatch(digest -> digest.rows() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aDatabaseWithRowsIsNotFilled(String engine) {
        CopyableDatabase database = database(engine, "a");
        Databases.fill(database, new SampleRows());
        Map<String, TableDigest> before = Databases.digests(database);

        assertThatThrownBy(() -> Databases.fill(database, new SampleRows())).isInstanceOf(CopyException.class).hasMessageContaining("not empty");

        assertThat(Databases.digests(database)).isEqualTo(before);
        assertThat(database.unfinishedCopy()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aRowThatTheDatabaseRefusesIsNamed(String engine) {
        CopyableDatabase database = database(engine, "a");

        assertThatThrownBy(() -> Databases.fill(database, new SampleRows().with("project.priority", Json.of(9))))
                .isInstanceOf(CopyException.class).hasMessageContaining("rows of project").hasMessageContaining("priority");
        assertThatThrownBy(() -> Databases.fill(database, new SampleRows().with("project.priority", Json.of("high"))))
                .isInstanceOf(CopyException.class).hasMessageContaining("project").hasMessageContaining("WHOLE");
    }
}
