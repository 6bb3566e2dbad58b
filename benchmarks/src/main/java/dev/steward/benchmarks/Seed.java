package dev.steward.benchmarks;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is stored when the measuring begins: 50 projects, made over HTTP; and so many sessions, each with its event, and a twentieth as many
 * milestones, written straight into the tables. A week has 250 sessions and 12 milestones however many there are, so that its lists are equally long.
 */
record Seed(String workspace, String token, List<String> projects, List<String> sessions, List<String> weeks) {

    private static final int PROJECTS = 50;
    private static final int SESSIONS_A_WEEK = 250;
    private static final int MILESTONES_A_WEEK = 12;
    private static final LocalDate MONDAY = LocalDate.of(2016, 1, 4);
    static final String DESCRIPTION = "Read the chapter aloud, mark what sounds wrong, and write down for each mark what it should do instead. ".repeat(2).strip();
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

    static final String MILESTONE = """
            INSERT INTO milestone (workspace_id, id, version, created_at, updated_at, project_id, description, status, target_date, sort_order, notes, search_text)
            VALUES (?, ?, 1, ?, ?, ?, ?, 'planned', ?, ?, '', ?)""";
    static final String SESSION = """
            INSERT INTO session (workspace_id, id, version, created_at, updated_at, kind, project_id, title, description, notes, summary,
                                 scheduled_date, week_key, duration_minutes, status, files_changed, body, search_text)
            VALUES (?, ?, 1, ?, ?, 'planned', ?, ?, ?, '', '', ?, ?, 90, ?, '[]', '', ?)""";
    static final String EVENT = """
            INSERT INTO event (workspace_id, sequence, at, actor_kind, actor_id, actor_label, type, subject_type, subject_id, project_id, payload, request_id)
            VALUES (?, ?, ?, 'user', 'seed', 'seed', 'session.created', 'session', ?, ?, ?, 'seed')""";

    /** @param url of a Steward on the database that {@code connection} reaches, too */
    static Seed plant(String url, String workspace, String token, Connection connection, int sessions) {
        List<String> projects = projects(url, token);
        try {
            return plant(workspace, token, projects, connection, sessions);
        } catch (SQLException e) {
            throw new BenchmarkException("The sessions cannot be written: " + e.getMessage(), e);
        }
    }

    private static List<String> projects(String url, String token) {
        List<String> ids = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int n = 0; n < PROJECTS; n++) {
                HttpResponse<String> made = client.send(HttpRequest.newBuilder(URI.create(url + "/api/v1/projects"))
                        .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"Project " + n + "\", \"priority\": " + (n % 5 + 1) + "}")).build(),
                        HttpResponse.BodyHandlers.ofString());
                Matcher id = ID.matcher(made.body());
                if (made.statusCode() != 201 || !id.find()) {
                    throw new BenchmarkException("A project was refused: " + made.body());
                }
                ids.add(id.group(1));
            }
        } catch (IOException e) {
            throw new BenchmarkException("The projects cannot be made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new BenchmarkException("Interrupted", e);
        }
        return ids;
    }

    private static Seed plant(String workspace, String token, List<String> projects, Connection connection, int count) throws SQLException {
        List<String> sessions = new ArrayList<>();
        List<String> weeks = new ArrayList<>();
        boolean sqlite = connection.getMetaData().getURL().startsWith("jdbc:sqlite:");
        String[] statuses = {"planned", "backlog", "done", "planned", "doing"};
        connection.setAutoCommit(false);
        try (PreparedStatement milestone = connection.prepareStatement(MILESTONE);
                PreparedStatement session = connection.prepareStatement(SESSION);
                PreparedStatement event = connection.prepareStatement(EVENT);
                Statement counter = connection.createStatement()) {
            for (int n = 0; n < count / 20; n++) {
                LocalDate day = MONDAY.plusWeeks(n / MILESTONES_A_WEEK).plusDays(n % 7);
                bind(milestone, sqlite, workspace, id(), Instant.now(), Instant.now(), projects.get(n % PROJECTS), "Milestone " + n, day.toString(), n % 10, "milestone " + n);
            }
            milestone.executeBatch();
            for (int n = 0; n < count; n++) {
                LocalDate day = MONDAY.plusWeeks(n / SESSIONS_A_WEEK).plusDays(n % 7);
                String week = weekKey(day);
                if (n % SESSIONS_A_WEEK == 0) {
                    weeks.add(week);
                }
                String id = id();
                sessions.add(id);
                String project = projects.get(n % PROJECTS);
                String title = "Session " + n + " of the week " + week;
                bind(session, sqlite, workspace, id, Instant.now(), Instant.now(), project, title, DESCRIPTION, day.toString(), week,
                        statuses[n % statuses.length], (title + "\n" + DESCRIPTION).toLowerCase(Locale.ROOT));
                bind(event, sqlite, workspace, (long) PROJECTS + 1_000 + n, Instant.now(), id, project, "{\"session\":{\"id\":\"" + id + "\",\"title\":\"" + title + "\"}}");
                if (n % 1_000 == 999) {
                    session.executeBatch();
                    event.executeBatch();
                }
            }
            session.executeBatch();
            event.executeBatch();
            counter.executeUpdate("UPDATE event_sequence SET last = " + (PROJECTS + 1_000 + count));
            connection.commit();
            connection.setAutoCommit(true);
            if (sqlite) {
                counter.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            } else {
                counter.execute("VACUUM ANALYZE");
            }
        }
        return new Seed(workspace, token, projects, sessions, weeks);
    }

    private static String id() {
        return IDS.generate().toString();
    }

    static String weekKey(LocalDate day) {
        return "%d.%02d".formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private static void bind(PreparedStatement statement, boolean sqlite, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case Instant instant when sqlite -> statement.setLong(i + 1, instant.toEpochMilli());
                case Instant instant -> statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
                default -> statement.setObject(i + 1, values[i]);
            }
        }
        statement.addBatch();
    }
}
