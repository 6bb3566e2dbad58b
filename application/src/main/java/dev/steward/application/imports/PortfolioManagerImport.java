package dev.steward.application.imports;

import dev.steward.application.IdGenerator;
import dev.steward.application.Units;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.workspace.Workspace;
import java.nio.file.Path;

/**
 * Takes the data of portfolio manager (document 000) over into a workspace, and again whenever its file has changed.
 *
 * <ul>
 *   <li><b>All or nothing.</b> The file is read and understood first; one unit of work stores all of it.
 *   <li><b>Nothing is lost.</b> Every row of every table is kept exactly as it was read, with an origin, also one that could not be
 *       placed (its origin has no entity). A value that the domain does not take is changed, and reported.
 *   <li><b>Again changes nothing.</b> A row is known by the file's instance, its table, its id and its {@code created_at}. A row that
 *       is as it was at the import before is left alone, whatever was edited or deleted in Steward meanwhile. Of a row that has
 *       changed, those values are taken that the source changed; see {@link Merge}. The upgraded form of a file is the same rows.
 *   <li><b>An id that came back for another row</b> is another entity: its origin's key is {@code id@created_at}. The entity of the
 *       earlier row stays.
 *   <li><b>Nothing is deleted.</b> Rows that are gone from the file are reported; entities that are gone from Steward stay gone.
 *   <li><b>Projects never merge.</b> A slug that is taken is numbered. Reviews are one a week: the texts of two are joined.
 *   <li><b>Archived projects</b> take what the file has for them: that they refuse edits is a rule for work, not for the past.
 *   <li><b>Times.</b> What is made has the source's created_at and updated_at; what is updated later, the time of the import.
 * </ul>
 *
 * Each entity made or changed records its usual event, by an actor of the kind {@code import}, all with the import's id as their
 * request; then comes {@code import.finished}. An import that stores nothing records nothing.
 */
public final class PortfolioManagerImport {

    public static final String SYSTEM = "portfolio-manager";

    private final ImportUnits units;
    private final PortfolioManagerFiles files;

    public PortfolioManagerImport(Units units, PortfolioManagerFiles files, IdGenerator ids) {
        this.units = new ImportUnits(units, ids, SYSTEM);
        this.files = files;
    }

    /** @throws RefusedException with one sentence, when the file cannot be read; see {@link PortfolioManagerFiles#read} */
    public ImportReport run(Id<Workspace> workspace, Path file, ImportOptions options) {
        PortfolioManagerData data = PortfolioManagerData.of(files.read(file));
        String instance = options.instance().orElse(data.file().instance());
        return units.run(workspace, instance, options.dryRun(), (unit, importId) ->
                new PortfolioManagerPlacement(unit, data, instance, importId).run(file.toString(), options.dryRun()));
    }
}
