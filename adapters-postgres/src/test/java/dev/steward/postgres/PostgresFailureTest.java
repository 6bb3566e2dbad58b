package dev.steward.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Query;
import dev.steward.application.StoreException.Unavailable;
import dev.steward.application.TestDatabase;
import dev.steward.application.workspace.SettingStore;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Setting;
import dev.steward.domain.workspace.Workspace;
import dev.steward.jdbc.SessionDataSource;
import dev.steward.migrations.MigrationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a database server can refuse or fail to say: a sentence each time, nothing kept, and all well again afterwards. */
final class PostgresFailureTest {

    private final PostgresSettings settings = PostgresServer.migratedDatabase();
    private final PostgresTestDatabase database = new PostgresTestDatabase(settings);
    private final Id<Workspace> workspace = database.newWorkspace();

    @AfterEach
    void close() {
        database.context().close();
    }

    /** No disk is filled here: a trigger raises what PostgreSQL raises then. */
    @Test
    void aFullDiskRefusesTheWriteWithASentenceAndKeepsNothingOfIt() throws SQLException {
        assertFailsWhile("53100", "full", "free some space");
    }

    @Test
    void aDiskThatFailsAndAServerWithoutMemoryAreSaid() throws SQLException {
        assertFailsWhile("58030", "check its disk");
        assertFailsWhile("53200", "out of memory");
        assertFailsWhile("57P03", "stopping or starting");
    }

    private void assertFailsWhile(String state, String... words) throws SQLException {
        execute("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.key = 'second' THEN "
                + "RAISE EXCEPTION 'planted' USING ERRCODE = '" + state + "'; END IF; RETURN NEW; END $$");
        execute("CREATE TRIGGER fail BEFORE INSERT ON setting FOR EACH ROW EXECUTE FUNCTION fail()");
        assertThatThrownBy(() -> database.write(workspace, stores -> {
            insert(stores.of(SettingStore.class), "first");
            insert(stores.of(SettingStore.class), "second");
        })).isInstanceOf(Unavailable.class).hasMessageContainingAll(words).hasMessageNotContaining("planted");
        assertThat(keys()).isEmpty();
        execute("DROP FUNCTION fail CASCADE");
        write("second");
        assertThat(keys()).containsExactly("second");
        execute("DELETE FROM setting");
    }

    /** As after a failover that made a replica of the server at the other end of every connection. */
    @Test
    void aReadOnlyDatabaseRefusesWritesUntilItIsThePrimaryAgain() throws SQLException {
        String name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
        execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "' AND pid <> pg_backend_pid()");
        assertThatThrownBy(() -> eventually(() -> write("never"), "read-only")).isInstanceOf(Unavailable.class).hasMessageContaining("replica");
        assertThat(keys()).as("reads go on").isEmpty();

