package dev.steward.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of its own that syncs what it commits, and that can be killed and started again. Always the embedded one. */
public final class PostgresInstance implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private EmbeddedPostgres running;
    private final int port;

    public PostgresInstance() throws IOException {
        this.folder = Files.createTempDirectory("steward-postgres-");
        this.running = start(0);
        this.port = running.getPort();
    }

    private EmbeddedPostgres start(int wanted) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).setCleanDataDirectory(false)
                .setPGStartupWait(PATIENCE) // it syncs all its files before it recovers
                .setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "60");
        return (wanted == 0 ? builder : builder.setPort(wanted)).start();
    }

    /** A new, empty database in it. */
    public PostgresSettings newDatabase(String name) throws SQLException {
        execute("CREATE DATABASE " + name);
        return settings(name);
    }

    private PostgresSettings settings(String database) {
        return PostgresSettings.of("jdbc:postgresql://localhost:" + port + "/" + database, "postgres", "postgres");
    }

    public void execute(String sql) throws SQLException {
        PostgresSettings settings = settings("postgres");
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** From now on that database wants a password, which nobody has. */
    public void demandPassword(String database) throws IOException, SQLException {
        Path access = folder.resolve("data/pg_hba.conf");
        Files.writeString(access, "host " + database + " all all scram-sha-256\n" + Files.readString(access));
        execute("SELECT pg_reload_conf()");
    }

    /** As the machine would: kill -9, the parent and all its children. */
    public void kill() throws IOException, InterruptedException {
        ProcessHandle parent = ProcessHandle.of(Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst().strip())).orElseThrow();
        List<ProcessHandle> all = Stream.concat(Stream.of(parent), parent.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            while (process.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        running.close();
    }

    /** Starts it again on what is left; it recovers by its own log. */
    public void restart() throws IOException {
        running = start(port);
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
