package dev.steward.application.imports;

import java.util.List;

/**
 * What one database file of portfolio manager holds; each list ordered by id.
 *
 * <p><b>The columns of each row count, not the version.</b> The program's migration to v3 is not transactional, so that
 * files exist whose sessions have the new columns and whose milestones the old ones. Each statement of it is atomic,
 * therefore every such file still holds each row exactly once, and it is read rather than refused. A session row has
 * either {@code focus} (v1, v2) or {@code description} and {@code milestone_id} (v3); a milestone row has either
 * {@code is_complete} (v1, v2) or {@code status} (v3), {@code target_date} from v2 and {@code notes} from v4; a project
 * row has {@code end_date} from v3. Rows that stand in {@code session_v3} or {@code milestone_v3} alone are given under
 * the final name.
 *
 * <p><b>Identity.</b> {@code instance} is made from the time in the file's first {@code schema_migration} row (lowest id),
 * which the program writes at its first start, never changes, and carries through every upgrade: the v1 file and its v4
 * form have the same instance, and so have copies and backups under any name. Not used, because they change: the file's
 * name and place ({@code portfolio.db} against {@code portfolio.db.bak}), its bytes, and the earliest project, which can be
 * deleted. Two limits follow. Copies that went separate ways share the instance. And the upgrade to v3 resets the id
 * counters of sessions and milestones to the highest id in use, so that the id of a deleted row can come back for another
 * row. {@code created_at} of projects, sessions, milestones, scores and reviews survives every upgrade unchanged: where it
 * differs from that of the row imported before under the same key, it is not the same row.
 *
 * @param instance        {@code pm-} and 16 hexadecimal digits; {@code source_instance} of the origin records unless the
 *                        caller names another
 * @param sha256          of the bytes of the file, then of its {@code -wal}, then of its {@code -journal}, 64 hexadecimal
 *                        digits; for the report only, it changes whenever the program writes
 * @param schemaVersion   {@code v1} to {@code v4}: the highest version of which every column is there
 * @param halfMigrated    whether an upgrade was cut short: columns beyond {@code schemaVersion}, left-over tables, or
 *                        another version recorded in {@code migrations}
 */
public record PortfolioManagerFile(
        String instance,
        String sha256,
        String schemaVersion,
        boolean halfMigrated,
        List<RawRow> projects,
        List<RawRow> sessions,
        List<RawRow> milestones,
        List<RawRow> scores,
        List<RawRow> reviews,
        List<RawRow> migrations) {

    public PortfolioManagerFile {
        projects = List.copyOf(projects);
        sessions = List.copyOf(sessions);
        milestones = List.copyOf(milestones);
        scores = List.copyOf(scores);
        reviews = List.copyOf(reviews);
        migrations = List.copyOf(migrations);
    }
}
