package dev.steward.application.orchestration;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunCheck;
import java.util.List;

/** The checks of runs; attempts of one type are numbered in their run. */
public interface RunCheckStore extends Store<RunCheck> {

    /**
     * The attempts that count, by type and attempt: of each type the latest of the run as a whole, and of each assignment the latest after that
     * one. So a later attempt replaces what is of the same assignment, and one of the whole run replaces all before it.
     * Their outputs are left out: they are empty.
     */
    List<RunCheck> standing(Id<OrchestrationRun> run);
}
