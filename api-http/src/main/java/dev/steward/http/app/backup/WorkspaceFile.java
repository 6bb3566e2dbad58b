package dev.steward.http.app.backup;

import dev.steward.domain.Json;
import dev.steward.domain.Word;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.JdbcSink;
import dev.steward.jdbc.copy.JdbcSource;
import dev.steward.jdbc.copy.RowSource;
import dev.steward.migrations.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One workspace as a file, to take along. As lines of JSON it comes back whole; the other forms are for reading and for other
 * programs. Its tokens and the answers kept for repeated requests stay: they belong to the installation.
 */
public final class WorkspaceFile {

    public enum Format implements Word {
        JSONL, CSV, SQL, MARKDOWN
    }

    private static final String FORMAT = "steward-export";
    private static final Set<String> LEFT_OUT = Set.of("workspace", "api_token", "stored_answer", "recurring_job");
    /** A new workspace has some already: that it was made. Those of the file take their place. */
    private static final Set<String> REPLACED = Set.of("event", "event_sequence");
    private static final Set<String> DERIVED = Set.of("search_text", "version");

    private final CopyableDatabase database;
    private final UUID workspace;

    public WorkspaceFile(CopyableDatabase database, UUID workspace) {
        this.database = database;
        this.workspace = workspace;
    }

