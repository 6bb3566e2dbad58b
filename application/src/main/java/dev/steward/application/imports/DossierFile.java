package dev.steward.application.imports;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one database file of Dossier holds.
 *
 * <p><b>The columns of each row count, not the registry.</b> Dossier's migrations run outside of transactions, so that files exist in
 * which one was cut short. Each of its statements is atomic, therefore every such file still holds each row, and it is read rather than
 * refused. Which of the thirteen migrations a file has is only said, not needed.
 *
 * <p><b>Identity.</b> {@code instance} is made from the time at which the file's first migration was applied, which Dossier writes at its
 * first start and carries through every upgrade. The name and place of the file play no part, so a backup is the same instance. Ids are
 * text, mostly UUIDs; workflows, activities and cards of older files have others, which migration 009b replaces by new ones.
 *
 * @param instance      {@code dossier-} and 16 hexadecimal digits; {@code source_instance} of the origin records unless the caller names
 *                      another
 * @param sha256        of the bytes of the file, then of its {@code -wal}, then of its {@code -journal}, 64 hexadecimal digits
 * @param schemaVersion the newest migration recorded, {@code 001} to {@code 012}; {@code 009b} when it is the newest
 * @param linksDropped  whether a migration has run that empties the links of cards to artifacts (008 and 011)
 * @param notes         what people should know of the file, each a sentence: an upgrade cut short, tables and columns not known here
 * @param tables        the rows of each table that is there, in the order in which they were inserted; keyed by id, a link by the ids of
 *                      card and artifact, a relation by its three columns, a migration by its name
 */
public record DossierFile(
        String instance,
        String sha256,
        String schemaVersion,
        boolean linksDropped,
        List<String> notes,
        Map<String, List<RawRow>> tables) {

    public DossierFile {
        notes = List.copyOf(notes);
        Map<String, List<RawRow>> copied = new LinkedHashMap<>();
        tables.forEach((name, rows) -> copied.put(name, List.copyOf(rows)));
        tables = Collections.unmodifiableMap(copied);
    }

    /** None when there is no such table. */
    public List<RawRow> rows(String table) {
        return tables.getOrDefault(table, List.of());
    }
}
