package dev.steward.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.StoreException.Unavailable;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What is left when the power fails: what was synced, and of the rest any part. Together the tests say that an acknowledged write is
 * there: at each acknowledgement everything of it was synced, and a log that has it, however it goes on, opens to a state that has it.
 * Where fsync cannot be seen (not on Linux), the writer's {@code synchronous=FULL} stands for the first half; {@code SqliteDatabaseTest} reads it back.
 */
final class SqlitePowerLossTest {

    /** Of SQLite's write-ahead log: its header, and what stands before each page. */
    private static final int LOG_HEADER = 32;
    private static final int FRAME_HEADER = 24;
    /** Where in the header stands what is another number each time the log starts anew. */
    private static final int SALT = 16;

    private final Path file = SqliteTestDatabase.temporaryFile();
    private final Path log = file.resolveSibling(file.getFileName() + "-wal");
    /** Without checkpoints, so that the log keeps all of it. */
    private final SqliteTestDatabase database = new SqliteTestDatabase(new SqliteSettings(file, SqliteSettings.Synchronous.FULL, 2, 1_024, 128, 0));
    private final Id<Workspace> workspace = database.newWorkspace();
    /** Unit to the length of the log at its acknowledgement. */
    private final Map<Integer, Long> acknowledged = new ConcurrentHashMap<>();
    private final Path copy = SqliteTestDatabase.temporaryFile();

    @AfterEach
    void close() {
        database.context().close();
    }

    /** Settings, and the event that tells of them. */
    private static void write(Stores stores, int unit) {
        for (String key : keys(unit).toList()) {
            stores.of(SettingStore.class).insert(new Setting(Meta.first(new Id<>(UUID.randomUUID()), TestDatabase.now()), key, Json.of("x".repeat(unit * 37 % 900))));
        }
        stores.of(EventStore.class).append(List.of(new Event(0, TestDatabase.now(), Actor.SYSTEM, "unit.written", "unit", UUID.randomUUID(), null, null,
                Json.obj("unit", Json.of(unit)), "request-" + unit)));
    }

    private static Stream<String> keys(int unit) {
        return IntStream.rangeClosed(0, unit % 3).mapToObj(i -> "unit-" + unit + "-" + i);
    }

    private CompletableFuture<Boolean> writing(int unit) {
        return database.adapter().write(workspace, stores -> {
            write(stores, unit);
            return true;
        }).whenComplete((answer, failure) -> {
            if (failure == null) {
                acknowledged.put(unit, size(log));
            }
        });
    }

    /** Alone, and several in one commit. */
    private void writeHistory() {
        for (int unit = 0; unit < 10; unit++) {
            writing(unit).join();
        }
        for (int group = 0; group < 3; group++) {
            int first = 10 + 5 * group;
            IntStream.range(first, first + 5).mapToObj(this::writing).toList().forEach(CompletableFuture::join);
        }
    }

    @Test
    void aLogThatBreaksOffAnywhereOpensToTheFirstUnitsWholeAndNoOthers() throws Exception {
        int before = history(file).size();
        writeHistory();
        List<Integer> history = history(file);
        byte[] main = Files.readAllBytes(file);
        byte[] whole = Files.readAllBytes(log);
        int frame = FRAME_HEADER + (int) number(file, "PRAGMA page_size");
        int frames = (whole.length - LOG_HEADER) / frame;
        assertThat(before).isZero();
        assertThat(history).hasSize(acknowledged.size()).hasSize(25);
        assertThat(frames).isGreaterThan(60);
        assertThat(LOG_HEADER + (long) frames * frame).as("the log has all of it, whole").isEqualTo(whole.length);

        assertThat(survivors(main, new byte[0])).isEmpty();
        assertThat(survivors(main, Arrays.copyOf(whole, LOG_HEADER - 1))).isEmpty();
        int least = 0;
        for (int i = 0; i <= frames; i++) {
            int end = LOG_HEADER + i * frame;
            List<Integer> survivors = survivors(main, Arrays.copyOf(whole, end));
            assertThat(survivors).as("the first of the history, log cut after frame %s", i).isEqualTo(history.subList(0, survivors.size()));
            assertThat(survivors).as("all that was acknowledged when the log was that long").containsAll(acknowledgedAt(end));
            assertThat(survivors.size()).as("never less with more of the log").isGreaterThanOrEqualTo(least);
            least = survivors.size();
            if (i < frames) {
                int odd = end + 1 + i * 997 % (frame - 1);
                assertThat(survivors(main, Arrays.copyOf(whole, odd))).as("log cut at %s, inside frame %s", odd, i).isEqualTo(survivors);
                byte[] torn = whole.clone();
                if (i % 2 == 0) {
                    Arrays.fill(torn, end, end + frame, (byte) 0); // later pages were on the disk already, this one was not
                } else {
                    torn[odd] ^= 1;
                }
                assertThat(survivors(main, torn)).as("frame %s did not reach the disk, later ones did", i).isEqualTo(survivors);
            }
        }
        assertThat(least).isEqualTo(history.size());
    }

