package dev.steward.benchmarks.limit;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.sql.SQLException;
import java.util.Map;

/** {@code LimitServer WORKSPACE sqlite FILE} or {@code LimitServer WORKSPACE postgres URL USER}; listens on a free port, and says on which. */
final class LimitServer {

    private LimitServer() {
    }

    static void main(String[] arguments) throws SQLException {
        String workspace = arguments[0];
        Limit limit = arguments[1].equals("sqlite")
                ? new SqliteLimit(arguments[2], workspace)
                : new PostgresLimit(arguments[2], arguments[3], System.getenv().getOrDefault("STEWARD_DB_PASSWORD", ""), workspace);
        EmbeddedServer server = ApplicationContext.builder(Map.of("micronaut.server.port", -1, "micronaut.server.host", "127.0.0.1"))
                .banner(false).singletons(limit).start().getBean(EmbeddedServer.class).start();
        System.out.println("Limit listens on http://127.0.0.1:" + server.getPort());
    }
}
