package dev.steward.http.cli;

import dev.steward.domain.Json;
import dev.steward.jdbc.JsonText;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Results: a table for people, JSON for machines. */
final class Output {

    @Option(names = "--json", description = "Print the result as JSON")
    boolean json;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** Objects as lines of a table with these members as columns, or as a JSON array. */
    void table(List<Json.Obj> rows, String... columns) {
        if (json) {
            out().println(JsonText.write(Json.of(rows)));
            return;
        }
        int[] widths = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            widths[i] = columns[i].length();
            for (Json.Obj row : rows) {
                widths[i] = Math.max(widths[i], cell(row, columns[i]).length());
            }
        }
        out().println(line(List.of(columns), widths));
        for (Json.Obj row : rows) {
            out().println(line(List.of(columns).stream().map(column -> cell(row, column)).toList(), widths));
        }
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private static String cell(Json.Obj row, String column) {
        Json value = row.get(column);
        return switch (value) {
            case null -> "";
            case Json.Null nothing -> "-";
            case Json.Text text -> text.value();
            case Json.Arr array -> String.join(",", array.items().stream().map(item -> item instanceof Json.Text text ? text.value() : JsonText.write(item)).toList());
            case Json.Num number -> JsonText.write(number);
            case Json.Bool bool -> JsonText.write(bool);
            case Json.Obj object -> JsonText.write(object);
        };
    }
}
