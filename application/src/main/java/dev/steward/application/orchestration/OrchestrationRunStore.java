package dev.steward.application.orchestration;

import dev.steward.application.Store;
import dev.steward.domain.orchestration.OrchestrationRun;

/** The runs of a workspace. */
public interface OrchestrationRunStore extends Store<OrchestrationRun> {
}
