package dev.steward.application.imports;

import dev.steward.application.Caller;
import dev.steward.application.IdGenerator;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The units of work of an import: one actor, one request id for all its events, and for a dry run nothing left of them. */
final class ImportUnits {

    /** How many steps, usually rows, are done in a unit of an import that goes on in several: some tenths of a second. */
    static final int PORTION = 500;

    private final Units units;
    private final IdGenerator ids;
    private final String system;

    ImportUnits(Units units, IdGenerator ids, String system) {
        this.units = units;
        this.ids = ids;
        this.system = system;
    }

    /**
     * All of it in one unit.
     *
     * @param work is given the unit and the import's id
     */
    ImportReport run(Id<Workspace> workspace, String instance, boolean dryRun, BiFunction<UnitOfWork, UUID, ImportReport> work) {
        UUID importId = ids.next();
        return write(caller(workspace, instance, importId), dryRun, unit -> work.apply(unit, importId));
    }

    /**
     * Some steps in each unit, so that others write in between; a trial in one. When one fails, those before it stay done, and the next import goes on
     * from there.
     *
     * @param preparing is given a unit that only reads, and the import's id; says the steps and what is done after the last one, in the same unit
     * @param pause between two units
     */
    ImportReport runInPortions(Id<Workspace> workspace, String instance, boolean dryRun, BiFunction<UnitOfWork, UUID, Prepared> preparing, Runnable pause) {
        UUID importId = ids.next();
        Caller caller = caller(workspace, instance, importId);
        Prepared prepared = units.snapshot(caller, unit -> preparing.apply(unit, importId));
        ImportRun run = prepared.run();
        run.kept();
        List<Runnable> steps = run.steps();
        int done = 0;
        while (!dryRun && steps.size() - done > PORTION) {
            List<Runnable> portion = steps.subList(done, done + PORTION);
            write(caller, false, unit -> {
                run.begin(unit);
                portion.forEach(Runnable::run);
                run.end();
                return true;
            });
            run.kept();
            done += PORTION;
            pause.run();
        }
        List<Runnable> rest = steps.subList(done, steps.size());
        return write(caller, dryRun, unit -> {
            run.begin(unit);
            rest.forEach(Runnable::run);
            run.end();
            return prepared.finishing().get();
        });
    }

    /** What is to be done. */
    record Prepared(ImportRun run, Supplier<ImportReport> finishing) {
    }

    private Caller caller(Id<Workspace> workspace, String instance, UUID importId) {
        return new Caller(workspace, new Actor(Actor.Kind.IMPORT, instance, system), Set.of(), importId.toString());
    }

    private <R> R write(Caller caller, boolean dryRun, Function<UnitOfWork, R> work) {
        try {
            return (dryRun ? units.rehearse(caller, work) : units.write(caller, work)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
