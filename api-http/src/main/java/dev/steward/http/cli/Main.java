package dev.steward.http.cli;

import dev.steward.application.StoreException;
import dev.steward.domain.InvalidException;
import dev.steward.domain.RefusedException;
import dev.steward.jdbc.copy.CopyException;
import dev.steward.migrations.MigrationException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point. */
@Command(
        name = "steward",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Plan and work, alone or with agents: one backend for projects, weeks, reviews and everything around them.",
        footer = {"", "Every option has an environment variable, named in its help. Start with:  steward serve"},
        subcommands = {ServeCommand.class, TokenCommand.class, WorkspaceCommand.class, ImportCommand.class, ExportCommand.class, BackupCommand.class,
            MoveCommand.class, MigrateCommand.class, DoctorCommand.class, McpCommand.class, CommandLine.HelpCommand.class})
public final class Main {

    private Main() {
    }

    /** Runs one command and ends the process with its exit code; {@code serve} goes on until it is stopped. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setUsageHelpWidth(110)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("steward: " + sentence(failure));
                    return 1;
                })
                .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    private static String sentence(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> sentence(wrapped.getCause());
            case InvalidException invalid -> invalid.violations().stream()
                    .map(violation -> (violation.pointer().isEmpty() ? "" : violation.pointer().substring(1) + ": ") + violation.message())
                    .collect(Collectors.joining(" "));
            case RefusedException refused -> refused.getMessage();
            case MigrationException migration -> String.valueOf(migration.getMessage());
            case CopyException copy -> String.valueOf(copy.getMessage());
            case StoreException store -> String.valueOf(store.getMessage());
            case UncheckedIOException io -> String.valueOf(io.getMessage());
            default -> failure.getClass().getSimpleName() + ": " + failure.getMessage();
        };
    }
}
