package dev.steward.benchmarks.limit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sqlite.SQLiteConfig;

/** As many readers as cores, and one writing thread that commits what waits together, at {@code synchronous=FULL}. */
final class SqliteLimit extends JdbcLimit {

    private static final int GROUP = 128;

    private final BlockingQueue<Job> waiting = new ArrayBlockingQueue<>(1_024);

    private record Job(Work work, CompletableFuture<byte[]> answer) {
    }

    private record Done(Job job, byte[] result) {
    }

    SqliteLimit(String file, String workspace) throws SQLException {
        super(workspace, Math.max(2, Runtime.getRuntime().availableProcessors()), () -> open(file));
        Statements statements = new Statements(open(file));
        Thread.ofPlatform().name("writer").daemon().start(() -> write(statements));
    }

    private static Connection open(String file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(30_000);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setCacheSize(-16_000);
        return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    @Override
    CompletionStage<byte[]> write(Work work) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        try {
            waiting.put(new Job(work, answer));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return answer;
    }

    private void write(Statements statements) {
        List<Job> group = new ArrayList<>();
        try (Statement transaction = statements.connection.createStatement()) {
            while (true) {
                group.clear();
                group.add(waiting.take());
                waiting.drainTo(group, GROUP - 1);
                transaction.execute("BEGIN IMMEDIATE");
                List<Done> done = new ArrayList<>();
                for (Job job : group) {
                    done.add(new Done(job, job.work.run(statements)));
                }
                transaction.execute("COMMIT");
                done.forEach(one -> one.job.answer.complete(one.result));
            }
        } catch (SQLException | InterruptedException e) {
            group.forEach(job -> job.answer.completeExceptionally(e));
        }
    }

    @Override
    void bindInstant(PreparedStatement statement, int index, long now) throws SQLException {
        statement.setLong(index, now);
    }
}
