package dev.steward.http.app.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.http.app.backup.Manifest.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class BackupScheduleTest {

    private static final Instant START = Instant.parse("2026-01-01T03:00:00Z");

    private final List<Backup> kept = new ArrayList<>();

    private Backup backup(Kind kind, Instant at, boolean verified) {
        return new Backup(Path.of(at + "-" + kind), new Manifest(1, "1", "sqlite", kind, at, List.of(), Map.of(), Map.of(), null), verified ? at : null);
    }

    private void add(Kind kind, Instant at, boolean verified) {
        kept.add(backup(kind, at, verified));
        kept.sort(Comparator.comparing((Backup one) -> one.manifest().createdAt()).reversed());
    }

    private Map<Kind, Long> counts() {
        return kept.stream().collect(Collectors.groupingBy(one -> one.manifest().kind(), Collectors.counting()));
    }

    /** As servers keep it in the database: only what was verified is done. */
    private Optional<Instant> doneAt(Kind kind) {
        return kept.stream().filter(one -> one.manifest().kind() == kind && one.verifiedAt() != null).map(one -> one.manifest().createdAt()).findFirst();
    }

    @Test
    void inThreeMonthsSevenDailyAndFourWeeklyOnesRemain() {
        for (Instant now = START; now.isBefore(START.plus(Duration.ofDays(90))); now = now.plus(Duration.ofMinutes(10))) {
            Instant at = now;
            BackupSchedule.due(this::doneAt, now).ifPresent(kind -> {
                add(kind, at, true);
                kept.removeAll(BackupSchedule.expired(kept));
            });
        }

        assertThat(counts()).isEqualTo(Map.of(Kind.DAILY, 7L, Kind.WEEKLY, 4L));
        assertThat(Duration.between(kept.getLast().manifest().createdAt(), kept.getFirst().manifest().createdAt())).isGreaterThan(Duration.ofDays(21));
    }

    @Test
    void oneThatFailedItsTrialCountsAsNone() {
        assertThat(BackupSchedule.due(this::doneAt, START)).contains(Kind.WEEKLY);
        add(Kind.WEEKLY, START, false);
        assertThat(BackupSchedule.due(this::doneAt, START.plusSeconds(3600))).contains(Kind.WEEKLY);
        assertThat(BackupSchedule.expired(kept)).isEmpty();

        add(Kind.WEEKLY, START.plusSeconds(3600), true);

        assertThat(BackupSchedule.due(this::doneAt, START.plusSeconds(7200))).isEmpty();
        assertThat(BackupSchedule.due(this::doneAt, START.plus(Duration.ofHours(26)))).contains(Kind.DAILY);
        assertThat(BackupSchedule.expired(kept)).singleElement().satisfies(one -> assertThat(one.verifiedAt()).isNull());
    }

    @Test
    void failuresNeverPushOutWhatWasVerifiedAndDoNotPileUp() {
        for (int i = 0; i < 10; i++) {
            add(Kind.DAILY, START.plus(Duration.ofDays(i)), i < 7);
        }

        assertThat(BackupSchedule.expired(kept)).hasSize(2).allSatisfy(one -> assertThat(one.verifiedAt()).isNull()).doesNotContain(kept.getFirst());
    }

    @Test
    void beforeAMigrationIsKeptUntilSomethingNewerIsVerified() {
        add(Kind.WEEKLY, START, true);
        add(Kind.PRE_MIGRATION, START.plusSeconds(10), true);
        add(Kind.PRE_MIGRATION, START.plusSeconds(20), true);
        add(Kind.DAILY, START.plusSeconds(30), false);
        assertThat(BackupSchedule.expired(kept)).isEmpty();

        add(Kind.DAILY, START.plusSeconds(40), true);

        assertThat(BackupSchedule.expired(kept)).filteredOn(one -> one.manifest().kind() == Kind.PRE_MIGRATION).hasSize(2);
    }

    @Test
    void manualOnesAreTheOperatorsOwn() {
        for (int i = 0; i < 20; i++) {
            add(Kind.MANUAL, START.plusSeconds(i), true);
        }

        assertThat(BackupSchedule.expired(kept)).isEmpty();
        assertThat(BackupSchedule.due(this::doneAt, START.plusSeconds(30))).contains(Kind.WEEKLY);
    }
}
