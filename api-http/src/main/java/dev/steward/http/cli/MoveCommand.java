package dev.steward.http.cli;

import dev.steward.domain.Json;
import dev.steward.http.app.Installation;
import dev.steward.http.app.backup.Move;
import dev.steward.jdbc.JsonText;
import dev.steward.migrations.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "move", mixinStandardHelpOptions = true,
        description = "Copy everything into another, new database, from SQLite to PostgreSQL or back, and compare it table by table. "
                + "Stop the server first. Killed, it goes on where it was when it is run again.",
        footer = "Passwords come from STEWARD_FROM_DB_PASSWORD and STEWARD_TO_DB_PASSWORD, else STEWARD_DB_PASSWORD.")
final class MoveCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Option(names = "--from", paramLabel = "JDBC_URL", required = true, description = "jdbc:postgresql:… or an SQLite file. It is only read")
    String from = "";

    @Option(names = "--to", paramLabel = "JDBC_URL", required = true, description = "jdbc:postgresql:… or an SQLite file. It must be new or empty")
    String to = "";

    @Option(names = "--from-user", paramLabel = "NAME", defaultValue = "${env:STEWARD_DB_USER:-}", description = "PostgreSQL user of --from (STEWARD_DB_USER)")
    String fromUser = "";

    @Option(names = "--to-user", paramLabel = "NAME", defaultValue = "${env:STEWARD_DB_USER:-}", description = "PostgreSQL user of --to (STEWARD_DB_USER)")
    String toUser = "";

    @Override
    public Integer call() {
        PrintWriter err = output.command.commandLine().getErr();
        List<Table> tables = new Move(installation(from, fromUser, "STEWARD_FROM_DB_PASSWORD").target(), installation(to, toUser, "STEWARD_TO_DB_PASSWORD").target())
                .run((table, result) -> {
                    err.println(table.name() + ": " + result);
                    err.flush();
                });
        if (output.json) {
            output.out().println(JsonText.write(Json.obj("tables", Json.of(tables.size()))));
        } else {
            output.out().println("All " + tables.size() + " tables are the same in both databases. Start the server with the new one.");
        }
        return 0;
    }

    private static Installation installation(String url, String user, String password) {
        return new Installation(Path.of(""), url, user, System.getenv().getOrDefault(password, System.getenv().getOrDefault("STEWARD_DB_PASSWORD", "")), "FULL");
    }
}
