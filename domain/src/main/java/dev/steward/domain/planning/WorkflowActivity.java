package dev.steward.domain.planning;

import dev.steward.domain.Id;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A step of a workflow; cards hang below it. */
public record WorkflowActivity(
        Meta<WorkflowActivity> meta,
        Id<Project> projectId,
        Id<Workflow> workflowId,
        Details details,
        int position) implements Placed<WorkflowActivity> {

    public static final TextRule TITLE = TextRule.required(500);

    /** Document 001's colors of sticky notes. */
    public enum Color implements Word { YELLOW, BLUE, PURPLE, GREEN, ORANGE, PINK }

    public record Details(String title, @Nullable Color color) {

        public Details {
            title = title.strip();
            Violations.check().text("title", title, TITLE).done();
        }
    }

    public static WorkflowActivity create(Meta<WorkflowActivity> meta, Id<Project> project, Id<Workflow> workflow, Details details, int position) {
        return new WorkflowActivity(meta, project, workflow, details, position);
    }

    public WorkflowActivity revise(Instant now, Details details) {
        return new WorkflowActivity(meta.next(now), projectId, workflowId, details, position);
    }

    @Override
    public WorkflowActivity at(Instant now, int position) {
        return new WorkflowActivity(meta.next(now), projectId, workflowId, details, position);
    }

    /** Below another workflow of its project. */
    public WorkflowActivity below(Instant now, Id<Workflow> workflow, int position) {
        return new WorkflowActivity(meta.next(now), projectId, workflow, details, position);
    }

    @Override
    public UUID parent() {
        return workflowId.value();
    }
}
