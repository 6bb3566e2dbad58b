package dev.steward.application.orchestration;

import dev.steward.application.Store;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunCheck;
import java.util.List;

/** The checks of runs; attempts of one type are numbered in their run. */
public interface RunCheckStore extends Store<RunCheck> {

    /** The latest attempt of each type that has one, by type. */
    List<RunCheck> latest(Id<OrchestrationRun> run);
}
