package dev.steward.http.cli;

import dev.steward.http.app.Installation;
import dev.steward.http.app.backup.Passphrase;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the data is: the same options for every command. */
final class DataOptions {

    @Option(names = "--data-dir", paramLabel = "DIR", defaultValue = "${env:STEWARD_HOME:-${sys:user.home}/.steward}",
            description = "Folder of the data (STEWARD_HOME). Default: ~/.steward")
    Path dataDir = Path.of("");

    @Option(names = "--db", paramLabel = "JDBC_URL", defaultValue = "${env:STEWARD_DB_URL:-}",
            description = "jdbc:postgresql:… selects PostgreSQL, anything else is an SQLite file (STEWARD_DB_URL). Default: steward.db in the data folder")
    String database = "";

    @Option(names = "--db-user", paramLabel = "NAME", defaultValue = "${env:STEWARD_DB_USER:-}",
            description = "PostgreSQL user (STEWARD_DB_USER). The password comes from STEWARD_DB_PASSWORD alone, so that no process list shows it")
    String user = "";

    @Option(names = "--synchronous", paramLabel = "MODE", defaultValue = "${env:STEWARD_SYNCHRONOUS:-FULL}", hidden = true,
            description = "SQLite: FULL survives power loss, NORMAL only a crash (STEWARD_SYNCHRONOUS)")
    String synchronous = "";

    @Option(names = "--zone", paramLabel = "ZONE", defaultValue = "${env:STEWARD_ZONE:-}",
            description = "Time zone of 'today' and of the current week (STEWARD_ZONE). Default: the system's")
    String zone = "";

    @Option(names = "--passphrase-file", paramLabel = "FILE",
            description = "File with the passphrase that backups are encrypted with, also the one before a migration (STEWARD_BACKUP_PASSPHRASE_FILE, "
                    + "or the passphrase itself in STEWARD_BACKUP_PASSPHRASE). Default: backups are not encrypted")
    @Nullable Path passphraseFile;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    Installation installation() {
        Passphrase passphrase = Passphrase.find(passphraseFile, System.getenv()).orElse(null);
        passphraseFile().filter(DataOptions::isOpenToOthers).ifPresent(file -> command.commandLine().getErr().println(
                "steward: warning: the passphrase file " + file + " is open to other users; chmod 600 " + file));
        return new Installation(dataDir, database, user, System.getenv().getOrDefault("STEWARD_DB_PASSWORD", ""), synchronous, passphrase);
    }

    /** For a command that makes no backup and opens none. */
    Installation installationWithoutPassphrase() {
        return new Installation(dataDir, database, user, System.getenv().getOrDefault("STEWARD_DB_PASSWORD", ""), synchronous);
    }

    Optional<Path> passphraseFile() {
        return Passphrase.named(passphraseFile, System.getenv());
    }

    private static boolean isOpenToOthers(Path file) {
        try {
            return Passphrase.isOpenToOthers(file);
        } catch (IOException e) {
            return false; // it was read a moment ago
        }
    }

    /** Without a server's meters and its way to stop, unless {@code properties} turn them on: a command has no use for them. */
    ApplicationContext open(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(Map.of("micronaut.metrics.enabled", false, "micronaut.lifecycle.graceful-shutdown.enabled", false));
        all.putAll(properties);
        all.put("steward.zone", zone.isEmpty() ? java.time.ZoneId.systemDefault().getId() : zone);
        return installation().open(all);
    }
}
