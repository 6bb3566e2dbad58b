package dev.steward.http.cli;

import dev.steward.domain.Json;
import dev.steward.http.app.backup.Backup;
import dev.steward.http.app.backup.Backups;
import dev.steward.http.app.backup.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "backup", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Make, list, verify and restore backups. They lie in the data folder, in 'backups'; 'serve' makes them daily by itself.",
        subcommands = {BackupCommand.Create.class, BackupCommand.ListAll.class, BackupCommand.Verify.class, BackupCommand.Restore.class})
final class BackupCommand {

    private static final String[] COLUMNS = {"name", "kind", "created_at", "verified_at", "engine", "rows", "size", "encrypted"};

    private BackupCommand() {
    }

    abstract static class OfInstallation implements Callable<Integer> {

        @Mixin
        DataOptions data = new DataOptions();

        @Mixin
        Output output = new Output();

        final Backups backups() {
            return data.installation().backups();
        }

        final void print(List<Backup> backups) {
            output.table(backups.stream().map(Backup::toJson).toList(), COLUMNS);
        }
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Make a backup and verify it, while a server runs or not.")
    static final class Create extends OfInstallation {

        @Override
        public Integer call() {
            Backups backups = backups();
            print(List.of(backups.verify(backups.create(Manifest.Kind.MANUAL))));
            return 0;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List backups, newest first.")
    static final class ListAll extends OfInstallation {

        @Override
        public Integer call() {
            Backups backups = backups();
            print(backups.list());
            backups.damaged().forEach(name -> output.command.commandLine().getErr().println("steward: " + name + " is damaged: its manifest cannot be read."));
            return 0;
        }
    }

    @Command(name = "verify", mixinStandardHelpOptions = true,
            description = "Restore a backup on trial, into a database of its own, and compare it with what was backed up.")
    static final class Verify extends OfInstallation {

        @Parameters(paramLabel = "NAME", description = "From 'steward backup list'")
        String name = "";

        @Override
        public Integer call() {
            Backups backups = backups();
            print(List.of(backups.verify(backups.get(name))));
            return 0;
        }
    }

    @Command(name = "restore", mixinStandardHelpOptions = true,
            description = "Put the data of a backup in place of what is there, which is kept. Stop the server first. A PostgreSQL database must be empty.")
    static final class Restore extends OfInstallation {

        @Parameters(paramLabel = "NAME", description = "From 'steward backup list'")
        String name = "";

        @Override
        public Integer call() {
            Backups backups = backups();
            Backup backup = backups.get(name);
            Optional<Path> before = backups.restore(backup);
            if (output.json) {
                output.table(List.of(Json.obj("restored", Json.of(backup.name())).with("kept", before.map(path -> Json.of(path.toString())).orElse(Json.NULL))));
            } else {
                output.out().println("Restored " + backup.name() + " (" + backup.manifest().rows() + " rows).");
                before.ifPresent(path -> output.out().println("What was there before is now " + path));
            }
            return 0;
        }
    }
}
