package dev.steward.jdbc.orchestration;

import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlob;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.PathViolation;
import dev.steward.jdbc.JsonText;
import dev.steward.jdbc.RowKey;
import dev.steward.jdbc.portfolio.FilesChanged;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A row of {@code agent_commit}. */
@MappedEntity("agent_commit")
public record AgentCommitRow(
        @EmbeddedId RowKey key,
        @Version long version,
        Instant createdAt,
        Instant updatedAt,
        UUID projectId,
        UUID runId,
        UUID assignmentId,
        long fence,
        String sha,
        String branch,
        String message,
        Instant committedAt,
        String filesChanged,
        String violations) {

    static AgentCommitRow from(AgentCommit commit, RowKey key) {
        AgentCommit.Details details = commit.details();
        return new AgentCommitRow(key, commit.version(), commit.meta().createdAt(), commit.meta().updatedAt(), commit.projectId().value(), commit.runId().value(),
                commit.assignmentId().value(), commit.fence(), details.sha(), details.branch(), details.message(), details.committedAt(),
                FilesChanged.write(details.filesChanged()), write(commit.violations()));
    }

    AgentCommit toAgentCommit() {
        return new AgentCommit(key.meta(version, createdAt, updatedAt),
                new AgentCommit.Details(sha, branch, message, committedAt, FilesChanged.read(filesChanged)),
                new Id<>(projectId), new Id<>(runId), new Id<>(assignmentId), fence, read(violations));
    }

    private static String write(List<PathViolation> violations) {
        return JsonText.write(Json.of(violations.stream().map(violation -> Json.obj("path", Json.of(violation.path()))
                .with("rule", Json.of(violation.rule().word()))
                .with("glob", Json.of(violation.glob() == null ? "" : violation.glob().text()))).toList()));
    }

    private static List<PathViolation> read(String json) {
        return JsonText.storedObjects(json).stream().map(violation -> {
            String glob = JsonText.text(violation, "glob");
            return new PathViolation(JsonText.text(violation, "path"), Word.of(PathViolation.Rule.class, JsonText.text(violation, "rule")),
                    glob.isEmpty() ? null : PathGlob.parse("glob", glob));
        }).toList();
    }
}
