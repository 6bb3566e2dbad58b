package dev.steward.jdbc.orchestration;

import dev.steward.domain.Id;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code card_assignment}. */
@MappedEntity("card_assignment")
public record CardAssignmentRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        UUID runId,
        UUID cardId,
        String agentRole,
        String agentProfile,
        String featureBranch,
        String worktreePath,
        String agentSession,
        String allowedPaths,
        String forbiddenPaths,
        String overlap,
        String inputSnapshot,
        int priority,
        int leaseSeconds,
        int maxAttempts,
        String status,
        int attempt,
        long fence,
        @Nullable String claimedBy,
        @Nullable Instant claimedAt,
        @Nullable Instant leaseExpiresAt,
        boolean isClaimable,
        @Nullable Instant claimableAt,
        String blockReason,
        String summary,
        String error,
        String learnings,
        @Nullable Instant endedAt) {

    static CardAssignmentRow from(CardAssignment assignment, RowKey key) {
        CardAssignment.Details details = assignment.details();
        return new CardAssignmentRow(key, assignment.version(), assignment.meta().createdAt(), assignment.meta().updatedAt(), details.projectId().value(),
                details.runId().value(), details.cardId().value(), details.agentRole().word(), details.agentProfile(), details.featureBranch(),
                details.worktreePath(), assignment.agentSession(), JsonText.writeTexts(details.allowedPaths().texts()), JsonText.writeTexts(details.forbiddenPaths().texts()),
                details.overlap().word(), JsonText.write(details.inputSnapshot()), details.priority(), details.leaseSeconds(), details.maxAttempts(),
                assignment.status().word(), assignment.attempt(), assignment.fence(), assignment.claimedBy(), assignment.claimedAt(),
                assignment.leaseExpiresAt(), assignment.claimableAt() != null, assignment.claimableAt(), assignment.blockReason(),
                assignment.summary(), assignment.error(), JsonText.writeTexts(assignment.learnings()), assignment.endedAt());
    }

    CardAssignment toCardAssignment() {
        return new CardAssignment(key.meta(version, createdAt, updatedAt),
                new CardAssignment.Details(new Id<>(projectId), new Id<>(runId), new Id<>(cardId), Word.of(AgentRole.class, agentRole), agentProfile,
                        featureBranch, worktreePath, globs(allowedPaths), globs(forbiddenPaths), Word.of(CardAssignment.Overlap.class, overlap),
                        JsonText.storedObject(inputSnapshot), priority, leaseSeconds, maxAttempts),
                Word.of(RunStatus.class, status), attempt, fence, agentSession, claimedBy, claimedAt, leaseExpiresAt, claimableAt, blockReason,
                summary, error, JsonText.storedTexts(learnings), endedAt);
    }

    private static PathGlobs globs(String json) {
        return PathGlobs.parse("paths", JsonText.storedTexts(json));
    }
}