        execute("BEGIN READ WRITE; ALTER DATABASE " + name + " SET default_transaction_read_only = off; COMMIT");
        int refusals = 0;
        while (!keys().contains("after")) { // each refusal gives one connection to the replica up
            try {
                write("after");
            } catch (Unavailable e) {
                assertThat(++refusals).isLessThanOrEqualTo(2 * settings.connections());
            }
        }
    }

    @Test
    void aServerThatTakesNoMoreConnectionsIsSaidWithWhatToDo() throws SQLException {
        PostgresSettings crowded = user("steward_crowded", "SUPERUSER LOGIN CONNECTION LIMIT 0");
        execute("ALTER ROLE steward_crowded NOSUPERUSER");
        assertThatThrownBy(() -> update(crowded)).isInstanceOf(MigrationException.class)
                .hasMessageContaining("too many connections").hasMessageContaining("max_connections");
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidWithWhatToDo() {
        PostgresSettings nowhere = PostgresSettings.of(settings.url() + "_missing", settings.user(), settings.password());
        assertThatThrownBy(() -> update(nowhere)).isInstanceOf(MigrationException.class).hasMessageContaining("_missing").hasMessageContaining("createdb");
    }

    @Test
    void aDatabaseThatDoesNotHoldEveryTextIsRefusedBeforeAnythingIsMadeInIt() throws SQLException {
        String name = settings.url().substring(settings.url().lastIndexOf('/') + 1) + "_latin";
        execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
        PostgresSettings latin = PostgresSettings.of(settings.url() + "_latin", settings.user(), settings.password());
        assertThatThrownBy(() -> update(latin)).isInstanceOf(MigrationException.class).hasMessageContaining("LATIN1").hasMessageContaining("--encoding UTF8");
        assertThat(text(latin, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).isEqualTo("0");
    }

    /** What a dead server's machine held, such as the lock of an Idempotency-Key, the database server takes back by itself. */
    @Test
    void theDatabaseServerLetsGoOfTheDead() {
        database.write(workspace, stores -> {
            assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("1min");
            assertThat(setting("tcp_keepalives_idle")).isEqualTo("30");
            assertThat(setting("tcp_keepalives_interval")).isEqualTo("10");
            assertThat(setting("tcp_keepalives_count")).isEqualTo("3");
        });
    }

    /** A peer that is there no more, and never said so. */
    @Test
    void aServerThatFallsSilentHoldsNobodyForEver() throws Exception {
        try (Relay relay = new Relay(settings)) {
            PostgresTestDatabase far = new PostgresTestDatabase(PostgresSettings.of(relay.url() + "?socketTimeout=1", settings.user(), settings.password()));
            write("before");
            assertThat(keys(far)).containsExactly("before");
            relay.silence();
            assertThatThrownBy(() -> keys(far)).isInstanceOf(Unavailable.class);
            relay.speak();
            eventually(() -> assertThat(keys(far)).containsExactly("before"), null);
            far.context().close();
        }
    }

    /** Repeats what is unavailable for other reasons than {@code last}, such as a connection that was just cut. */
    private static void eventually(Runnable attempt, String last) {
        for (int i = 0; ; i++) {
            try {
                attempt.run();
                return;
            } catch (Unavailable e) {
                if (i == 100 || last != null && e.getMessage().contains(last)) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    /** Passes bytes on between Steward and its database, until it falls silent. */
    private static final class Relay implements AutoCloseable {
        private static final Pattern ADDRESS = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/(.*)");

        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Matcher target;
        private volatile CountDownLatch speaking = new CountDownLatch(0);

        Relay(PostgresSettings settings) throws IOException {
            target = ADDRESS.matcher(settings.url());
            assertThat(target.matches()).isTrue();
            Thread.ofVirtual().start(this::accept);
        }

        String url() {
            return "jdbc:postgresql://127.0.0.1:" + listening.getLocalPort() + "/" + target.group(3);
        }

        void silence() {
            speaking = new CountDownLatch(1);
        }

        void speak() {
            speaking.countDown();
        }

        private void accept() {
            while (!listening.isClosed()) {
                try {
                    Socket here = listening.accept();
                    Socket there = new Socket(target.group(1), Integer.parseInt(target.group(2)));
                    Thread.ofVirtual().start(() -> pass(here, there));
                    Thread.ofVirtual().start(() -> pass(there, here));
                } catch (IOException e) {
                    // closed
                }
            }
        }

        private void pass(Socket from, Socket to) {
            byte[] bytes = new byte[8_192];
            try (from; to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    assertThat(speaking.await(60, TimeUnit.SECONDS)).isTrue();
                    out.write(bytes, 0, count);
                }
            } catch (IOException e) {
                // one of them is gone, and now the other
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            speak();
            listening.close();
        }
    }

    private PostgresSettings user(String name, String options) throws SQLException {
        execute("CREATE ROLE " + name + " " + options + " PASSWORD 'secret'");
        return PostgresSettings.of(settings.url(), name, "secret");
    }

    private static void update(PostgresSettings settings) {
        new PostgresSchema(settings).with(migrations -> {
            migrations.update();
            return true;
        });
    }

    private void write(String key) {
        database.write(workspace, stores -> insert(stores.of(SettingStore.class), key));
    }

    private static void insert(SettingStore store, String key) {
        store.insert(new Setting(Meta.first(new Id<>(TestDatabase.newId()), TestDatabase.now()), key, Json.of(1)));
    }

    private List<String> keys() {
        return keys(database);
    }

    private List<String> keys(PostgresTestDatabase from) {
        return from.read(workspace, stores -> stores.of(SettingStore.class).list(Query.all(100)).stream().map(Setting::key).toList());
    }

    private static String setting(String name) {
        try (Statement statement = new SessionDataSource().getConnection().createStatement(); ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password()); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(PostgresSettings settings, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
