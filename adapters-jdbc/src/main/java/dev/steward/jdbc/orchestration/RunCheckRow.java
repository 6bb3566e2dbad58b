package dev.steward.jdbc.orchestration;

import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code run_check}. */
@MappedEntity("run_check")
public record RunCheckRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        UUID runId,
        @Nullable UUID assignmentId,
        String checkType,
        int attempt,
        String status,
        @Nullable String output,
        int outputCut,
        Instant executedAt) {

    static RunCheckRow from(RunCheck check, RowKey key) {
        return new RunCheckRow(key, check.version(), check.meta().createdAt(), check.meta().updatedAt(), check.projectId().value(), check.runId().value(),
                Columns.uuid(check.assignmentId()), check.type().word(), check.attempt(), check.status().word(), check.output(), check.outputCut(),
                check.executedAt());
    }

    RunCheck toRunCheck() {
        return new RunCheck(key.meta(version, createdAt, updatedAt), new Id<>(projectId), new Id<>(runId), Columns.id(assignmentId),
                Word.of(CheckType.class, checkType), attempt, Word.of(RunCheck.Status.class, status), Objects.requireNonNullElse(output, ""), outputCut, executedAt);
    }
}