    /** Writes a new file, complete or not at all, and counts its rows. */
    public long write(Path file, Format format) {
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
        try (JdbcSource source = database.snapshot()) {
            if (Files.exists(file)) {
                throw new CopyException(file + " exists already; name a new file.");
            }
            Files.deleteIfExists(unfinished);
            List<Table> tables = source.tables().stream().filter(table -> !LEFT_OUT.contains(table.name())).toList();
            RowSource rows = source.of(workspace);
            long[] count = {0};
            RowSource counted = (table, each) -> rows.read(table, row -> {
                count[0]++;
                each.accept(row);
            });
            BackupFiles.write(unfinished, out -> {
                switch (format) {
                    case JSONL -> lines(tables, counted, count, out);
                    case CSV -> csv(tables, counted, out);
                    case SQL -> sql(tables, counted, out);
                    case MARKDOWN -> markdown(tables, counted, out);
                }
            });
            BackupFiles.move(unfinished, file.toAbsolutePath());
            return count[0];
        } catch (IOException | UncheckedIOException e) {
            unfinished.toFile().delete();
            throw new CopyException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void lines(List<Table> tables, RowSource rows, long[] count, OutputStream out) throws IOException {
        line(out, Json.obj("format", Json.of(FORMAT)).with("version", Json.of(1)).with("tables", Json.of(tables.stream().map(table -> Json.of(table.name())).toList())));
        for (Table table : tables) {
            rows.read(table, row -> line(out, Json.obj(table.name(), without(row, "workspace_id"))));
        }
        line(out, Json.obj("rows", Json.of(count[0])));
    }

    private static Json.Obj without(Json.Obj row, String column) {
        return new Json.Obj(row.members().entrySet().stream().filter(member -> !member.getKey().equals(column))
                .collect(LinkedHashMap::new, (members, member) -> members.put(member.getKey(), member.getValue()), Map::putAll));
    }

    private static void line(OutputStream out, Json json) {
        text(out, JsonText.write(json) + "\n");
    }

    private static void text(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 4180 in UTF-8, a file for each table; what is not there is nothing at all, an empty text is "". */
    private static void csv(List<Table> tables, RowSource rows, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (Table table : tables) {
            ZipEntry entry = new ZipEntry(table.name() + ".csv");
            entry.setTime(0);
            zip.putNextEntry(entry);
            text(zip, table.columns().stream().map(Table.Column::name).collect(Collectors.joining(",")) + "\r\n");
            rows.read(table, row -> text(zip, table.columns().stream().map(column -> cell(row.get(column.name()))).collect(Collectors.joining(",")) + "\r\n"));
            zip.closeEntry();
        }
        zip.finish();
    }

    private static String cell(@Nullable Json value) {
        return switch (value) {
            case null -> "";
            case Json.Text text -> '"' + text.value().replace("\"", "\"\"") + '"';
            case Json.Obj other -> JsonText.write(other);
            case Json.Arr other -> JsonText.write(other);
            case Json.Num other -> JsonText.write(other);
            case Json.Bool other -> JsonText.write(other);
            case Json.Null other -> "";
        };
    }

    /** Standard SQL with the types of PostgreSQL. */
    private static void sql(List<Table> tables, RowSource rows, OutputStream out) {
        for (Table table : tables) {
            String insert = "INSERT INTO " + table.name() + " (" + table.columns().stream().map(Table.Column::name).collect(Collectors.joining(", ")) + ") VALUES (";
            rows.read(table, row -> text(out, insert + table.columns().stream()
                    .map(column -> row.get(column.name()) instanceof Json.Text text ? "'" + text.value().replace("'", "''") + "'"
                            : row.get(column.name()) == null ? "NULL" : cell(row.get(column.name())))
                    .collect(Collectors.joining(", ")) + ");\n"));
        }
    }

    private static void markdown(List<Table> tables, RowSource rows, OutputStream out) {
        for (Table table : tables.stream().filter(table -> !REPLACED.contains(table.name())).toList()) {
            text(out, "# " + table.name().replace('_', ' ') + "\n\n");
            rows.read(table, row -> {
                StringBuilder item = new StringBuilder();
                row.members().forEach((column, value) -> {
                    String shown = value instanceof Json.Text text ? text.value() : cell(value);
                    if (!shown.isEmpty() && !DERIVED.contains(column) && !column.equals("workspace_id")) {
                        item.append("- ").append(column).append(": ").append(shown.replace("\n", "\n  ")).append('\n');
                    }
                });
                text(out, item.append('\n').toString());
            });
        }
    }

    /**
     * Brings lines of JSON back, into a workspace in which nothing was made yet.
     *
     * @throws CopyException when the file is none, was cut short or is of a newer version, or the workspace is not empty; nothing was changed then
     */
    public long read(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file); JdbcSource there = database.snapshot()) {
            Json.Obj first = json(file, lines);
            if (!(first.get("format") instanceof Json.Text(String format)) || !format.equals(FORMAT)) {
                throw new CopyException(file + " is not a file of 'steward export --format jsonl'.");
            }
            List<Table> tables = there.tables().stream().filter(table -> !LEFT_OUT.contains(table.name())).toList();
            Set<String> known = tables.stream().map(Table::name).collect(Collectors.toSet());
            if (JsonText.integer(first, "version") != 1 || !(first.get("tables") instanceof Json.Arr(List<Json> named))
                    || !named.stream().allMatch(name -> name instanceof Json.Text(String text) && known.contains(text))) {
                throw new CopyException(file + " was written by a newer Steward; import it with that version or a later one. Nothing was changed.");
            }
            Rows rows = new Rows(file, lines);
            try (JdbcSink sink = database.sink()) {
                return sink.fillWorkspace(workspace, tables, REPLACED, rows.endingWith(tables.getLast()));
            }
        } catch (NoSuchFileException e) {
            throw new CopyException("There is no file " + file + ".", e);
        } catch (IOException | UncheckedIOException e) {
            throw new CopyException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Json.Obj json(Path file, BufferedReader lines) throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new CopyException(file + " was cut short: its last line, which counts the rows, is missing. Nothing was changed.");
        }
        try {
            return (Json.Obj) JsonText.parse(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | ClassCastException e) {
            throw new CopyException(file + " is damaged or was cut short: a line is not an object of JSON. Nothing was changed.", e);
        }
    }

    /** Rows as they come, table by table in the order of the schema; the last line says how many there must be. */
    private static final class Rows {

        private final Path file;
        private final BufferedReader lines;
        private Json.@Nullable Obj next;
        private long count;

        Rows(Path file, BufferedReader lines) {
            this.file = file;
            this.lines = lines;
        }

        RowSource endingWith(Table last) {
            return (table, each) -> {
                try {
                    read(table, each);
                    if (table.equals(last)) {
                        requireEnd();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
        }

        private void read(Table table, Consumer<Json.Obj> each) throws IOException {
            Set<String> columns = table.columns().stream().map(Table.Column::name).collect(Collectors.toSet());
            next = next == null ? json(file, lines) : next;
            while (next.get(table.name()) instanceof Json.Obj row) {
                if (!columns.containsAll(row.members().keySet())) {
                    throw new CopyException(file + " was written by a newer Steward: a row of " + table.name() + " has more than this one knows. Nothing was changed.");
                }
                each.accept(row);
                count++;
                next = json(file, lines);
            }
        }

        private void requireEnd() throws IOException {
            if (next == null || !(next.get("rows") instanceof Json.Num(BigDecimal rows)) || rows.longValueExact() != count || lines.readLine() != null) {
                throw new CopyException(file + " is damaged or was cut short: it does not end with the number of its " + count + " rows. Nothing was changed.");
            }
        }
    }
}
