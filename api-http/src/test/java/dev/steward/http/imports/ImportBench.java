package dev.steward.http.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.steward.application.Caller;
import dev.steward.application.Query;
import dev.steward.application.Store;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.imports.ImportReport;
import dev.steward.application.imports.ImportReport.ChangedValue;
import dev.steward.application.workspace.EventStore;
import dev.steward.application.workspace.OriginStore;
import dev.steward.application.workspace.Workspaces;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Origin;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.app.Installation;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An import against a real database, which a subclass names; each test has a workspace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImportBench {

    private final String system;
    private final String sourceInstance;

    @TempDir
    Path folder;

    ApplicationContext context;
    Id<Workspace> workspace;

    ImportBench(String system, String sourceInstance) {
        this.system = system;
        this.sourceInstance = sourceInstance;
    }

    abstract Installation installation() throws IOException;

    @BeforeAll
    void open() throws IOException {
        context = installation().open(Map.of("steward.zone", "Pacific/Auckland"));
    }

    @AfterAll
    void close() {
        context.close();
    }

    @BeforeEach
    void makeWorkspace() {
        workspace = context.getBean(Workspaces.class).create("w-" + UUID.randomUUID(), "Ada").id();
    }

    <R> R read(Function<UnitOfWork, R> work) {
        return context.getBean(Units.class).read(Caller.system(workspace, Actor.SYSTEM), work);
    }

    <R> R write(Function<UnitOfWork, R> work) {
        return context.getBean(Units.class).write(Caller.system(workspace, Actor.SYSTEM), work).join();
    }

    <E extends Entity<E>> List<E> all(Class<? extends Store<E>> port) {
        return read(unit -> unit.store(port).list(Query.all(1_000_000)));
    }

    <E extends Entity<E>> E found(Class<? extends Store<E>> port, Id<E> id) {
        return read(unit -> unit.store(port).find(id)).orElseThrow();
    }

    <E extends Entity<E>> E imported(Class<? extends Store<E>> port, String table, String key) {
        return found(port, new Id<>(origin(table, key).entityId()));
    }

    Map<String, Origin> origins() {
        Map<String, Origin> origins = new TreeMap<>();
        read(unit -> unit.store(OriginStore.class).ofInstance(system, sourceInstance))
                .forEach(origin -> origins.put(origin.source().table() + " " + origin.source().key(), origin));
        return origins;
    }

    Origin origin(String table, String key) {
        Origin.Source source = new Origin.Source(system, sourceInstance, table, key);
        return read(unit -> unit.store(OriginStore.class).find(source)).orElseThrow();
    }

    /** Those of imports. */
    List<Event> events() {
        return read(unit -> unit.store(EventStore.class).after(0, EventStore.Filter.NONE, 1_000_000)).stream()
                .filter(event -> event.actor().kind() == Actor.Kind.IMPORT).toList();
    }

    static List<ChangedValue> changes(ImportReport report, String table, String key) {
        return report.changes().stream().filter(change -> change.table().equals(table) && change.key().equals(key)).toList();
    }

    static void assertChanged(ImportReport report, String table, String key, String field, String reason) {
        assertThat(changes(report, table, key)).extracting(ChangedValue::field, ChangedValue::reason).contains(tuple(field, reason));
    }

    static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
