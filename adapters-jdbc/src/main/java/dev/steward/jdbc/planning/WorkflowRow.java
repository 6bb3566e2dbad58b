package dev.steward.jdbc.planning;

import dev.steward.domain.Id;
import dev.steward.domain.SearchText;
import dev.steward.domain.planning.BuildState;
import dev.steward.domain.planning.Workflow;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code workflow}. */
@MappedEntity("workflow")
public record WorkflowRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        String title,
        String description,
        @Nullable String buildState,
        int position,
        String searchText) {

    static WorkflowRow from(Workflow workflow, RowKey key) {
        Workflow.Details details = workflow.details();
        return new WorkflowRow(key, workflow.version(), workflow.meta().createdAt(), workflow.meta().updatedAt(), workflow.projectId().value(),
                details.title(), details.description(), Columns.text(workflow.buildState()), workflow.position(),
                SearchText.of(details.title(), details.description()));
    }

    Workflow toWorkflow() {
        return new Workflow(key.meta(version, createdAt, updatedAt), new Id<>(projectId), new Workflow.Details(title, description),
                Columns.word(BuildState.class, buildState), position);
    }
}
