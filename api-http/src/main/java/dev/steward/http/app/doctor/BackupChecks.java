package dev.steward.http.app.doctor;

import dev.steward.http.app.backup.Backup;
import dev.steward.http.app.backup.Backups;
import dev.steward.http.app.backup.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether there is a backup that would restore, and how old it is. */
final class BackupChecks {

    private static final Duration FRESH = Duration.ofDays(2);
    /** Reading more than this to compare checksums would take minutes; older backups are left to {@code backup verify}. */
    private static final long READ_AT_MOST = 4L << 30;

    private final Backups backups;
    private final Instant now;

    BackupChecks(Backups backups, Instant now) {
        this.backups = backups;
        this.now = now;
    }

    /** @param since when the installation began, if that is known */
    List<Finding> age(Optional<Instant> since) {
        List<Backup> all = backups.list();
        List<Finding> findings = new ArrayList<>();
        Optional<Backup> newest = all.stream().filter(backup -> backup.verifiedAt() != null).findFirst();
        if (newest.isEmpty()) {
            boolean old = since.map(began -> began.isBefore(now.minus(FRESH))).orElse(false);
            String what = "There is no verified backup" + (all.isEmpty() ? "." : " among " + all.size() + ".");
            String means = "Nothing is known to bring the data back.";
            String remedy = "'steward backup create' makes and verifies one; a running server makes one a day by itself.";
            findings.add(old ? Finding.problem("backups", what, means, remedy) : Finding.warning("backups", what, means, remedy));
        } else if (newest.get().manifest().createdAt().isBefore(now.minus(FRESH))) {
            long days = Duration.between(newest.get().manifest().createdAt(), now).toDays();
            findings.add(Finding.warning("backups", "The newest verified backup, " + newest.get().name() + ", is " + days + " days old.", "What was written since would be lost.",
                    "'steward backup create' makes one now. If a server runs, its log says why its daily backup failed."));
        }
        all.stream().filter(backup -> backup.manifest().kind() == Manifest.Kind.PRE_MIGRATION && backup.verifiedAt() == null)
                .forEach(backup -> findings.add(Finding.warning("backups", "The backup " + backup.name() + ", made before a migration, is not verified.",
                        "It may not bring back the data as it was before.", "'steward backup verify " + backup.name() + "'")));
        return Check.orElse(findings, Finding.ok("backups", "The newest verified backup is of " + newest.map(backup -> backup.manifest().createdAt().toString()).orElse("") + "."));
    }

    List<Finding> damage() {
        List<Finding> findings = new ArrayList<>();
        backups.damaged().forEach(name -> findings.add(damaged("The backup " + name + " is damaged: its manifest cannot be read.", name)));
        long read = 0;
        int whole = 0;
        List<Backup> all = backups.list();
        for (Backup backup : all) {
            read += backup.manifest().parts().values().stream().mapToLong(Manifest.Part::size).sum();
            if (read <= READ_AT_MOST) {
                whole++;
                backups.damage(backup).ifPresent(reason -> findings.add(damaged(reason, backup.name())));
            }
        }
        String what = whole + " of " + all.size() + " backups were read, and are what was written.";
        return Check.orElse(findings, Finding.ok("backup files", whole == 0 ? "There are none." : what));
    }

    private Finding damaged(String what, String name) {
        return Finding.problem("backup files", what, "It will not restore. The disk may be failing.",
                "Delete the folder " + backups.folder().resolve(name) + ", make a new one with 'steward backup create', and look at the disk.");
    }

    List<Finding> clock() {
        return backups.list().stream().findFirst().filter(backup -> backup.manifest().createdAt().isAfter(now.plus(Doctor.CLOCK_TOLERANCE)))
                .map(backup -> Doctor.clockBehind("the backup " + backup.name(), backup.manifest().createdAt(), now)).stream().toList();
    }
}
