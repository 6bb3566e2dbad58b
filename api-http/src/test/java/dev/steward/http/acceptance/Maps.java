package dev.steward.http.acceptance;

import dev.steward.application.Caller;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.planning.CardStore;
import dev.steward.application.planning.PlannedFileStore;
import dev.steward.application.planning.WorkflowActivityStore;
import dev.steward.application.planning.WorkflowStore;
import dev.steward.domain.Id;
import dev.steward.domain.PathGlob;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.PlannedFile;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Actor;
import dev.steward.domain.workspace.Workspace;
import io.micronaut.context.ApplicationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Story maps for tests that need cards rather than planning. */
final class Maps {

    private Maps() {
    }

    /** A workflow with one activity and its cards, in order. */
    record Map(String workflow, List<String> cards) {
    }

    /** @param files what each card plans, in order; empty for a card that plans nothing */
    static Map of(ApplicationContext context, Id<Workspace> workspace, String project, List<String> files) {
        return context.getBean(Units.class).write(Caller.system(workspace, Actor.SYSTEM), unit -> of(unit, new Id<>(UUID.fromString(project)), files)).join();
    }

    private static Map of(UnitOfWork unit, Id<Project> project, List<String> files) {
        Workflow workflow = Workflow.create(unit.firstMeta(), project, new Workflow.Details("Write", ""), 0);
        unit.store(WorkflowStore.class).insert(workflow);
        WorkflowActivity activity = WorkflowActivity.create(unit.firstMeta(), project, workflow.id(), new WorkflowActivity.Details("Outline", null), 0);
        unit.store(WorkflowActivityStore.class).insert(activity);
        List<String> cards = new ArrayList<>();
        for (String file : files) {
            Card card = Card.create(unit.firstMeta(), project, activity.id(), new Card.Details("Card " + cards.size(), "", Card.Status.TODO, 1, ""), cards.size());
            unit.store(CardStore.class).insert(card);
            if (!file.isEmpty()) {
                unit.store(PlannedFileStore.class).insert(PlannedFile.create(unit.firstMeta(), project, card.id(), new PlannedFile.Details(PathGlob.parse("", file), "",
                        PlannedFile.Kind.COMPONENT, PlannedFile.Action.CREATE, "Says what the card says", "", PlannedFile.Status.APPROVED), 0));
            }
            cards.add(card.id().toString());
        }
        return new Map(workflow.id().toString(), cards);
    }
}
