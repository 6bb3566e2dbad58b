package dev.steward.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Query;
import dev.steward.application.StoreException;
import dev.steward.application.Stores;
import dev.steward.application.TestDatabase;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Writes that wait for the one connection of their workspace's lane are committed together, and yet each by itself. */
@Isolated("a transaction takes no more writes after ten milliseconds")
final class PostgresGroupCommitTest {

    private final PostgresSettings settings = oneLeader(PostgresServer.migratedDatabase());
    private final PostgresTestDatabase database = new PostgresTestDatabase(settings);
    private final Id<Workspace> workspace = database.newWorkspace();
    private final CountDownLatch gate = new CountDownLatch(1);

    private static PostgresSettings oneLeader(PostgresSettings settings) {
        return new PostgresSettings(settings.url(), settings.user(), settings.password(), 2);
    }

    @AfterEach
    void close() {
        gate.countDown();
        database.context().close();
    }

    @Test
    void thoseThatWaitShareATransactionAndTheirEventsFollowEachOther() throws InterruptedException {
        List<CompletableFuture<Long>> writes = behindTheGate(20, n -> stores -> {
            keep(stores, "key" + n);
            return transaction();
        });
        gate.countDown();
        assertThat(writes.stream().map(CompletableFuture::join).distinct().count()).isLessThan(20);
        assertThat(keys()).hasSize(20);
        assertThat(events().stream().map(Event::sequence)).containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(events().stream().map(Event::type)).containsExactlyElementsOf(LongStream.range(0, 20).mapToObj(n -> "key" + n).toList());
    }

    @Test
    void oneThatFailsIsRolledBackAloneWhereverItIs() throws InterruptedException {
        List<CompletableFuture<Long>> writes = behindTheGate(12, n -> stores -> {
            keep(stores, "key" + n);
            if (n % 4 == 0) {
                throw new IllegalArgumentException("not " + n);
            }
            return transaction();
        });
        gate.countDown();
        for (int n = 0; n < writes.size(); n++) {
            CompletableFuture<Long> write = writes.get(n);
            if (n % 4 == 0) {
                assertThatThrownBy(write::join).hasCauseInstanceOf(IllegalArgumentException.class).hasMessageContaining("not " + n);
            } else {
                assertThat(write.join()).isPositive();
            }
        }
        assertThat(keys()).hasSize(9).doesNotContain("key0", "key4", "key8");
        assertThat(events()).hasSize(9);
    }

    @Test
    void oneWhoseEventCannotBeKeptFailsAlone() throws Exception {
        execute("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.type = 'key2' THEN RAISE EXCEPTION 'planted'; END IF; RETURN NEW; END $$");
        execute("CREATE TRIGGER fail BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION fail()");
        List<CompletableFuture<Long>> writes = behindTheGate(5, n -> stores -> {
            keep(stores, "key" + n);
            return transaction();
        });
        gate.countDown();
        assertThatThrownBy(() -> writes.get(2).join()).hasCauseInstanceOf(StoreException.Fault.class);
        writes.remove(2);
        writes.forEach(CompletableFuture::join);
        assertThat(keys()).containsExactlyInAnyOrder("key0", "key1", "key3", "key4");
        assertThat(events().stream().map(Event::sequence)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    /** Two groups that hold rows and wait for each other's would stand still until PostgreSQL finds the deadlock. */
    @Test
    void aGroupThatHoldsRowsWaitsForNobodysRows() throws Exception {
        database.write(workspace, stores -> List.of("a", "b", "c").forEach(key -> keep(stores, key)));
        boolean together = false;
        for (int attempt = 0; !together; attempt++) {
            assertThat(attempt).as("arrangements without a group that holds a row when it comes to the one that is taken").isLessThan(50);
            together = bWaitsAloneWhenItCameBehindA();
        }
        database.read(workspace, stores -> assertThat(stores.of(SettingStore.class).list(Query.all(10))).allMatch(setting -> setting.value().equals(Json.of(2))));
    }

    /** False when the machine was too busy for a and b to come into one group: then b may be the first of its own, which waits, and c behind it. */
    private boolean bWaitsAloneWhenItCameBehindA() throws Exception {
        Map<Integer, Long> first = new ConcurrentHashMap<>();
        CountDownLatch opened = new CountDownLatch(1);
        try (Connection other = connection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.executeUpdate("UPDATE setting SET value = '9' WHERE key = 'b'");
            }
            List<CompletableFuture<Long>> writes = behind(opened, 3, n -> stores -> {
                first.putIfAbsent(n, transaction());
                change(stores, List.of("a", "b", "c").get(n));
                return transaction();
            });
            opened.countDown();
            writes.get(0).get(30, TimeUnit.SECONDS);
            while (!first.containsKey(1)) {
                Thread.onSpinWait();
            }
            boolean together = first.get(0).equals(first.get(1));
            if (together) {
                writes.get(2).get(30, TimeUnit.SECONDS);
                assertThat(writes.get(1)).isNotDone();
            }
            other.rollback();
            writes.get(1).get(30, TimeUnit.SECONDS);
            writes.get(2).get(30, TimeUnit.SECONDS);
            return together;
        }
    }

    @Test
    void whatWasAcceptedIsAnsweredBeforeItCloses() throws InterruptedException {
        List<CompletableFuture<Long>> writes = behindTheGate(40, n -> stores -> {
            keep(stores, "key" + n);
            return transaction();
        });
        Thread closing = Thread.ofVirtual().start(() -> database.context().close());
        gate.countDown();
        writes.forEach(CompletableFuture::join);
        closing.join();
        assertThatThrownBy(() -> database.adapter().write(workspace, stores -> true).join()).isInstanceOf(RuntimeException.class);
    }

    private interface Numbered {
        Function<Stores, Long> work(int n);
    }

    /** Queued while another write of the workspace has its one leader. */
    private List<CompletableFuture<Long>> behindTheGate(int count, Numbered numbered) throws InterruptedException {
        return behind(gate, count, numbered);
    }

    private List<CompletableFuture<Long>> behind(CountDownLatch gate, int count, Numbered numbered) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        database.adapter().write(workspace, stores -> {
            inside.countDown();
            try {
                return gate.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Long>> writes = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            writes.add(database.adapter().write(workspace, numbered.work(n)));
        }
        return writes;
    }

    private static void keep(Stores stores, String key) {
        Setting setting = new Setting(Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now()), key, Json.of(1));
        stores.of(SettingStore.class).insert(setting);
        stores.of(EventStore.class).append(List.of(new Event(0, TestDatabase.now(), Actor.SYSTEM, key, "setting", setting.id().value(), null, null, Json.EMPTY, "")));
    }

    private static void change(Stores stores, String key) {
        Setting before = stores.of(SettingStore.class).list(Query.all(10)).stream().filter(setting -> setting.key().equals(key)).findFirst().orElseThrow();
        stores.of(SettingStore.class).update(before, new Setting(before.meta().next(TestDatabase.now()), key, Json.of(2)));
    }

    private static long transaction() {
        try (Statement statement = new SessionDataSource().getConnection().createStatement(); ResultSet row = statement.executeQuery("SELECT txid_current()")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> keys() {
        return database.read(workspace, stores -> stores.of(SettingStore.class).list(Query.all(100)).stream().map(Setting::key).toList());
    }

    private List<Event> events() {
        return database.read(workspace, stores -> stores.of(EventStore.class).after(0, EventStore.Filter.NONE, 100));
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
