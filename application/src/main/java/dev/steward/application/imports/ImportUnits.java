package dev.steward.application.imports;

import dev.steward.application.Caller;
import dev.steward.application.IdGenerator;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The unit of work of an import: one actor, one request id for all its events, and for a dry run nothing left of it. */
final class ImportUnits {

    private final Units units;
    private final IdGenerator ids;
    private final String system;

    ImportUnits(Units units, IdGenerator ids, String system) {
        this.units = units;
        this.ids = ids;
        this.system = system;
    }

    /** @param work is given the unit and the import's id */
    ImportReport run(Id<Workspace> workspace, String instance, boolean dryRun, BiFunction<UnitOfWork, UUID, ImportReport> work) {
        UUID importId = ids.next();
        Caller caller = new Caller(workspace, new Actor(Actor.Kind.IMPORT, instance, system), Set.of(), importId.toString());
        Function<UnitOfWork, ImportReport> importing = unit -> work.apply(unit, importId);
        try {
            return (dryRun ? units.rehearse(caller, importing) : units.write(caller, importing)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
