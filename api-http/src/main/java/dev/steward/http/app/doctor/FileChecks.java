package dev.steward.http.app.doctor;

import dev.steward.http.app.FirstStart;
import dev.steward.http.app.SecretKeys;
import dev.steward.http.app.backup.Passphrase;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders and files: who may read them, how much room is left, what lies about. */
final class FileChecks {

    private static final long MB = 1 << 20;
    private static final Set<PosixFilePermission> OTHERS_WRITE = EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private final Path dataDir;
    private final @Nullable Path database;
    private final ToLongFunction<Path> freeBytes;

    /** @param database the SQLite file; null: the database is elsewhere */
    FileChecks(Path dataDir, @Nullable Path database, ToLongFunction<Path> freeBytes) {
        this.dataDir = dataDir;
        this.database = database;
        this.freeBytes = freeBytes;
    }

    List<Finding> permissions() throws IOException {
        String check = "permissions";
        if (!Files.isDirectory(dataDir)) {
            return List.of(Files.exists(dataDir, LinkOption.NOFOLLOW_LINKS)
                    ? Finding.problem(check, dataDir + " is not a folder.", "Steward cannot keep its data there.", "Name another folder with --data-dir.")
                    : Finding.problem(check, "There is no data folder " + dataDir + ".", "Nothing is installed there, or the folder was moved or is not mounted.",
                            "Check --data-dir and STEWARD_HOME. 'steward serve' makes a new, empty installation."));
        }
        if (!dataDir.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return List.of(Finding.ok(check, "This file system has no modes; who may read " + dataDir + " was not looked at."));
        }
        List<Finding> findings = new ArrayList<>();
        mode(check, dataDir, "chmod 700 ", "The database, the keys and the backups lie in it.").ifPresent(findings::add);
        boolean closed = findings.isEmpty();
        Path token = dataDir.resolve(FirstStart.TOKEN_FILE);
        if (Files.exists(token) && hasAny(token, OTHERS)) {
            findings.add(Finding.problem(check, token + " is open to other users (" + words(token) + ").", "Whoever reads it may do everything.",
                    "chmod 600 " + token + ", and when others could reach it, make a new admin token and revoke this one."));
        }
        Path key = dataDir.resolve(SecretKeys.FILE);
        if (Files.exists(key) && hasAny(key, OTHERS)) {
            findings.add(Finding.problem(check, key + " is open to other users (" + words(key) + ").", "Whoever reads it and gets hold of the database can sign as this Steward.",
                    "chmod 600 " + key + ", and when others could reach it, put a new key above it and rotate the secrets of webhooks."));
        }
        Path file = database;
        if (file != null && Files.exists(file)) {
            boolean inside = file.startsWith(dataDir) && closed || !hasAny(file.resolveSibling(""), OTHERS);
            if (!inside || hasAny(file, OTHERS_WRITE)) {
                mode(check, file, "chmod 600 ", "It holds all data.").ifPresent(findings::add);
            }
        }
        findings.addAll(owners(check));
        return Check.orElse(findings, Finding.ok(check, "Only their owner may read the data folder and its files."));
    }

