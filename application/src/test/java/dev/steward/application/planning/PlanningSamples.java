package dev.steward.application.planning;

import dev.steward.application.Store;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.PathGlob;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Content;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.PlannedFile;
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

    public static KnowledgeItem anItem(Card card, KnowledgeItem.Kind kind, int position) {
        return KnowledgeItem.create(PortfolioSamples.meta(), card.projectId(), card.id(), kind, new KnowledgeItem.Details("The hero changes her mind",
                KnowledgeItem.Status.DRAFT, KnowledgeItem.Source.USER, null, "", ""), "", position);
    }

    public static PlannedFile aFile(Card card, String path, int position) {
        return PlannedFile.create(PortfolioSamples.meta(), card.projectId(), card.id(), new PlannedFile.Details(PathGlob.parse("logical_file_name", path), "",
                PlannedFile.Kind.COMPONENT, PlannedFile.Action.CREATE, "Holds the chapter", "", PlannedFile.Status.PROPOSED), position);
    }

    public static ContextArtifact anArtifact(Id<Project> project, String name) {
        return ContextArtifact.create(PortfolioSamples.meta(), project, new ContextArtifact.Details(name, ContextArtifact.Type.DOC, "",
                new Content.Text("Be brief."), null, "", "text/markdown", null), "f".repeat(64));
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
