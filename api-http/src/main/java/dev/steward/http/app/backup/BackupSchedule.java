package dev.steward.http.app.backup;

import dev.steward.http.app.backup.Manifest.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** When a backup is due, and which ones have been kept long enough. Manual ones are the operator's own. */
final class BackupSchedule {

    static final int DAILY_KEPT = 7;
    static final int WEEKLY_KEPT = 4;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    private BackupSchedule() {
    }

    /**
     * @param doneAt when a backup of a kind was last made and verified, by whichever server; a weekly one is the daily one of its day
     */
    static Optional<Kind> due(Function<Kind, Optional<Instant>> doneAt, Instant now) {
        if (!isAfter(doneAt.apply(Kind.WEEKLY), now.minus(WEEK))) {
            return Optional.of(Kind.WEEKLY);
        }
        boolean today = isAfter(doneAt.apply(Kind.DAILY), now.minus(DAY)) || isAfter(doneAt.apply(Kind.WEEKLY), now.minus(DAY));
        return today ? Optional.empty() : Optional.of(Kind.DAILY);
    }

    private static boolean isAfter(Optional<Instant> done, Instant limit) {
        return done.isPresent() && done.get().isAfter(limit);
    }

    /** Of each kind the newest verified ones stay; what was made before a migration stays until something newer is verified. */
    static List<Backup> expired(List<Backup> newestFirst) {
        List<Backup> expired = new ArrayList<>(expired(newestFirst, Kind.DAILY, DAILY_KEPT));
        expired.addAll(expired(newestFirst, Kind.WEEKLY, WEEKLY_KEPT));
        newestFirst.stream()
                .filter(backup -> backup.manifest().kind() == Kind.PRE_MIGRATION && newestFirst.stream().anyMatch(other -> other.verifiedAt() != null
                        && other.manifest().kind() != Kind.PRE_MIGRATION && other.manifest().createdAt().isAfter(backup.manifest().createdAt())))
                .forEach(expired::add);
        return expired;
    }

    /** One that failed its trial goes with the first newer one of its kind, so that failures do not pile up until the disk is full. */
    private static List<Backup> expired(List<Backup> newestFirst, Kind kind, int kept) {
        List<Backup> expired = new ArrayList<>();
        int verified = 0;
        boolean newest = true;
        for (Backup backup : newestFirst) {
            if (backup.manifest().kind() == kind) {
                boolean passed = backup.verifiedAt() != null;
                if (passed ? verified >= kept : !newest) {
                    expired.add(backup);
                }
                verified += passed ? 1 : 0;
                newest = false;
            }
        }
        return expired;
    }
}