    @Test
    void writingGoesOnAfterALogThatBroke() throws Exception {
        writeHistory();
        Files.copy(file, copy);
        byte[] whole = Files.readAllBytes(log);
        Files.write(log(copy), Arrays.copyOf(whole, whole.length / 2));
        List<Integer> survivors = history(copy);

        SqliteTestDatabase reopened = new SqliteTestDatabase(copy);
        reopened.write(workspace, stores -> write(stores, 1_000));
        reopened.context().close();

        List<Integer> expected = new ArrayList<>(survivors);
        expected.add(1_000);
        assertThat(survivors).isNotEmpty().hasSizeLessThan(acknowledged.size());
        assertThat(history(copy)).isEqualTo(expected);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "fsync cannot be seen elsewhere; SqliteDatabaseTest.everyConnectionHasItsPragmas reads synchronous=FULL")
    void whatWasSyncedWhenAnAnswerCameHasTheWrite() throws Exception {
        AtomicInteger syncs = new AtomicInteger();
        Map<Integer, byte[]> synced = new ConcurrentHashMap<>();
        byte[][] last = {new byte[0]};
        Syncs.Watcher watcher = new Syncs.Watcher() {
            private byte[] asked = new byte[0];

            @Override
            public boolean before(Path synced) throws IOException {
                if (synced.equals(log)) {
                    asked = Files.readAllBytes(log); // not what came while the disk was busy
                }
                return true;
            }

            @Override
            public void after(Path synced) {
                if (synced.equals(log)) {
                    last[0] = asked;
                    syncs.incrementAndGet();
                }
            }
        };
        try (Syncs none = new Syncs(watcher)) {
            for (int unit = 0; unit < 20; unit++) {
                int before = syncs.get();
                writing(unit).join();
                assertThat(syncs.get()).as("syncs of the log between write %s and its answer", unit).isGreaterThan(before);
                synced.put(unit, last[0]);
            }
        }
        byte[] main = Files.readAllBytes(file);
        for (int unit = 0; unit < 20; unit++) {
            assertThat(survivors(main, synced.get(unit))).as("what was on the disk when write %s was answered", unit)
                    .isEqualTo(IntStream.rangeClosed(0, unit).boxed().toList());
        }
    }

