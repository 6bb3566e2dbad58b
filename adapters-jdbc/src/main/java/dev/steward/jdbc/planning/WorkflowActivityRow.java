package dev.steward.jdbc.planning;

import dev.steward.domain.Id;
import dev.steward.domain.SearchText;
import dev.steward.domain.planning.WorkflowActivity;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code workflow_activity}. */
@MappedEntity("workflow_activity")
public record WorkflowActivityRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        UUID workflowId,
        String title,
        @Nullable String color,
        int position,
        String searchText) {

    static WorkflowActivityRow from(WorkflowActivity activity, RowKey key) {
        WorkflowActivity.Details details = activity.details();
        return new WorkflowActivityRow(key, activity.version(), activity.meta().createdAt(), activity.meta().updatedAt(), activity.projectId().value(),
                activity.workflowId().value(), details.title(), Columns.text(details.color()), activity.position(), SearchText.of(details.title()));
    }

    WorkflowActivity toWorkflowActivity() {
        return new WorkflowActivity(key.meta(version, createdAt, updatedAt), new Id<>(projectId), new Id<>(workflowId),
                new WorkflowActivity.Details(title, Columns.word(WorkflowActivity.Color.class, color)), position);
    }
}
