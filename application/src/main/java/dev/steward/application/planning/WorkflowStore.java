package dev.steward.application.planning;

import dev.steward.domain.Id;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.portfolio.Project;

/** The workflows of a workspace, placed within their project. */
public interface WorkflowStore extends PlacedStore<Workflow> {

    /** The sum of the versions of a project's workflows: another one whenever one of them changed. 0 without any. */
    long versions(Id<Project> project);
}
