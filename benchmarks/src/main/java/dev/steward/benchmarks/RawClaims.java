package dev.steward.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What PostgreSQL can do: clients that claim in one statement and do nothing else, without any server between. */
final class RawClaims {

    private static final int CLIENTS = 8;
    private static final String CLAIM = """
            UPDATE card_assignment SET version = version + 1, status = 'running', attempt = attempt + 1, fence = fence + 1, claimed_by = ?, claimed_at = now(),
                   lease_expires_at = now() + INTERVAL '1 hour', claimable_at = now() + INTERVAL '1 hour'
            WHERE workspace_id = ? AND id = (
              SELECT id FROM card_assignment WHERE workspace_id = ? AND is_claimable AND agent_role = 'coder' AND claimable_at <= ?
              ORDER BY priority, claimable_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, fence""";

    private RawClaims() {
    }

    /** Claims in a second. */
    static double rate(Postgres database, String workspace, Duration duration) {
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Integer>> clients = new ArrayList<>();
            long end = System.nanoTime() + duration.toNanos();
            for (int n = 0; n < CLIENTS; n++) {
                String agent = "raw-" + n;
                clients.add(threads.submit(() -> claim(database, workspace, agent, end)));
            }
            int claims = 0;
            for (Future<Integer> client : clients) {
                claims += client.get();
            }
            return claims / (duration.toNanos() / 1e9);
        } catch (ExecutionException e) {
            throw new BenchmarkException("A raw claim failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new BenchmarkException("Interrupted", e);
        }
    }

    private static int claim(Postgres database, String workspace, String agent, long end) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("stringtype", "unspecified");
        properties.setProperty("prepareThreshold", "1");
        try (Connection connection = DriverManager.getConnection(database.url(), properties); PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            int claims = 0;
            while (System.nanoTime() < end) {
                statement.setString(1, agent);
                statement.setString(2, workspace);
                statement.setString(3, workspace);
                statement.setTimestamp(4, new Timestamp(System.currentTimeMillis()));
                try (ResultSet claimed = statement.executeQuery()) {
                    if (!claimed.next()) {
                        throw new BenchmarkException("Nothing waits any more");
                    }
                }
                claims++;
            }
            return claims;
        }
    }
}
