package dev.steward.application.planning;

import dev.steward.domain.planning.WorkflowActivity;

/** The activities of a workspace, placed within their workflow. An activity is of its workflow's project; the schema holds to it. */
public interface WorkflowActivityStore extends PlacedStore<WorkflowActivity> {
}
