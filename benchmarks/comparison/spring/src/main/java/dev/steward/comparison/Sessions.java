package dev.steward.comparison;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** A validated body, the project looked up, the row and its event in one transaction at synchronous=FULL; ETag, Location, 304, 404, 422. */
@RestController
class Sessions {

    private static final String COLUMNS = """
            id, kind, project_id, milestone_id, title, description, notes, summary, scheduled_date, duration_minutes, actual_minutes,
            status, files_changed, body, week_key, completed_at, version, created_at, updated_at""";
    private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ReentrantLock writer = new ReentrantLock(true);

    record Session(String id, String kind, String project_id, String milestone_id, String title, String description, String notes, String summary,
            LocalDate scheduled_date, int duration_minutes, Integer actual_minutes, String status, String[] files_changed, String body, String week_key,
            Instant completed_at, long version, Instant created_at, Instant updated_at) {
    }

    record NewSession(@NotNull UUID project_id, @NotBlank @Size(max = 200) String title, @Size(max = 10_000) String description, @NotNull LocalDate scheduled_date,
            @Min(15) @Max(480) Integer duration_minutes, @Pattern(regexp = "backlog|planned|doing|done|cancelled") String status) {
    }

    Sessions(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @GetMapping("/health/ready")
    String ready() {
        return "UP";
    }

    @GetMapping("/api/v1/sessions/{id}")
    ResponseEntity<Session> get(@RequestAttribute(Tokens.TOKEN) Tokens.Token token, @PathVariable String id,
            @RequestHeader(name = "If-None-Match", required = false) String known) {
        Session session = find(token.workspace(), id).orElseThrow(() -> problem(HttpStatus.NOT_FOUND, "There is no session '" + id + "' in this workspace."));
        String tag = "\"" + session.version + "\"";
        return tag.equals(known) ? ResponseEntity.status(304).eTag(tag).build() : ResponseEntity.ok().eTag(tag).body(session);
    }

    /** One writer at a time: waiting in SQLite's busy handler holds the thread that carries the virtual one which would end the wait. */
    @PostMapping("/api/v1/sessions")
    ResponseEntity<Session> create(@RequestAttribute(Tokens.TOKEN) Tokens.Token token, @RequestBody @Valid NewSession body) {
        if (!token.scopes().contains("write") && !token.scopes().contains("admin")) {
            throw problem(HttpStatus.FORBIDDEN, "The token does not have the scope write.");
        }
        writer.lock();
        try {
            return transactions.execute(status -> created(token, body));
        } finally {
            writer.unlock();
        }
    }

    private ResponseEntity<Session> created(Tokens.Token token, NewSession body) {
        String workspace = token.workspace();
        boolean found = jdbc.sql("SELECT archived_at FROM project WHERE workspace_id = ? AND id = ?").param(workspace).param(body.project_id.toString())
                .query((row, number) -> row.getObject(1) == null).optional()
                .orElseThrow(() -> problem(HttpStatus.UNPROCESSABLE_ENTITY, "project_id: there is no such project."));
        if (!found) {
            throw problem(HttpStatus.CONFLICT, "The project is archived.");
        }
        Instant now = Instant.now();
        String id = IDS.generate().toString();
        String description = body.description == null ? "" : body.description;
        jdbc.sql("""
                INSERT INTO session (workspace_id, id, version, created_at, updated_at, kind, project_id, title, description, notes, summary,
                                     scheduled_date, week_key, duration_minutes, status, files_changed, body, search_text)
                VALUES (?, ?, 1, ?, ?, 'planned', ?, ?, ?, '', '', ?, ?, ?, ?, '[]', '', ?)""")
                .param(workspace).param(id).param(now.toEpochMilli()).param(now.toEpochMilli()).param(body.project_id.toString()).param(body.title).param(description)
                .param(body.scheduled_date.toString())
                .param("%d.%02d".formatted(body.scheduled_date.get(IsoFields.WEEK_BASED_YEAR), body.scheduled_date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)))
                .param(body.duration_minutes == null ? 90 : body.duration_minutes).param(body.status == null ? "backlog" : body.status)
                .param((body.title + "\n" + description).toLowerCase(Locale.ROOT)).update();
        Session session = find(workspace, id).orElseThrow();
        long sequence = jdbc.sql("""
                INSERT INTO event_sequence (workspace_id, last) VALUES (?, 1)
                ON CONFLICT (workspace_id) DO UPDATE SET last = last + 1 RETURNING last""").param(workspace).query(Long.class).single();
        jdbc.sql("""
                INSERT INTO event (workspace_id, sequence, at, actor_kind, actor_id, actor_label, type, subject_type, subject_id, project_id, payload, request_id)
                VALUES (?, ?, ?, 'user', ?, ?, 'session.created', 'session', ?, ?, ?, '')""")
                .param(workspace).param(sequence).param(now.toEpochMilli()).param(token.id()).param(token.name()).param(id).param(session.project_id)
                .param("{\"session\":{\"id\":\"" + id + "\",\"status\":\"" + session.status + "\"}}").update();
        return ResponseEntity.created(URI.create("/api/v1/sessions/" + id)).eTag("\"1\"").body(session);
    }

    private Optional<Session> find(String workspace, String id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM session WHERE workspace_id = ? AND id = ?").param(workspace).param(id).query(Sessions::session).optional();
    }

    private static Session session(ResultSet row, int number) throws SQLException {
        int actual = row.getInt("actual_minutes");
        Integer actualMinutes = row.wasNull() ? null : actual;
        long completed = row.getLong("completed_at");
        Instant completedAt = row.wasNull() ? null : Instant.ofEpochMilli(completed);
        return new Session(row.getString("id"), row.getString("kind"), row.getString("project_id"), row.getString("milestone_id"), row.getString("title"),
                row.getString("description"), row.getString("notes"), row.getString("summary"), LocalDate.parse(row.getString("scheduled_date")),
                row.getInt("duration_minutes"), actualMinutes, row.getString("status"), new String[0], row.getString("body"), row.getString("week_key"),
                completedAt, row.getLong("version"), Instant.ofEpochMilli(row.getLong("created_at")), Instant.ofEpochMilli(row.getLong("updated_at")));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
