package dev.steward.http.cli;

import dev.steward.domain.Json;
import dev.steward.http.app.Installation;
import dev.steward.jdbc.JsonText;
import dev.steward.migrations.Migrations;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(name = "migrate", mixinStandardHelpOptions = true,
        description = "Bring the schema up to date, show where it is, or take back its newest change sets. 'serve' migrates by itself.")
final class MigrateCommand implements Callable<Integer> {

    @Mixin
    DataOptions data = new DataOptions();

    @Mixin
    Output output = new Output();

    @ArgGroup
    What what = new What();

    static final class What {
        @Option(names = "--status", description = "Only show what is applied and what is pending")
        boolean status;

        @Option(names = "--rollback", paramLabel = "N",
                description = "Take back the newest N change sets, after a verified backup; what they held is in that alone. Stop the server first")
        @Nullable Integer rollback;
    }

    @Override
    public Integer call() {
        Migrations.Status status = what.rollback != null ? takeBack(what.rollback)
                : what.status ? data.installation().withSchema(Migrations::status) : data.installation().migrate();
        if (output.json) {
            output.out().println(JsonText.write(Json.obj("applied", words(status.applied()))
                    .with("pending", words(status.pending())).with("unknown", words(status.unknown()))));
        } else {
            output.out().println(status.applied().size() + " change sets applied, " + status.pending().size() + " pending"
                    + (status.unknown().isEmpty() ? "." : ", " + status.unknown().size() + " of a newer Steward."));
            status.pending().forEach(id -> output.out().println("pending  " + id));
            status.unknown().forEach(id -> output.out().println("unknown  " + id));
        }
        return status.unknown().isEmpty() ? 0 : 1;
    }

    private Migrations.Status takeBack(int count) {
        CommandLine commandLine = output.command.commandLine();
        if (count < 1) {
            throw new ParameterException(commandLine, "--rollback takes a number of change sets, 1 or more, not " + count);
        }
        Installation.TakenBack taken = data.installation().rollback(count);
        commandLine.getErr().println("steward: what was there before is in the backup " + taken.backup().name());
        return taken.status();
    }

    private static Json words(Collection<String> words) {
        return Json.of(words.stream().map(Json::of).toList());
    }
}
