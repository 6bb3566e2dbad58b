package dev.steward.jdbc.orchestration;

import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.PullRequestCandidate;
import dev.steward.jdbc.RowKey;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code pull_request_candidate}. */
@MappedEntity("pull_request_candidate")
public record PullRequestCandidateRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        UUID runId,
        String baseBranch,
        String headBranch,
        String title,
        String description,
        String status,
        String prUrl) {

    static PullRequestCandidateRow from(PullRequestCandidate candidate, RowKey key) {
        PullRequestCandidate.Details details = candidate.details();
        return new PullRequestCandidateRow(key, candidate.version(), candidate.meta().createdAt(), candidate.meta().updatedAt(), candidate.projectId().value(),
                candidate.runId().value(), details.baseBranch(), details.headBranch(), details.title(), details.description(),
                candidate.status().word(), details.prUrl());
    }

    PullRequestCandidate toPullRequestCandidate() {
        return new PullRequestCandidate(key.meta(version, createdAt, updatedAt),
                new PullRequestCandidate.Details(baseBranch, headBranch, title, description, prUrl), new Id<>(projectId), new Id<>(runId),
                Word.of(PullRequestCandidate.Status.class, status));
    }
}
