package dev.steward.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Query;
import dev.steward.application.StoreException;
import dev.steward.application.StoreException.Unavailable;
import dev.steward.application.Stores;
import dev.steward.application.TestDatabase;
import dev.steward.application.workspace.EventSignals;
import dev.steward.application.workspace.EventStore;
import dev.steward.application.workspace.SettingStore;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Event;
import dev.steward.domain.workspace.Setting;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.SessionDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What SQLite alone can do wrong: full disks, lost transactions, other processes, vanished files, a log that grows. */
final class SqliteDatabaseTest {

    private final Path file = SqliteTestDatabase.temporaryFile();
    private final SqliteTestDatabase database = new SqliteTestDatabase(file);
    private final Id<Workspace> workspace = database.newWorkspace();

    @AfterEach
    void theFileIsSoundAfterAll() throws SQLException {
        database.adapter().close();
        if (Files.exists(file)) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                assertThat(text(connection, "PRAGMA integrity_check")).isEqualTo("ok");
                assertThat(text(connection, "PRAGMA foreign_key_check")).isEmpty();
            }
        }
    }

    @Test
    void everyConnectionHasItsPragmas() {
        database.write(workspace, stores -> {
            assertThat(pragma("synchronous")).as("FULL").isEqualTo("2");
            assertThat(pragma("query_only")).isEqualTo("0");
            assertCommonPragmas();
        });
        database.read(workspace, stores -> {
            assertThat(pragma("query_only")).isEqualTo("1");
            assertCommonPragmas();
            return true;
        });
    }

    private static void assertCommonPragmas() {
        assertThat(pragma("journal_mode")).isEqualTo("wal");
        assertThat(pragma("foreign_keys")).isEqualTo("1");
        assertThat(pragma("busy_timeout")).isEqualTo(String.valueOf(SqliteConnections.BUSY_TIMEOUT_MILLIS));
        assertThat(pragma("wal_autocheckpoint")).isEqualTo(String.valueOf(SqliteConnections.CHECKPOINT_PAGES));
        assertThat(pragma("journal_size_limit")).isEqualTo(String.valueOf(SqliteConnections.LOG_BYTES));
    }

    @Test
    void aFullDiskRefusesTheWriteWithASentenceAndKeepsNothingOfIt() {
        database.write(workspace, stores -> insert(stores, "before", ""));
        database.write(workspace, stores -> run("PRAGMA max_page_count = 1")); // SQLite takes the present size instead

        assertThatThrownBy(() -> database.write(workspace, stores -> {
            insert(stores, "small", "");
            insert(stores, "large", "x".repeat(100_000));
        })).isInstanceOf(Unavailable.class).hasMessageContaining("full").hasMessageContaining("free some space");

        assertThat(keys()).containsExactly("before");
        database.write(workspace, stores -> run("PRAGMA max_page_count = 1000000"));
        database.write(workspace, stores -> insert(stores, "after", "x".repeat(100_000)));
        assertThat(keys()).containsExactlyInAnyOrder("before", "after");
    }

    /** SQLite rolls a transaction back by itself after some errors. The statements after that would each commit alone. */
    @Test
    void aTransactionThatGotLostFailsItsWholeGroup() {
        List<CompletableFuture<Boolean>> group = group(stores -> {
            insert(stores, "in the lost one", "");
            run("ROLLBACK");
        });

        assertThat(group).allSatisfy(answer -> assertThatThrownBy(answer::get).cause().isInstanceOf(Unavailable.class));
        assertThat(keys()).isEmpty();
        database.write(workspace, stores -> insert(stores, "after", ""));
        assertThat(keys()).containsExactly("after");
    }

    @Test
    void aCommitThatFailsFailsItsWholeGroup() {
        database.write(workspace, stores -> {
            run("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
            run("CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
        });

        List<CompletableFuture<Boolean>> group = group(stores -> run("INSERT INTO child VALUES (7)"));

        assertThat(group).allSatisfy(answer -> assertThatThrownBy(answer::get).cause().isInstanceOf(Unavailable.class));
        assertThat(keys()).isEmpty();
        database.write(workspace, stores -> insert(stores, "after", ""));
        assertThat(keys()).containsExactly("after");
    }

    @Test
    void theEventsOfAGroupFollowEachOther() {
        List<CompletableFuture<Boolean>> group = group(5, number -> stores -> keep(stores, "key" + number));

        assertThat(group).allSatisfy(answer -> assertThat(answer.join()).isTrue());
        assertThat(events()).extracting(Event::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(events()).extracting(Event::type).containsExactly("key0", "key1", "key2", "key3", "key4");
    }

    @Test
    void oneWhoseEventCannotBeKeptFailsAlone() {
        database.write(workspace, stores -> run("CREATE TRIGGER planted BEFORE INSERT ON event WHEN NEW.type = 'key2' BEGIN SELECT RAISE(ABORT, 'planted'); END"));

        List<CompletableFuture<Boolean>> group = group(5, number -> stores -> keep(stores, "key" + number));

        assertThatThrownBy(() -> group.get(2).join()).hasCauseInstanceOf(StoreException.Fault.class);
        assertThat(keys()).containsExactlyInAnyOrder("key0", "key1", "key3", "key4");
        assertThat(events()).extracting(Event::type).containsExactly("key0", "key1", "key3", "key4");
        assertThat(events()).extracting(Event::sequence).containsExactly(1L, 2L, 3L, 4L);
    }

    /** Whether the driver got hurt, too, nobody knows; so nothing of the group is committed. */
    @Test
    void whenMemoryOrStackRunsOutTheGroupFailsAndTheWriterGoesOn() {
        List<CompletableFuture<Boolean>> group = group(stores -> {
            insert(stores, "in the bad one", "");
            endless(1);
        });

        assertThat(group).allSatisfy(answer -> assertThatThrownBy(answer::get).cause().isInstanceOfAny(Unavailable.class, StackOverflowError.class));
        assertThat(keys()).isEmpty();
        database.write(workspace, stores -> insert(stores, "after", ""));
    }

    @Test
    void anInterruptDoesNotEndTheWriter() {
        for (int i = 0; i < 3; i++) {
            String key = "key-" + i;
            database.write(workspace, stores -> {
                insert(stores, key, "");
                Thread.currentThread().interrupt();
            });
        }
        assertThat(keys()).hasSize(3);
    }

    @Test
    void anInterruptedReaderIsToldAndHarmsNobody() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::keys).isInstanceOf(Unavailable.class).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(keys()).isEmpty();
    }

    @Test
    void aLockOfAnotherProcessIsWaitedForAndThenTheWriteIsUnavailable() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            CompletableFuture<Boolean> waits = database.adapter().write(workspace, stores -> true);
            assertThatThrownBy(() -> waits.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(java.util.concurrent.TimeoutException.class);
            statement.execute("COMMIT");
            assertThat(waits.get(5, TimeUnit.SECONDS)).isTrue();

            statement.execute("BEGIN IMMEDIATE");
            assertThat(keys()).as("reads go on").isEmpty();
            assertThatThrownBy(() -> database.write(workspace, stores -> insert(stores, "never", "")))
                    .isInstanceOf(Unavailable.class).hasMessageContaining("busy");
            statement.execute("COMMIT");
        }
        database.write(workspace, stores -> insert(stores, "after", ""));
        assertThat(keys()).containsExactly("after");
    }

    /** An import from the command line, say. Its process has listeners of its own, and knows nothing of these. */
    @Test
    void listenersHearOfAnotherProcessesWrites() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        SqliteTestDatabase other = new SqliteTestDatabase(file);
        try (EventSignals.Subscription none = database.signals().subscribe(workspace, () -> {
            if (keys().contains("from elsewhere")) {
                heard.countDown();
            }
        })) {
            other.write(workspace, stores -> insert(stores, "from elsewhere", ""));
            assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.context().close();
        }
    }

    /** SQLite itself would go on writing into the file that no name leads to, and each acknowledgement would be a lie. */
    @Test
    void aFileThatVanishedIsNoticedBeforeTheNextAcknowledgement() throws IOException {
        database.write(workspace, stores -> insert(stores, "before", ""));
        Path elsewhere = file.resolveSibling("elsewhere.db");
        Files.move(file, elsewhere);

        assertThatThrownBy(() -> database.write(workspace, stores -> insert(stores, "lost", "")))
                .isInstanceOf(Unavailable.class).hasMessageContaining(file.toString()).hasMessageContaining("put it back");
        assertThatThrownBy(() -> database.adapter().ping()).isInstanceOf(Unavailable.class).hasMessageContaining("put it back");
        assertThat(file).as("no empty database in its place").doesNotExist();

        Files.move(elsewhere, file);
        database.write(workspace, stores -> insert(stores, "after", ""));
        database.adapter().ping();
        assertThat(keys()).containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void aFileThatIsNotThereIsNotMade() {
        Path missing = file.resolveSibling("missing.db");
        SqliteConnections connections = new SqliteConnections(SqliteSettings.of(missing));

        assertThatThrownBy(connections::writer).isInstanceOf(SQLException.class);
        assertThatThrownBy(connections::reader).isInstanceOf(SQLException.class);
        assertThat(missing).doesNotExist();
    }

    @Test
    void readersComeBackHoweverTheirWorkEnds() {
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> database.adapter().read(workspace, stores -> {
                throw new IllegalStateException("failed");
            })).hasMessage("failed");
            assertThatThrownBy(() -> database.adapter().snapshot(workspace, stores -> {
                endless(1);
                return true;
            })).isInstanceOf(StackOverflowError.class);
            assertThatThrownBy(() -> database.adapter().snapshot(workspace, stores -> {
                throw new Unavailable("gone", new IOException());
            })).isInstanceOf(StoreException.class);
        }
        database.write(workspace, stores -> insert(stores, "new", ""));
        assertThat(keys()).containsExactly("new");
    }

    /** A snapshot whose transaction ended by itself must not leave a reader that sees an old state for ever. */
    @Test
    void aSnapshotThatLostItsTransactionGivesItsConnectionUp() {
        for (int i = 0; i < 8; i++) {
            assertThatThrownBy(() -> database.adapter().snapshot(workspace, stores -> {
                run("COMMIT");
                return true;
            })).isInstanceOf(StoreException.class);
        }
        database.write(workspace, stores -> insert(stores, "new", ""));
        for (int i = 0; i < 8; i++) {
            assertThat(keys()).containsExactly("new");
        }
    }

    @Test
    void aResultSetLeftOpenEndsWithItsStatementAndHoldsNoLog() throws Exception {
        database.write(workspace, stores -> IntStream.range(0, 50).forEach(i -> insert(stores, "key-" + i, "")));
        for (int i = 0; i < 20; i++) {
            database.read(workspace, stores -> {
                try (PreparedStatement statement = connection().prepareStatement("SELECT id FROM setting")) {
                    assertThat(statement.executeQuery().next()).isTrue();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
                return true;
            });
        }
        database.adapter().ping();
        database.write(workspace, stores -> insert(stores, "more", ""));

        assertThat(checkpointIsComplete()).isTrue();
    }

    @Test
    void theLogStaysSmallWhileReadersNeverPause() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> readers = IntStream.range(0, 6).mapToObj(i -> Thread.startVirtualThread(() -> {
            while (end.getCount() > 0) {
                keys();
            }
        })).toList();
        for (int i = 0; i < 30; i++) { // 60 MB, many times what makes a checkpoint
            List<CompletableFuture<Boolean>> answers = new ArrayList<>();
            for (int j = 0; j < 20; j++) {
                String key = "key-" + i + "-" + j;
                answers.add(database.adapter().write(workspace, stores -> {
                    insert(stores, key, "x".repeat(100_000));
                    return true;
                }));
            }
            answers.forEach(CompletableFuture::join);
        }
        long log = Files.size(file.resolveSibling(file.getFileName() + "-wal"));
        end.countDown();
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(log).isLessThan(3 * SqliteConnections.LONG_LOG_BYTES);
    }

    /** Else each copy would wait for a commit that waits for a copy, or both would leave it to the other and the log would grow. */
    @Test
    void theLogIsCopiedBesideTheWriterAndStartsAnewWhileWritersNeverPause() throws Exception {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        long before = Files.size(file);
        List<Thread> writers = IntStream.range(0, 8).mapToObj(i -> Thread.startVirtualThread(() -> {
            for (int j = 0; j < 400; j++) {
                String key = "key-" + i + "-" + j;
                database.write(workspace, stores -> insert(stores, key, "x".repeat(10_000)));
            }
        })).toList();
        for (Thread thread : writers) {
            thread.join();
        }

        assertThat(Files.size(file) - before).as("32 MB were written; what is in the file was copied").isGreaterThan(16L << 20);
        assertThat(Files.size(log)).isLessThan(SqliteConnections.LONG_LOG_BYTES);
    }

    private boolean checkpointIsComplete() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return row.next() && row.getInt("busy") == 0;
        }
    }

    /** Writes that are certainly committed together: good ones around a bad one. */
    private List<CompletableFuture<Boolean>> group(Consumer<Stores> bad) {
        return group(5, number -> number == 2 ? bad : stores -> insert(stores, "neighbour-" + number, ""));
    }

    /** As many writes that are certainly committed together. */
    private List<CompletableFuture<Boolean>> group(int writes, IntFunction<Consumer<Stores>> work) {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Boolean> before = database.adapter().write(workspace, stores -> {
            started.countDown();
            await(release);
            return true;
        });
        await(started);
        List<CompletableFuture<Boolean>> group = new ArrayList<>();
        for (int number = 0; number < writes; number++) {
            Consumer<Stores> one = work.apply(number);
            group.add(database.adapter().write(workspace, stores -> {
                one.accept(stores);
                return true;
            }));
        }
        release.countDown();
        before.join();
        return group;
    }

    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void insert(Stores stores, String key, String value) {
        stores.of(SettingStore.class).insert(new Setting(Meta.first(new Id<>(UUID.randomUUID()), TestDatabase.now()), key, Json.of(value)));
    }

    private static void keep(Stores stores, String key) {
        insert(stores, key, "");
        stores.of(EventStore.class).append(List.of(new Event(0, TestDatabase.now(), Actor.SYSTEM, key, "setting", UUID.randomUUID(), null, null, Json.EMPTY, "")));
    }

    private List<Event> events() {
        return database.read(workspace, stores -> stores.of(EventStore.class).after(0, EventStore.Filter.NONE, 100));
    }

    private List<String> keys() {
        return database.read(workspace, stores -> stores.of(SettingStore.class).list(Query.all(200)).stream().map(Setting::key).toList());
    }

    /** The connection of this thread's unit of work. */
    private static Connection connection() {
        return new SessionDataSource().getConnection();
    }

    private static void run(String sql) {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String pragma(String name) {
        try {
            return text(connection(), "PRAGMA " + name);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
