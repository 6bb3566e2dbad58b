package dev.steward.benchmarks.limit;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;

/** A few connections, each with its statements prepared for good. */
abstract class JdbcLimit implements Limit {

    static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

    private static final byte[] NONE = {};

    final String workspace;
    private final BlockingQueue<Statements> readers;

    interface Opener {
        Connection open() throws SQLException;
    }

    static final class Statements {
        final Connection connection;
        final PreparedStatement get;
        final PreparedStatement list;
        final PreparedStatement insert;
        private final Map<String, PreparedStatement> others = new HashMap<>();

        Statements(Connection connection) throws SQLException {
            this.connection = connection;
            this.get = connection.prepareStatement(SessionSql.GET);
            this.list = connection.prepareStatement(SessionSql.LIST);
            this.insert = connection.prepareStatement(SessionSql.INSERT);
        }

        /** Prepared once. */
        PreparedStatement prepared(String sql) throws SQLException {
            PreparedStatement statement = others.get(sql);
            if (statement == null) {
                statement = connection.prepareStatement(sql);
                others.put(sql, statement);
            }
            return statement;
        }
    }

    JdbcLimit(String workspace, int connections, Opener opener) throws SQLException {
        this.workspace = workspace;
        this.readers = new ArrayBlockingQueue<>(connections);
        for (int i = 0; i < connections; i++) {
            readers.add(new Statements(opener.open()));
        }
    }

    interface Work {
        byte[] run(Statements statements) throws SQLException;
    }

    byte[] with(Work work) {
        Statements statements = take();
        try {
            return work.run(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            readers.add(statements);
        }
    }

    private Statements take() {
        try {
            return readers.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] get(String id) {
        return with(statements -> {
            statements.get.setString(1, workspace);
            statements.get.setString(2, id);
            try (ResultSet row = statements.get.executeQuery()) {
                row.next();
                return SessionSql.item(row);
            }
        });
    }

    @Override
    public byte[] list(String weekKey) {
        String[] week = weekKey.split("\\.");
        LocalDate monday = LocalDate.of(Integer.parseInt(week[0]), 1, 4).with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Integer.parseInt(week[1])).with(DayOfWeek.MONDAY);
        return with(statements -> {
            statements.list.setString(1, workspace);
            statements.list.setString(2, monday.toString());
            statements.list.setString(3, monday.plusDays(6).toString());
            try (ResultSet rows = statements.list.executeQuery()) {
                return SessionSql.items(rows);
            }
        });
    }

    /** In the way that gives the most: on SQLite with others in one commit. */
    abstract CompletionStage<byte[]> write(Work work);

    @Override
    public CompletionStage<byte[]> create(byte[] json) {
        Body body = Body.of(json);
        return write(statements -> {
            insert(statements.insert, body);
            return NONE;
        }).thenApply(nothing -> body.rendered());
    }

    @Override
    public CompletionStage<byte[]> claim(byte[] body) {
        String agent = SessionSql.read(body).getOrDefault("agent", "");
        return write(statements -> new PlanSql(this, statements).claim(agent, System.currentTimeMillis()));
    }

    @Override
    public byte[] map(String project) {
        return with(statements -> new PlanSql(this, statements).map(project));
    }

    @Override
    public CompletionStage<byte[]> batch(String project, byte[] body) {
        List<String> titles = PlanSql.titles(body);
        return write(statements -> new PlanSql(this, statements).batch(project, titles, System.currentTimeMillis()));
    }

    abstract void bindInstant(PreparedStatement statement, int index, long now) throws SQLException;

    /** Parsed before it waits for its turn, and rendered after. */
    record Body(String id, long now, LocalDate date, Map<String, String> members) {

        static Body of(byte[] json) {
            Map<String, String> members = SessionSql.read(json);
            return new Body(IDS.generate().toString(), System.currentTimeMillis(), LocalDate.parse(members.getOrDefault("scheduled_date", "")), members);
        }

        byte[] rendered() {
            return SessionSql.inserted(id, members, now);
        }
    }

    void insert(PreparedStatement statement, Body body) throws SQLException {
        String title = body.members.getOrDefault("title", "");
        String description = body.members.getOrDefault("description", "");
        statement.setString(1, workspace);
        statement.setString(2, body.id);
        bindInstant(statement, 3, body.now);
        bindInstant(statement, 4, body.now);
        statement.setString(5, body.members.get("project_id"));
        statement.setString(6, title);
        statement.setString(7, description);
        statement.setString(8, body.date.toString());
        statement.setString(9, body.date.get(IsoFields.WEEK_BASED_YEAR) + "." + body.date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        statement.setString(10, (title + "\n" + description).toLowerCase(Locale.ROOT));
        statement.executeUpdate();
    }
}
