package dev.steward.http.app.doctor;

import dev.steward.http.app.Installation;
import dev.steward.http.app.backup.Backups;
import dev.steward.http.app.backup.Database;
import dev.steward.jdbc.inspect.JdbcInspection;
import dev.steward.postgres.PostgresInspection;
import dev.steward.sqlite.SqliteInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Looks an installation over, beside a running server or without one. It changes nothing, makes nothing and asks for no lock. */
public final class Doctor {

    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final Installation installation;
    private final InstantSource time;
    private final ToLongFunction<Path> freeBytes;
    private final Optional<Path> passphraseFile;

    /** @param passphraseFile of backups, if it is in one */
    public Doctor(Installation installation, Optional<Path> passphraseFile) {
        this(installation, passphraseFile, InstantSource.system(), folder -> {
            try {
                return Files.getFileStore(folder).getUsableSpace();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    /** @param freeBytes how much a folder can still take; a test says little */
    Doctor(Installation installation, Optional<Path> passphraseFile, InstantSource time, ToLongFunction<Path> freeBytes) {
        this.installation = installation;
        this.passphraseFile = passphraseFile;
        this.time = time;
        this.freeBytes = freeBytes;
    }

    /** What was found, the worst first. */
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        Database target = installation.target();
        try (JdbcInspection database = open(target, findings)) {
            checks(target, database).forEach(check -> findings.addAll(check.run()));
            if (database instanceof SqliteInspection sqlite && sqlite.disturbed()) {
                return examine(); // a server has started; now there is a log, and that is read along
            }
        } catch (SQLException e) {
            findings.add(Finding.problem("database", "The database could not be closed: " + e.getMessage(), "Other findings may be wrong.", "Run this again."));
        }
        return findings.stream().sorted(Comparator.comparing(Finding::level)).toList();
    }

    private static @Nullable JdbcInspection open(Database target, List<Finding> findings) {
        try {
            if (target instanceof Database.Postgres postgres) {
                return PostgresInspection.open(postgres.settings());
            }
            Database.Sqlite sqlite = (Database.Sqlite) target;
            Path file = sqlite.settings().file();
            if (!Files.isRegularFile(file)) {
                findings.add(Finding.problem("database", "There is no database file " + file + ".", "Nothing is installed there, or the file was moved or deleted.",
                        "Check --data-dir and --db. 'steward backup restore' brings a backup back; 'steward serve' makes a new, empty database."));
                return null;
            }
            Optional<SqliteInspection> inspection = SqliteInspection.open(sqlite.settings());
            if (inspection.isEmpty()) {
                findings.add(Finding.warning("database", "The log of " + file + " has no index beside it (-shm), so the database was not looked into.",
                        "It was copied or moved without it. No data is lost, but reading it would make a new index.",
                        "'steward migrate --status' reads it and makes the index; then run this again."));
            }
            return inspection.orElse(null);
        } catch (SQLException e) {
            findings.add(Finding.problem("database", "The database " + target.location() + " cannot be opened: " + e.getMessage(), "No server can work with it.",
                    target instanceof Database.Postgres ? "Check that PostgreSQL runs, and --db, --db-user and STEWARD_DB_PASSWORD."
                            : "Check its owner and mode; when it is damaged, stop the server and bring a backup back with 'steward backup restore'."));
            return null;
        }
    }

    private List<Check> checks(Database target, @Nullable JdbcInspection database) {
        Instant now = time.instant();
        Path dataDir = installation.dataDir().toAbsolutePath().normalize();
        Path file = target instanceof Database.Sqlite sqlite ? sqlite.settings().file() : null;
        FileChecks files = new FileChecks(dataDir, file, freeBytes);
        BackupChecks backups = new BackupChecks(new Backups(dataDir.resolve("backups"), target, time, null), now);
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("permissions", files::permissions));
        passphraseFile.ifPresent(secret -> checks.add(new Check("passphrase", () -> FileChecks.passphrase(secret))));
        checks.add(new Check("disk", () -> files.disk(database == null ? 0 : database.size())));
        checks.add(new Check("leftovers", files::leftovers));
        if (Files.isDirectory(dataDir)) {
            checks.add(new Check("backups", () -> backups.age(database == null ? Optional.empty() : began(database))));
            checks.add(new Check("backup files", backups::damage));
        }
        checks.add(new Check("clock", () -> clock(backups, now)));
        if (file != null) {
            checks.add(new Check("server", () -> server(file)));
        }
        if (database != null) {
            checks.addAll(new DatabaseChecks(database, dataDir, System.getenv(), now).all());
        }
        return checks;
    }

    private static Optional<Instant> began(JdbcInspection database) {
        try {
            return database.since();
        } catch (SQLException e) {
            return Optional.empty(); // another check says that it cannot be read
        }
    }

    private static List<Finding> server(Path file) throws IOException {
        return List.of(FileLocks.holders(file.resolveSibling(file.getFileName() + ".in-use"))
                .map(holders -> Finding.ok("server", holders.isEmpty() ? "No server runs on the database." : "A server or another command uses the database (process "
                        + String.join(", ", holders) + ")."))
                .orElse(Finding.ok("server", "This system does not tell whether a server runs on the database.")));
    }

    private static List<Finding> clock(BackupChecks backups, Instant now) throws Exception {
        List<Finding> findings = new ArrayList<>(backups.clock());
        Path program = Path.of(Doctor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Instant installed = Files.getLastModifiedTime(program, LinkOption.NOFOLLOW_LINKS).toInstant();
        if (installed.isAfter(now.plus(CLOCK_TOLERANCE))) {
            findings.add(clockBehind("this program", installed, now));
        }
        return Check.orElse(findings, Finding.ok("clock", "The time is " + now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + ", later than the program and all backups."));
    }

    static Finding clockBehind(String what, Instant made, Instant now) {
        return Finding.problem("clock", "It is " + now + " by the clock of this machine, but " + what + " is of " + made + ".",
                "The clock is wrong, or was when that was made. Expired keys may be taken, today and this week are wrong, and backups are not made when due.",
                "Set the clock and let it be kept right (timedatectl set-ntp true).");
    }
}