    static List<Finding> passphrase(Path file) throws IOException {
        String check = "passphrase";
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return List.of(Finding.problem(check, "The passphrase file " + file + " is not there, or this user cannot read it.",
                    "No server starts, and no encrypted backup can be made or restored.", "Bring it back; it has to belong to the user that runs Steward (chmod 600)."));
        }
        return List.of(Passphrase.isOpenToOthers(file)
                ? Finding.problem(check, file + " is open to other users (" + words(file) + ").", "Whoever reads it and gets hold of a backup can read all data.", "chmod 600 " + file)
                : Finding.ok(check, "Only its owner may read the passphrase file."));
    }

    private static Optional<Finding> mode(String check, Path path, String change, String why) throws IOException {
        if (hasAny(path, OTHERS_WRITE)) {
            return Optional.of(Finding.problem(check, path + " can be changed by other users (" + words(path) + ").", why + " They could replace or destroy it.", change + path));
        }
        return hasAny(path, OTHERS) ? Optional.of(Finding.warning(check, path + " is open to other users (" + words(path) + ").", why, change + path)) : Optional.empty();
    }

    private List<Finding> owners(String check) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Object owner = Files.getAttribute(dataDir, "unix:uid");
        Path self = Path.of("/proc/self");
        Object me = Files.exists(self) ? Files.getAttribute(self, "unix:uid") : owner;
        if (!me.equals(owner)) {
            findings.add(me.equals(0)
                    ? Finding.warning(check, "The data folder belongs to " + Files.getOwner(dataDir) + ", and this runs as root.",
                            "What root makes there, such as a backup, the server cannot change later.", "Run Steward's commands as " + Files.getOwner(dataDir) + ".")
                    : Finding.problem(check, "The data folder " + dataDir + " belongs to " + Files.getOwner(dataDir) + ", another user than the one that runs this.",
                            "Steward cannot work with it as this user.", "Run this as " + Files.getOwner(dataDir) + "."));
        }
        List<String> foreign = new ArrayList<>();
        try (Stream<Path> files = Files.walk(dataDir, 3)) {
            for (Path path : files.toList()) {
                if (!owner.equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
                    foreign.add(dataDir.relativize(path).toString());
                }
            }
        }
        if (!foreign.isEmpty()) {
            findings.add(Finding.problem(check, foreign.size() + " files in the data folder belong to another user than the folder: " + some(foreign) + ".",
                    "The server may be unable to write or delete them.", "chown -R " + Files.getOwner(dataDir) + " " + dataDir));
        }
        return findings;
    }

    private static boolean hasAny(Path path, Set<PosixFilePermission> asked) throws IOException {
        return Files.getPosixFilePermissions(path).stream().anyMatch(asked::contains);
    }

    private static String words(Path path) throws IOException {
        return java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** @param size of the database */
    List<Finding> disk(long size) throws IOException {
        Set<Path> folders = new LinkedHashSet<>(List.of(dataDir));
        Path file = database;
        if (file != null) {
            folders.add(file.resolveSibling(""));
        }
        Map<FileStore, Path> stores = new LinkedHashMap<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                stores.putIfAbsent(Files.getFileStore(folder), folder);
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (Path folder : stores.values()) {
            long free = freeBytes.applyAsLong(folder);
            String what = "The disk of " + folder + " has " + free / MB + " MB free; the database takes " + size / MB + " MB.";
            String remedy = "Free some space, delete old backups by hand, or move the data folder to a larger disk.";
            if (free < 100 * MB) {
                findings.add(Finding.problem("disk", what, "Writes will soon be refused, and no backup can be made.", remedy));
            } else if (free < 500 * MB || free < 2 * size) {
                findings.add(Finding.warning("disk", what, "A backup and its trial need about twice the database.", remedy));
            } else {
                findings.add(Finding.ok("disk", what));
            }
        }
        return findings;
    }

    List<Finding> leftovers() throws IOException {
        List<Finding> findings = new ArrayList<>();
        Path file = database;
        if (file != null && Files.isDirectory(file.resolveSibling(""))) {
            String name = file.getFileName().toString();
            List<String> beside = names(file.resolveSibling(""));
            List<String> kept = beside.stream().filter(each -> each.startsWith(name + ".before-restore-")).toList();
            if (!kept.isEmpty()) {
                findings.add(Finding.warning("leftovers", "Databases from before a restore: " + some(kept) + ".", "They are kept until you delete them, and take space.",
                        "When the restored data is right, delete them from " + file.resolveSibling("") + "."));
            }
            List<String> half = beside.stream().filter(each -> each.startsWith(name + ".restoring-")).toList();
            if (!half.isEmpty() && FileLocks.holders(file.resolveSibling(name + ".in-use")).orElse(List.of()).isEmpty()) {
                findings.add(Finding.warning("leftovers", "A restore was killed and left " + some(half) + ".", "They are no whole database and nobody uses them.",
                        "Delete them from " + file.resolveSibling("") + ", and restore again when the data is not what it should be."));
            }
            List<String> orphans = new ArrayList<>();
            for (String end : List.of(".lock", ".in-use", "-wal", "-shm", "-journal")) {
                beside.stream().filter(each -> each.startsWith(name) && each.endsWith(end) && !beside.contains(each.substring(0, each.length() - end.length())))
                        .filter(each -> !half.contains(each) && !kept.contains(each)).forEach(orphans::add);
            }
            if (!orphans.isEmpty()) {
                boolean log = orphans.stream().anyMatch(each -> each.endsWith("-wal"));
                findings.add(Finding.warning("leftovers", "Files of a database that is not there: " + some(orphans) + ".",
                        log ? "A log without its database: the database was moved or deleted alone, and the newest writes are in the log." : "Nobody uses them.",
                        log ? "Put the database back beside its log before anything is started; else restore a backup." : "Delete them from " + file.resolveSibling("") + "."));
            }
        }
        Path backups = dataDir.resolve("backups");
        if (Files.isDirectory(backups)) {
            List<String> unfinished = names(backups).stream().filter(each -> each.startsWith(".unfinished-")).toList();
            if (!unfinished.isEmpty() && FileLocks.holders(backups.resolve(".lock")).orElse(List.of()).isEmpty()) {
                findings.add(Finding.warning("leftovers", "A backup was killed and left " + some(unfinished) + " in " + backups + ".", "It is no backup and takes space.",
                        "The next backup deletes it; 'steward backup create' makes one now."));
            }
        }
        return Check.orElse(findings, Finding.ok("leftovers", "No unfinished or forgotten files lie about."));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    static String some(List<String> words) {
        return String.join(", ", words.subList(0, Math.min(5, words.size()))) + (words.size() > 5 ? " and " + (words.size() - 5) + " more" : "");
    }
}
