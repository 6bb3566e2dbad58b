package dev.steward.jdbc.orchestration;

import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.AgentExecution;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code agent_execution}. */
@MappedEntity("agent_execution")
public record AgentExecutionRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        UUID runId,
        UUID assignmentId,
        long fence,
        String agent,
        String status,
        Instant startedAt,
        @Nullable Instant endedAt,
        String summary,
        String error) {

    static AgentExecutionRow from(AgentExecution execution, RowKey key) {
        return new AgentExecutionRow(key, execution.version(), execution.meta().createdAt(), execution.meta().updatedAt(), execution.projectId().value(),
                execution.runId().value(), execution.assignmentId().value(), execution.fence(), execution.agent(), execution.status().word(),
                execution.startedAt(), execution.endedAt(), execution.summary(), execution.error());
    }

    AgentExecution toAgentExecution() {
        return new AgentExecution(key.meta(version, createdAt, updatedAt), new Id<>(projectId), new Id<>(runId), new Id<>(assignmentId), fence,
                agent, Word.of(RunStatus.class, status), startedAt, endedAt, summary, error);
    }
}
