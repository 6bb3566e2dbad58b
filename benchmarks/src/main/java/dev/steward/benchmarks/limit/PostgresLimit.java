package dev.steward.benchmarks.limit;

import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Twice as many connections as cores, every statement prepared on the server, no transaction beyond the statement. */
final class PostgresLimit extends JdbcLimit {

    PostgresLimit(String url, String user, String password, String workspace) throws SQLException {
        super(workspace, Math.max(4, 2 * Runtime.getRuntime().availableProcessors()), () -> {
            Properties properties = new Properties();
            properties.setProperty("user", user);
            properties.setProperty("password", password);
            properties.setProperty("stringtype", "unspecified");
            properties.setProperty("prepareThreshold", "1");
            return DriverManager.getConnection(url, properties);
        });
    }

    /** PostgreSQL commits those together that wait together. */
    @Override
    public CompletionStage<byte[]> create(byte[] json) {
        Body body = Body.of(json);
        return CompletableFuture.completedFuture(with(statements -> {
            insert(statements.insert, body);
            return body.rendered();
        }));
    }

    @Override
    CompletionStage<byte[]> write(Work work) {
        return CompletableFuture.completedFuture(with(statements -> {
            statements.connection.setAutoCommit(false);
            byte[] result = work.run(statements);
            statements.connection.commit();
            statements.connection.setAutoCommit(true);
            return result;
        }));
    }

    @Override
    void bindInstant(PreparedStatement statement, int index, long now) throws SQLException {
        statement.setObject(index, Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC));
    }
}
