package dev.steward.application.imports;

import dev.steward.application.IdGenerator;
import dev.steward.application.Units;
import dev.steward.application.imports.ImportUnits.Prepared;
import dev.steward.application.knowledge.Memory;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.Workspace;
import java.nio.file.Path;

/**
 * Takes the data of Dossier (document 001) over into a workspace, and again whenever its file has changed. What holds for every import
 * holds for this one, see {@link PortfolioManagerImport}: every row kept with an origin, again changes nothing, nothing is
 * deleted, the source's times. Besides:
 *
 * <ul>
 *   <li><b>Some rows in each transaction</b>, in the order of the file's tables, because others want to write while a large file is taken over. An
 *       import that was cut off leaves whole rows, and the next one does the rest and comes to the same. Only a trial is one transaction.
 *   <li><b>Ids</b> are new, with the time of the row in them ({@link SourceIds}); every reference follows, also inside the JSON of the
 *       action log and of runs, whether it was a UUID or not. An id of something that the file does not have stays as it is.
 *   <li><b>A file that Dossier upgraded since</b>, with other ids for its workflows, activities and cards (migration 009b), is the same
 *       rows: they are known by when they were made and what they are called.
 *   <li><b>Steps</b>, which Dossier gave up in migration 005, become artifacts of the type {@code context}, linked to their cards, which
 *       stand in the order of the steps.
 *   <li><b>Places</b> are dense: what comes with a later import goes to the end of its siblings, and a new order in the source is not taken
 *       over.
 *   <li><b>Links of cards to artifacts</b> that Dossier's migrations 008 and 011 dropped are made again where its action log still has them.
 *   <li><b>Runs</b> are over: what had not ended is cancelled, so that no agent of Steward can claim what another system began. Approvals
 *       that were pending are superseded.
 *   <li><b>The action log</b> is history: it keeps its order and every type, and the numbers of the map's actions go on after it; it
 *       does not make the map when it is replayed, because Dossier did not log every change.
 *   <li><b>Memory</b> is of the card or project that it is related to; also what an earlier version of Steward only kept becomes memory with
 *       the next import. Its vectors are not in Dossier's database and are not read.
 *   <li><b>Kept only as they were read</b>, for a version that has a place for them: events and the registry of migrations.
 * </ul>
 */
public final class DossierImport {

    public static final String SYSTEM = "dossier";

    private final ImportUnits units;
    private final DossierFiles files;
    private final JsonReader json;
    private final Memory memory;
    private final Runnable pause;

    /** @param pause between two transactions, long enough for another process that waits for the database to get it */
    public DossierImport(Units units, DossierFiles files, JsonReader json, IdGenerator ids, Memory memory, Runnable pause) {
        this.units = new ImportUnits(units, ids, SYSTEM);
        this.files = files;
        this.json = json;
        this.memory = memory;
        this.pause = pause;
    }

    /** @throws RefusedException with one sentence, when the file cannot be read; see {@link DossierFiles#read} */
    public ImportReport run(Id<Workspace> workspace, Path file, ImportOptions options) {
        DossierFile read = files.read(file);
        String instance = options.instance().orElse(read.instance());
        return units.runInPortions(workspace, instance, options.dryRun(), (unit, importId) -> {
            DossierSource source = new DossierSource(unit, read, instance, json, importId);
            for (String note : read.notes()) {
                source.run().problem(note);
            }
            DossierProjects projects = new DossierProjects(source);
            projects.place();
            DossierMap map = new DossierMap(source, projects);
            map.place();
            new DossierRuns(source, projects, map).place();
            new DossierLog(source, projects, map).place();
            new DossierMemory(source, map, memory).place();
            source.keepTheRest();
            return new Prepared(source.run(), () -> {
                projects.finish();
                source.run().reportGone();
                return source.run().finish(new ImportReport.Source(SYSTEM, file.toString(), instance, read.sha256(), read.schemaVersion()), options.dryRun());
            });
        }, pause);
    }
}
