package dev.steward.jdbc.orchestration;

import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code orchestration_run}. */
@MappedEntity("orchestration_run")
public record OrchestrationRunRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        String scope,
        @Nullable UUID workflowId,
        @Nullable UUID cardId,
        String triggerType,
        String status,
        String initiatedBy,
        String repoUrl,
        String baseBranch,
        String worktreeRoot,
        String policySnapshot,
        String inputSnapshot,
        int attempt,
        @Nullable UUID rerunOf,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    static OrchestrationRunRow from(OrchestrationRun run, RowKey key) {
        OrchestrationRun.Details details = run.details();
        return new OrchestrationRunRow(key, run.version(), run.meta().createdAt(), run.meta().updatedAt(), details.projectId().value(),
                details.scope().word(), Columns.uuid(details.workflowId()), Columns.uuid(details.cardId()), details.trigger().word(),
                run.status().word(), details.initiatedBy(), details.repoUrl(), details.baseBranch(), details.worktreeRoot(),
                JsonText.write(details.policySnapshot()), JsonText.write(details.inputSnapshot()), run.attempt(), Columns.uuid(run.rerunOf()),
                run.startedAt(), run.endedAt());
    }

    OrchestrationRun toOrchestrationRun() {
        return new OrchestrationRun(key.meta(version, createdAt, updatedAt),
                new OrchestrationRun.Details(new Id<>(projectId), Word.of(OrchestrationRun.Scope.class, scope), Columns.id(workflowId), Columns.id(cardId),
                        Word.of(OrchestrationRun.Trigger.class, triggerType), initiatedBy, repoUrl, baseBranch, worktreeRoot,
                        JsonText.storedObject(policySnapshot), JsonText.storedObject(inputSnapshot)),
                Word.of(RunStatus.class, status), attempt, Columns.id(rerunOf), startedAt, endedAt);
    }
}
