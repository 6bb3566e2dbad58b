package dev.steward.benchmarks.limit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The table {@code session} by hand: whole rows to JSON, straight from the result set; and bodies to rows, unchecked. */
final class SessionSql {

    static final String COLUMNS = """
            id, kind, project_id, milestone_id, title, description, notes, summary, scheduled_date, duration_minutes, actual_minutes,
            status, files_changed, body, week_key, completed_at, version, created_at, updated_at""";
    static final String GET = "SELECT " + COLUMNS + " FROM session WHERE workspace_id = ? AND id = ?";
    static final String LIST = "SELECT " + COLUMNS + " FROM session WHERE workspace_id = ? AND scheduled_date BETWEEN ? AND ? ORDER BY scheduled_date, id LIMIT 50";
    static final String INSERT = """
            INSERT INTO session (workspace_id, id, version, created_at, updated_at, kind, project_id, title, description, notes, summary,
                                 scheduled_date, week_key, duration_minutes, status, files_changed, body, search_text)
            VALUES (?, ?, 1, ?, ?, 'planned', ?, ?, ?, '', '', ?, ?, 90, 'planned', '[]', '', ?)""";

    private static final JsonFactory JSON = new JsonFactory();
    private static final String[] NAMES = COLUMNS.split(",\\s+");

    private SessionSql() {
    }

    static byte[] items(ResultSet rows) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            while (rows.next()) {
                write(rows, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The row that {@code rows} stands on. */
    static byte[] item(ResultSet rows) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 10);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(rows, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(ResultSet rows, JsonGenerator json) throws SQLException, IOException {
        json.writeStartObject();
        for (int column = 0; column < NAMES.length; column++) {
            json.writeStringField(NAMES[column], rows.getString(column + 1));
        }
        json.writeEndObject();
    }

    /** The members of a flat object. */
    static Map<String, String> read(byte[] body) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                members.put(name, json.getText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return members;
    }

    /** What was inserted, as {@link #item} would give it. */
    static byte[] inserted(String id, Map<String, String> body, long now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 10);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", id);
            for (Map.Entry<String, String> member : body.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            json.writeNumberField("version", 1);
            json.writeNumberField("created_at", now);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
