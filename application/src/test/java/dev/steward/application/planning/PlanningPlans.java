package dev.steward.application.planning;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.Store;
import dev.steward.application.Stores;
import dev.steward.application.TestDatabase;
import dev.steward.application.portfolio.PortfolioPlans.Asked;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.planning.ArtifactLink;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.ContextArtifact;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.planning.PlanningAction;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is asked of story maps, and which index answers it on every database. */
public final class PlanningPlans {

    private static final int PORTION = 500;
    private static final int PROJECTS = 50;

    private final Id<Workspace> workspace;
    private final List<Project> projects = new ArrayList<>();
    private final List<Workflow> workflows = new ArrayList<>();
    private final List<WorkflowActivity> activities = new ArrayList<>();
    private final List<Card> cards = new ArrayList<>();
    private final List<ContextArtifact> artifacts = new ArrayList<>();

    /** {@code rows} rows in each table, below projects that {@code workspace} has already. */
    public PlanningPlans(TestDatabase database, Id<Workspace> workspace, int rows) {
        this.workspace = workspace;
        projects.addAll(database.read(workspace, stores -> stores.of(ProjectStore.class).list(Query.all(PROJECTS))));
        fill(database, rows, WorkflowStore.class, workflows, n -> PlanningSamples.aWorkflow(projects.get(n % PROJECTS).id(), n / PROJECTS));
        fill(database, rows, WorkflowActivityStore.class, activities, n -> PlanningSamples.anActivity(workflows.get(n % 1_000), n / 1_000));
        fill(database, rows, CardStore.class, cards, n -> PlanningSamples.aCard(activities.get(n % 1_000), n / 1_000));
        fill(database, rows, KnowledgeItemStore.class, new ArrayList<>(), n -> PlanningSamples.anItem(cards.get(n % 1_000), KnowledgeItem.Kind.values()[n % 4], n / 1_000));
        fill(database, rows, PlannedFileStore.class, new ArrayList<>(), n -> PlanningSamples.aFile(cards.get(n % 1_000), "src/f" + n + ".ts", n / 1_000));
        fill(database, rows, ContextArtifactStore.class, artifacts, n -> PlanningSamples.anArtifact(projects.get(n % PROJECTS).id(), "artifact " + n));
        fill(database, rows, PlanningActionStore.class, new ArrayList<>(), n -> new PlanningAction(PortfolioSamples.meta(), projects.get(n % PROJECTS).id(),
                n / PROJECTS + 1L, 0, "update_card", Json.EMPTY, Json.EMPTY, null, PlanningAction.Outcome.ACCEPTED, null, List.of(), new Actor(Actor.Kind.USER, "", "")));
        for (int from = 0; from < rows; from += PORTION) {
            int start = from;
            database.write(workspace, stores -> {
                for (int n = start; n < start + PORTION; n++) {
                    ContextArtifact artifact = artifacts.get(n);
                    cards.stream().filter(card -> card.projectId().equals(artifact.projectId())).skip(n % 7).findFirst().ifPresent(card ->
                            stores.of(ArtifactLinkStore.class).put(new ArtifactLink(card.projectId(), card.id(), artifact.id(), "", "", TestDatabase.now())));
                }
            });
        }
    }

    public Stream<Asked> all() {
        Card card = cards.getFirst();
        Id<Project> project = card.projectId();
        Filter ofProject = Filter.in("project_id", project.value());
        Filter ofCard = Filter.in("card_id", card.id().value());
        Order[] byPlace = {up("position"), up("id")};
        return Stream.of(
                list("workflows of a project", WorkflowStore.class, "workflow_position_index", List.of(ofProject), byPlace),
                list("activities of a workflow", WorkflowActivityStore.class, "workflow_activity_position_index",
                        List.of(Filter.in("workflow_id", activities.getFirst().workflowId().value())), byPlace),
                list("activities of a project", WorkflowActivityStore.class, "workflow_activity_project_id_index", List.of(ofProject), byPlace),
                list("cards of an activity", CardStore.class, "card_position_index", List.of(Filter.in("workflow_activity_id", card.workflowActivityId().value())), byPlace),
                list("cards of a project", CardStore.class, "card_project_id_index", List.of(ofProject), byPlace),
                asked("the next page of cards", stores -> stores.of(CardStore.class).list(new Query(List.of(ofProject), List.of(byPlace), 50,
                        Optional.of(List.of(1, card.id().value())))), "card_project_id_index", true),
                list("knowledge of a card", KnowledgeItemStore.class, "knowledge_item_card_id_index", List.of(ofCard), up("kind"), up("position"), up("id")),
                list("knowledge of a kind", KnowledgeItemStore.class, "knowledge_item_card_id_index", List.of(ofCard, Filter.in("kind", "fact")), byPlace),
                list("planned files of a card", PlannedFileStore.class, "planned_file_card_id_index", List.of(ofCard), byPlace),
                list("artifacts of a project", ContextArtifactStore.class, "context_artifact_project_id_index", List.of(ofProject), up("name"), up("id")),
                list("artifacts of a type", ContextArtifactStore.class, "context_artifact_type_index", List.of(ofProject, Filter.in("type", "doc")), up("name"), up("id")),
                list("the log of a project", PlanningActionStore.class, "planning_action_project_id_index", List.of(ofProject), down("id")),
                list("rejected actions", PlanningActionStore.class, "planning_action_outcome_index", List.of(ofProject, Filter.in("outcome", "rejected")), down("id")),
                asked("a batch of the log", stores -> stores.of(PlanningActionStore.class).batch(project, 3), "planning_action_sequence_unique", true),
                asked("the links of a card", stores -> stores.of(ArtifactLinkStore.class).of(card.id()), "card_context_artifact_pk", true),
                asked("the links to an artifact", stores -> stores.of(ArtifactLinkStore.class).to(artifacts.getFirst()), "card_context_artifact_artifact_index", true),
                asked("siblings", stores -> stores.of(CardStore.class).siblings(card), "card_position_index", false),
                asked("versions", stores -> stores.of(CardStore.class).versions(project), "card_project_id_index|card_project_id_unique|card_workflow_activity_id_index", false),
                asked("what the cards of a project have", stores -> stores.of(CardStore.class).counts(project),
                        "knowledge_item_project_id_index|planned_file_project_id_index|card_context_artifact_card_index|card_context_artifact_artifact_index", false),
                asked("what some cards have", stores -> stores.of(CardStore.class).counts(Set.of(card.id(), cards.get(1).id())),
                        "knowledge_item_card_id_index|planned_file_card_id_index|card_context_artifact_pk", false));
    }

    public Id<Workspace> workspace() {
        return workspace;
    }

    private static <E extends Entity<E>> Asked list(String what, Class<? extends Store<E>> port, String index, List<Filter> filters, Order... order) {
        return asked(what, stores -> stores.of(port).list(new Query(filters, List.of(order), 50, Optional.empty())), index, true);
    }

    private static Asked asked(String what, Consumer<Stores> query, String index, boolean ordered) {
        return new Asked(what, query, index, ordered);
    }

    private static Order up(String field) {
        return new Order(field, false, false);
    }

    private static Order down(String field) {
        return new Order(field, true, false);
    }

    private <E extends Entity<E>> void fill(TestDatabase database, int rows, Class<? extends Store<E>> port, List<E> made, IntFunction<E> maker) {
        for (int from = 0; from < rows; from += PORTION) {
            List<E> portion = IntStream.range(from, Math.min(rows, from + PORTION)).mapToObj(maker).toList();
            database.write(workspace, stores -> stores.of(port).insertAll(portion));
            made.addAll(portion);
        }
    }
}
