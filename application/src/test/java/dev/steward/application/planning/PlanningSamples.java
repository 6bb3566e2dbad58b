package dev.steward.application.planning;

import dev.steward.application.Store;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Workspace;

/** Valid parts of a story map, and what they hang below. */
public final class PlanningSamples {

    private PlanningSamples() {
    }

    public static Workflow aWorkflow(Id<Project> project, int position) {
        return Workflow.create(PortfolioSamples.meta(), project, new Workflow.Details("Write a chapter", "From outline to draft"), position);
    }

    public static WorkflowActivity anActivity(Workflow workflow, int position) {
        return WorkflowActivity.create(PortfolioSamples.meta(), workflow.projectId(), workflow.id(),
                new WorkflowActivity.Details("Outline", WorkflowActivity.Color.BLUE), position);
    }

    public static Card aCard(WorkflowActivity activity, int position) {
        return Card.create(PortfolioSamples.meta(), activity.projectId(), activity.id(),
                new Card.Details("Name the turning point", "One sentence", Card.Status.TODO, 2, ""), position);
    }

    public static Workflow workflow(TestDatabase database, Id<Workspace> workspace) {
        Project project = PortfolioSamples.project(database, workspace);
        return insert(database, workspace, WorkflowStore.class, aWorkflow(project.id(), 0));
    }

    public static WorkflowActivity activity(TestDatabase database, Id<Workspace> workspace) {
        return insert(database, workspace, WorkflowActivityStore.class, anActivity(workflow(database, workspace), 0));
    }

    public static Card card(TestDatabase database, Id<Workspace> workspace) {
        return insert(database, workspace, CardStore.class, aCard(activity(database, workspace), 0));
    }

    static <E extends Entity<E>> E insert(TestDatabase database, Id<Workspace> workspace, Class<? extends Store<E>> port, E entity) {
        database.write(workspace, stores -> stores.of(port).insert(entity));
        return entity;
    }
}
