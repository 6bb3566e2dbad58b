package dev.steward.http.cli;

import dev.steward.application.imports.ImportOptions;
import dev.steward.application.imports.ImportReport;
import dev.steward.application.imports.PortfolioManagerImport;
import dev.steward.domain.Json;
import dev.steward.http.app.backup.WorkspaceFile;
import dev.steward.jdbc.JsonText;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "import", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Take over the data of another program, or what 'steward export' wrote.",
        subcommands = {ImportCommand.PortfolioManagerDatabase.class, ImportCommand.JsonLines.class})
final class ImportCommand {

    private ImportCommand() {
    }

    @Command(name = "portfolio-manager", mixinStandardHelpOptions = true,
            description = "The database file of portfolio manager, schema v1 to v4. It is only read; the program may be running. "
                    + "Importing again takes over what has changed there since.")
    static final class PortfolioManagerDatabase extends TokenCommand.OfWorkspace {

        @Parameters(paramLabel = "FILE.db", description = "Usually ~/.portfolio_manager/portfolio.db")
        Path file = Path.of("");

        @Option(names = "--dry-run", description = "Do the same, report it, and take it back")
        boolean dryRun;

        @Option(names = "--instance", paramLabel = "NAME",
                description = "Tells two databases apart that went separate ways. Default: what the file itself says")
        @Nullable String instance;

        @Override
        public Integer call() {
            ImportOptions options = new ImportOptions(Optional.ofNullable(instance), dryRun);
            ImportReport report = run((context, caller) ->
                    context.getBean(PortfolioManagerImport.class).run(caller.workspace(), file, options));
            if (output.json) {
                output.out().println(JsonText.write(report.json()));
            } else {
                output.out().print(report.text());
                output.out().flush();
            }
            return 0;
        }
    }

    @Command(name = "jsonl", mixinStandardHelpOptions = true,
            description = "A file of 'steward export --format jsonl', into a workspace in which nothing has been made yet. All of it or nothing.")
    static final class JsonLines extends TokenCommand.OfWorkspace {

        @Parameters(paramLabel = "FILE", description = "Export it again, and the two files are equal byte by byte")
        Path file = Path.of("");

        @Override
        public Integer call() {
            long rows = run((context, caller) -> new WorkspaceFile(data.installation().target().copies(), caller.workspace().value()).read(file));
            if (output.json) {
                output.out().println(JsonText.write(Json.obj("rows", Json.of(rows))));
            } else {
                output.out().println("Imported " + rows + " rows.");
            }
            return 0;
        }
    }
}
