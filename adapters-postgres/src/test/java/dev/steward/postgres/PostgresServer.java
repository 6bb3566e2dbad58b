package dev.steward.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.PostgreSQLContainer;

/**
 * A real PostgreSQL for tests: the one that STEWARD_TEST_POSTGRES_URL names, else a container where Docker answers, else the
 * embedded one. Never none. One server a process; each caller gets a database of its own.
 */
public final class PostgresServer {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final PostgresSettings SERVER = start();

    private PostgresServer() {
    }

    /** A new, empty database. */
    public static PostgresSettings newDatabase() {
        return newDatabase("");
    }

    /** A new one with the newest schema, and nothing in it. */
    public static PostgresSettings migratedDatabase() {
        return copyOf(Migrated.TEMPLATE);
    }

    /** A new one with all that is in {@code template}, to which nobody may be connected. */
    public static PostgresSettings copyOf(PostgresSettings template) {
        return newDatabase(" TEMPLATE " + template.url().replaceFirst("jdbc:postgresql://[^/]+/([^?]*).*", "$1"));
    }

    /** Migrated once a process: copies take a fraction of the time, and many at once. */
    private static final class Migrated {
        static final PostgresSettings TEMPLATE = newDatabase();

        static {
            new PostgresSchema(TEMPLATE).with(migrations -> {
                migrations.update();
                return true;
            });
        }
    }

    private static PostgresSettings newDatabase(String like) {
        String name = "steward_test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(SERVER.url(), SERVER.user(), SERVER.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + like);
        } catch (SQLException e) {
            throw new IllegalStateException("The test PostgreSQL refused a new database", e);
        }
        String url = SERVER.url().replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
        return PostgresSettings.of(url, SERVER.user(), SERVER.password());
    }

    private static PostgresSettings start() {
        String url = System.getenv("STEWARD_TEST_POSTGRES_URL");
        if (url != null) {
            return PostgresSettings.of(url, System.getenv().getOrDefault("STEWARD_TEST_POSTGRES_USER", "postgres"),
                    System.getenv().getOrDefault("STEWARD_TEST_POSTGRES_PASSWORD", "postgres"));
        }
        if (dockerAnswers()) {
            PostgreSQLContainer<?> container = new PostgreSQLContainer<>("postgres:18");
            container.start();
            return PostgresSettings.of(container.getJdbcUrl(), container.getUsername(), container.getPassword());
        }
        try {
            EmbeddedPostgres embedded = EmbeddedPostgres.builder().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    embedded.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            // Not its own URL: that names the user, and would win over any other one a test connects as.
            return PostgresSettings.of("jdbc:postgresql://localhost:" + embedded.getPort() + "/postgres", "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean dockerAnswers() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }
}