    /** Whoever reads has the log's index open, so what was refused is written over; a server has always read before it writes. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "fsync cannot be made to fail elsewhere")
    void aWriteThatCannotBeSyncedIsRefusedAndTheNextOneThatCanIsKept() throws Exception {
        writing(0).join();
        database.read(workspace, stores -> stores.of(EventStore.class).last());
        boolean[] broken = {true};
        Syncs.Watcher watcher = new Syncs.Watcher() {
            @Override
            public boolean before(Path synced) {
                return !(broken[0] && synced.equals(log));
            }

            @Override
            public void after(Path synced) {
                // as it is
            }
        };
        try (Syncs none = new Syncs(watcher)) {
            assertThatThrownBy(() -> database.write(workspace, stores -> write(stores, 1))).isInstanceOf(Unavailable.class).hasMessageContaining("check the disk");
            broken[0] = false;
            writing(2).join();
        }
        assertThat(history(file)).isEqualTo(List.of(0, 2));
    }

    /** While the log is copied into the database, and started anew, the two as they were last synced hold all that was answered by then. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "fsync cannot be seen elsewhere")
    void whatWasSyncedHasAllThatWasAnsweredWhileTheLogIsCopied() throws Exception {
        database.context().close();
        SqliteTestDatabase copying = new SqliteTestDatabase(new SqliteSettings(file, SqliteSettings.Synchronous.FULL, 2, 1_024, 128, 4));
        Set<Integer> answered = ConcurrentHashMap.newKeySet();
        List<Moment> moments = new CopyOnWriteArrayList<>();
        Set<Long> beginnings = ConcurrentHashMap.newKeySet();
        Set<String> copiers = ConcurrentHashMap.newKeySet();
        try (Syncs none = new Syncs(new Syncs.Watcher() {
            private byte[] asked = new byte[0];
            private volatile byte[] synced = new byte[0];
            private int number;

            @Override
            public boolean before(Path syncing) throws IOException {
                if (syncing.equals(log) && onWriter()) {
                    asked = Files.readAllBytes(log);
                }
                return true;
            }

            @Override
            public void after(Path syncing) throws IOException {
                if (syncing.equals(log) && onWriter()) {
                    synced = asked;
                    beginnings.add(ByteBuffer.wrap(asked).getLong(SALT));
                } else if (syncing.equals(file)) { // nobody else may write it meanwhile, nor start the log anew
                    copiers.add(Thread.currentThread().getName());
                    if (number++ % 5 == 0) {
                        Set<Integer> by = Set.copyOf(answered);
                        moments.add(new Moment(by, synced, Files.readAllBytes(file)));
                    }
                }
            }

            private static boolean onWriter() {
                return Thread.currentThread().getName().equals("sqlite-writer");
            }
        })) {
            try {
                for (int group = 0; group < 100; group++) {
                    int first = 5 * group;
                    IntStream.range(first, first + 5).mapToObj(unit -> copying.adapter().write(workspace, stores -> {
                        write(stores, unit);
                        return true;
                    }).thenRun(() -> answered.add(unit))).toList().forEach(CompletableFuture::join);
                }
            } finally {
                copying.context().close(); // before nobody watches any more
            }
        }

        assertThat(copiers).contains("sqlite-checkpoints");
        assertThat(beginnings).as("the log was started anew").hasSizeGreaterThan(2);
        assertThat(moments).isNotEmpty();
        for (Moment moment : moments) {
            assertThat(survivors(moment.main, moment.log)).containsAll(moment.answered);
        }
        assertThat(history(file)).hasSize(500);
    }

    private record Moment(Set<Integer> answered, byte[] log, byte[] main) {
    }

    private List<Integer> acknowledgedAt(long length) {
        return acknowledged.entrySet().stream().filter(entry -> entry.getValue() <= length).map(Map.Entry::getKey).toList();
    }

    /** The units that are there when a database is opened from these bytes. */
    private List<Integer> survivors(byte[] main, byte[] logged) throws IOException, SQLException {
        Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + "-shm"));
        Files.write(copy, main);
        Files.write(log(copy), logged);
        return history(copy);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** Units in the order of their events. Fails unless the file is sound and has of every unit all or nothing. */
    private static List<Integer> history(Path file) throws SQLException {
        try (Connection connection = new SqliteConnections(SqliteSettings.of(file)).writer(); Statement statement = connection.createStatement()) {
            assertThat(texts(statement, "PRAGMA integrity_check")).containsExactly("ok");
            assertThat(texts(statement, "PRAGMA foreign_key_check")).isEmpty();
            List<Integer> units = texts(statement, "SELECT payload ->> 'unit' FROM event ORDER BY sequence").stream().map(Integer::valueOf).toList();
            assertThat(texts(statement, "SELECT sequence FROM event ORDER BY sequence")).as("numbers without a gap")
                    .isEqualTo(IntStream.rangeClosed(1, units.size()).mapToObj(String::valueOf).toList());
            assertThat(texts(statement, "SELECT key FROM setting ORDER BY key")).as("rows and events agree")
                    .isEqualTo(units.stream().flatMap(SqlitePowerLossTest::keys).sorted().toList());
            return units;
        }
    }

    private static long number(Path file, String sql) throws SQLException {
        try (Connection connection = new SqliteConnections(SqliteSettings.of(file)).reader(); Statement statement = connection.createStatement()) {
            return Long.parseLong(texts(statement, sql).getFirst());
        }
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
