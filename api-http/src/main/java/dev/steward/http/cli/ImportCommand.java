package dev.steward.http.cli;

import dev.steward.application.imports.DossierImport;
import dev.steward.application.imports.ImportOptions;
import dev.steward.application.imports.ImportReport;
import dev.steward.application.imports.PortfolioManagerImport;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Workspace;
import dev.steward.http.app.backup.WorkspaceFile;
import dev.steward.jdbc.JsonText;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "import", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Take over the data of another program, or what 'steward export' wrote.",
        subcommands = {ImportCommand.PortfolioManagerDatabase.class, ImportCommand.DossierDatabase.class, ImportCommand.JsonLines.class})
final class ImportCommand {

    private ImportCommand() {
    }

    /** An import of another program's database, which ends with a report. */
    abstract static class Database extends TokenCommand.OfWorkspace {

        @Option(names = "--dry-run", description = "Do the same, report it, and take it back")
        boolean dryRun;

        @Option(names = "--instance", paramLabel = "NAME",
                description = "Tells two databases apart that went separate ways. Default: what the file itself says")
        @Nullable String instance;

        abstract ImportReport run(ApplicationContext context, Id<Workspace> workspace, ImportOptions options);

        @Override
        public Integer call() {
            ImportOptions options = new ImportOptions(Optional.ofNullable(instance), dryRun);
            ImportReport report = run((context, caller) -> run(context, caller.workspace(), options));
            if (output.json) {
                output.out().println(JsonText.write(report.json()));
            } else {
                output.out().print(report.text());
                output.out().flush();
            }
            return 0;
        }
    }

    @Command(name = "portfolio-manager", mixinStandardHelpOptions = true,
            description = "The database file of portfolio manager, schema v1 to v4. It is only read; the program may be running. "
                    + "Importing again takes over what has changed there since.")
    static final class PortfolioManagerDatabase extends Database {

        @Parameters(paramLabel = "FILE.db", description = "Usually ~/.portfolio_manager/portfolio.db")
        Path file = Path.of("");

        @Override
        ImportReport run(ApplicationContext context, Id<Workspace> workspace, ImportOptions options) {
            return context.getBean(PortfolioManagerImport.class).run(workspace, file, options);
        }
    }

    @Command(name = "dossier", mixinStandardHelpOptions = true,
            description = "The database file of Dossier, after any of its migrations 001 to 012. It is only read; the program may be running. "
                    + "Importing again takes over what has changed there since. Runs that it left open come in as cancelled.")
    static final class DossierDatabase extends Database {

        @Parameters(paramLabel = "FILE.db", description = "Usually ~/.dossier/dossier.db")
        Path file = Path.of("");

        @Override
        ImportReport run(ApplicationContext context, Id<Workspace> workspace, ImportOptions options) {
            return context.getBean(DossierImport.class).run(workspace, file, options);
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
