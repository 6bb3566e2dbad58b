package dev.steward.jdbc.orchestration;

import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code approval_request}. */
@MappedEntity("approval_request")
public record ApprovalRequestRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        UUID runId,
        String approvalType,
        String status,
        String contentHash,
        String requestedBy,
        Instant requestedAt,
        String resolvedBy,
        @Nullable Instant resolvedAt,
        String note) {

    static ApprovalRequestRow from(ApprovalRequest request, RowKey key) {
        return new ApprovalRequestRow(key, request.version(), request.meta().createdAt(), request.meta().updatedAt(), request.projectId().value(), request.runId().value(),
                request.type().word(), request.status().word(), request.contentHash(), request.requestedBy(), request.requestedAt(), request.resolvedBy(),
                request.resolvedAt(), request.note());
    }

    ApprovalRequest toApprovalRequest() {
        return new ApprovalRequest(key.meta(version, createdAt, updatedAt), new Id<>(projectId), new Id<>(runId), Word.of(ApprovalRequest.Type.class, approvalType),
                Word.of(ApprovalRequest.Status.class, status), contentHash, requestedBy, requestedAt, resolvedBy, resolvedAt, note);
    }
}
