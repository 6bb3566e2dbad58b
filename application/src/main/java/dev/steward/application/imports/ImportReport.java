package dev.steward.application.imports;

import dev.steward.domain.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an import did, or would do.
 *
 * @param dryRun         whether it was only tried, so that nothing is stored
 * @param stored         whether anything was; false for a file that is imported already
 * @param tables         one for each table of the source, in the order of import
 * @param changes        values that are not in Steward as they are in the source, of the rows that made or changed an entity; also
 *                       local edits that a newer value of the source replaced
 * @param problems       rows that could not be placed, and what else the reader should look at
 */
public record ImportReport(
        Source source,
        boolean dryRun,
        boolean stored,
        List<Table> tables,
        List<ChangedValue> changes,
        List<Problem> problems) {

    /**
     * What was read.
     *
     * @param system such as {@code portfolio-manager}
     * @param file   as the caller named it
     * @param sha256 of the file as it was read
     */
    public record Source(String system, String file, String instance, String sha256, String schemaVersion) {
    }

    private static final int SHOWN_IN_JSON = 200;
    private static final int SHOWN_IN_TEXT = 50;
    /** As wide as the names of tables are at least, in the text. */
    private static final int NAMES = 17;

    public ImportReport {
        tables = List.copyOf(tables);
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    /**
     * What became of a table's rows; {@code read} is the sum of the others.
     *
     * @param created   rows that made an entity
     * @param updated   rows that changed theirs
     * @param unchanged rows whose entity stays as it is
     * @param merged    rows that went into the entity of another row, such as a second review of one week
     * @param notPlaced rows that have no entity and are only kept as they were read
     */
    public record Table(String name, int read, int created, int updated, int unchanged, int merged, int notPlaced) {

        Json.Obj json() {
            return Json.obj("table", Json.of(name)).with("read", Json.of(read)).with("created", Json.of(created))
                    .with("updated", Json.of(updated)).with("unchanged", Json.of(unchanged)).with("merged", Json.of(merged))
                    .with("not_placed", Json.of(notPlaced));
        }
    }

    /**
     * A value that is not the source's.
     *
     * @param field  the member of the entity
     * @param from   the source's, or for a conflict the local one; long texts are shortened, the origin has them whole
     * @param reason why, for people
     */
    public record ChangedValue(String table, String key, String field, Json from, Json to, String reason) {

        public ChangedValue {
            from = shortened(from);
            to = shortened(to);
        }

        Json.Obj json() {
            return Json.obj("table", Json.of(table)).with("key", Json.of(key)).with("field", Json.of(field))
                    .with("from", from).with("to", to).with("reason", Json.of(reason));
        }

        private String line() {
            return table + " " + key + ", " + field + ": " + shown(from) + " -> " + shown(to) + " (" + reason + ")";
        }
    }

    /** @param key empty when it is about the whole file */
    public record Problem(String table, String key, String message) {

        Json.Obj json() {
            return Json.obj("table", Json.of(table)).with("key", Json.of(key)).with("message", Json.of(message));
        }

        private String line() {
            return key.isEmpty() ? message : table + " " + key + ": " + message;
        }
    }

    public Json.Obj json() {
        return Json.obj("file", Json.of(source.file()))
                .with("system", Json.of(source.system()))
                .with("instance", Json.of(source.instance()))
                .with("sha256", Json.of(source.sha256()))
                .with("schema_version", Json.of(source.schemaVersion()))
                .with("dry_run", Json.of(dryRun))
                .with("stored", Json.of(stored))
                .with("tables", Json.of(tables.stream().map(Table::json).toList()))
                .with("changed_values", Json.of(changes.stream().map(ChangedValue::json).toList()))
                .with("problems", Json.of(problems.stream().map(Problem::json).toList()));
    }

    /** For people, in lines; the first says how it ended. */
    public String text() {
        StringBuilder text = new StringBuilder(outcome()).append("\n\n");
        int width = Math.max(NAMES, 1 + tables.stream().mapToInt(table -> table.name.length()).max().orElse(0));
        text.append(row(width, "table", "read", "created", "updated", "unchanged", "merged", "not placed"));
        tables.forEach(table -> text.append(row(width, table.name, table.read, table.created, table.updated, table.unchanged, table.merged, table.notPlaced)));
        section(text, "Values changed on the way; every row is kept as it was read:", changes.stream().map(ChangedValue::line).toList());
        section(text, "Look at these:", problems.stream().map(Problem::line).toList());
        return text.toString();
    }

    private String outcome() {
        String read = source.file() + " (schema " + source.schemaVersion() + ", instance " + source.instance() + ")";
        if (dryRun) {
            return "Tried " + read + "; nothing was stored.";
        }
        return stored ? "Imported " + read + "." : "Nothing new in " + read + "; all of it is in Steward already.";
    }

    /** What the event at the end says. */
    Json.Obj summary() {
        Map<String, Json> counts = new LinkedHashMap<>();
        tables.forEach(table -> counts.put(table.name, table.json()));
        return Json.obj("system", Json.of(source.system()))
                .with("instance", Json.of(source.instance()))
                .with("sha256", Json.of(source.sha256()))
                .with("schema_version", Json.of(source.schemaVersion()))
                .with("tables", new Json.Obj(counts))
                .with("changed_values", Json.of(changes.size()))
                .with("problems", Json.of(problems.size()));
    }

    private static void section(StringBuilder text, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(heading).append('\n');
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }

    private static String row(int width, String name, Object... cells) {
        StringBuilder row = new StringBuilder(name).repeat(' ', width - name.length());
        for (Object cell : cells) {
            row.append("%11s".formatted(cell));
        }
        return row.append('\n').toString();
    }

    private static Json shortened(Json value) {
        return value instanceof Json.Text text ? Json.of(cut(text.value(), SHOWN_IN_JSON)) : value;
    }

    private static String shown(Json value) {
        return switch (value) {
            case Json.Null nothing -> "nothing";
            case Json.Text text -> '"' + cut(text.value().replaceAll("\\p{Cntrl}+", " "), SHOWN_IN_TEXT) + '"';
            case Json.Num number -> number.value().toPlainString();
            case Json.Bool bool -> String.valueOf(bool.value());
            case Json.Obj object when object.get("$real") instanceof Json.Text real -> real.value();
            case Json.Obj object when object.get("$blob") != null || object.get("$text") != null -> "bytes that are no text";
            case Json.Obj object -> object.members().isEmpty() ? "nothing" : "an object with " + String.join(", ", object.members().keySet());
            case Json.Arr array -> array.items().size() + " items";
        };
    }

    private static String cut(String text, int max) {
        return text.codePointCount(0, text.length()) <= max ? text : text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
    }
}
